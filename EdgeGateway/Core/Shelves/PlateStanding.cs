namespace EdgeGateway.Core.Shelves;

/// <summary>What a plate is doing.</summary>
public enum PlateCondition
{
    /// <summary>The first load has not settled yet.</summary>
    Waiting,

    /// <summary>The load is at rest and everything is decided.</summary>
    Resting,

    /// <summary>A change is open: a hand is on the plate, or what moved is not decided yet.</summary>
    Changing,
}

/// <summary>What is known of a plate now; for pages and for questions, not for keeping (<see cref="PlateState"/>).</summary>
/// <param name="Plate">The plate.</param>
/// <param name="Condition">Whether a change is open.</param>
/// <param name="SinceMs">Since when, on the clock of the samples; null before the first.</param>
/// <param name="LevelGrams">The load at rest up to which everything is decided, in grams; null while <see cref="PlateCondition.Waiting"/>.</param>
/// <param name="NoiseGrams">Scatter of a sample, one standard deviation.</param>
/// <param name="WanderGrams">Wander of the zero in one second, one standard deviation.</param>
/// <param name="DriftGrams">What idle tracking has taken up since the start: zero drift, temperature, creep.</param>
/// <param name="Confidence">The probability that all counts are right as far as they are known; 0 where one was never counted.</param>
/// <param name="Items">Each SKU, in the planogram's order.</param>
/// <param name="ForeignGrams">What lies there that is most likely not goods, in grams together.</param>
public sealed record PlateStanding(
    string Plate,
    PlateCondition Condition,
    long? SinceMs,
    double? LevelGrams,
    double NoiseGrams,
    double WanderGrams,
    double DriftGrams,
    double Confidence,
    IReadOnlyList<ItemStanding> Items,
    double ForeignGrams);

/// <summary>One SKU of a <see cref="PlateStanding"/>.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Count">Pieces on the plate, most likely; null where nobody counted.</param>
/// <param name="Counted">Somebody counted, at the start or since.</param>
/// <param name="Confidence">The probability that <paramref name="Count"/> is right, 0 to 1; 0 where nobody counted.</param>
/// <param name="UnitGrams">What one piece of this batch weighs as far as learnt, in grams.</param>
/// <param name="UnitSigmaGrams">How uncertain that mean is, one standard deviation in grams; the spread between pieces is beside it.</param>
public sealed record ItemStanding(string Sku, int? Count, bool Counted, double Confidence, double UnitGrams, double UnitSigmaGrams);
