using EdgeGateway.Core.Devices;

namespace Drivers.Detection;

/// <summary>One frame that a candidate read without fault.</summary>
/// <param name="At">When its last byte came, since the start.</param>
/// <param name="Raw">The fewest last bytes, as they came, that give it.</param>
/// <param name="Frame">What it says.</param>
/// <param name="Bits">How much it proves: how many bits of it could not have been otherwise.</param>
internal sealed record SoundFrame(TimeSpan At, byte[] Raw, WeightFrame Frame, double Bits);
