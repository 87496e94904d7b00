namespace Drivers.Scales;

/// <summary>Whether a second status byte follows a frame of <see cref="AclasPs1Decoder"/>.</summary>
public enum TrailingStatus
{
    /// <summary>None: the frame ends with EOT.</summary>
    None,

    /// <summary>Always: 10 zero, 20 tare, 40 overload.</summary>
    Always,

    /// <summary>For looking at recorded bytes, not for a device: a byte behind EOT that can only be one is taken for one.</summary>
    WherePresent,
}
