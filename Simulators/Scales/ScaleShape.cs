namespace Simulators.Scales;

/// <summary>What is on a scale's plate of data.</summary>
/// <param name="Capacity">The most it weighs, in <paramref name="Unit"/>.</param>
/// <param name="Decimals">Digits behind the point, 0 to 4.</param>
/// <param name="Division">The step of the last digit: 1, 2 or 5.</param>
/// <param name="Unit">The unit it shows; never sent by the protocols here.</param>
/// <param name="Settle">How long a new load moves.</param>
internal sealed record ScaleShape(decimal Capacity, int Decimals, int Division, string Unit, TimeSpan Settle)
{
    /// <summary>A counter scale: 15 kg by 5 g is usual; shown by 1 g here.</summary>
    public static ScaleShape Counter { get; } = new(15m, 3, 1, "kg", TimeSpan.FromMilliseconds(400));

    /// <summary>The value of one division.</summary>
    public decimal Step => new(Division, 0, 0, false, (byte)Decimals);

    /// <summary>Rounds to the nearest division, with all the decimals the scale shows.</summary>
    public decimal Round(decimal weight) => decimal.Round(weight / Step, MidpointRounding.AwayFromZero) * Step;
}
