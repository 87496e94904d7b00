using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>What stands at the front of a decoder's window.</summary>
/// <param name="Used">Bytes to take off the front; 0 to wait for more.</param>
/// <param name="Frame">What they say; null for noise.</param>
public readonly record struct Judgement(int Used, WeightFrame? Frame)
{
    /// <summary>Not to be decided yet.</summary>
    public static Judgement Wait => default;

    /// <summary>Noise.</summary>
    public static Judgement Skip(int count) => new(count, null);
}
