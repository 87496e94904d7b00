namespace Drivers.Scales;

/// <summary>What a decoder is made for; decides what may be left open.</summary>
internal enum ProfileUse
{
    /// <summary>A device: what the protocol does not send, the profile must say.</summary>
    Device,

    /// <summary>Recorded bytes (<c>decode</c>, detection): the unit is kg where neither frame nor profile says one, and the like.</summary>
    Recorded,
}
