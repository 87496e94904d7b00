using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>A weight that has come to rest.</summary>
/// <param name="Weight">As the scale shows it, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="NetGross">Whether the scale took a container off.</param>
/// <param name="Step">The scale's division in that unit.</param>
/// <param name="Time">When it was read.</param>
/// <param name="Reckoned">What else the scale said with it.</param>
internal sealed record SettledWeight(decimal Weight, string Unit, NetGross NetGross, decimal Step, DateTimeOffset Time, ScaleReckoning? Reckoned)
{
    private const int SameWithin = 2;

    /// <summary>Weights this near are the same, and one this near to zero is zero: two divisions.</summary>
    public decimal Band => SameWithin * Step;
}
