namespace EdgeGateway.Core.Shelves;

/// <summary>What a plate's inference must keep over a restart. Plain values, so that any serialiser may store it.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="LevelGrams">The load up to which everything is decided, in grams.</param>
/// <param name="LevelVariance">How uncertain it is, in square grams.</param>
/// <param name="LevelMs">When it was last seen.</param>
/// <param name="NoiseGrams">Scatter of a sample, one standard deviation.</param>
/// <param name="WanderGrams">Wander of the zero in a second, one standard deviation.</param>
/// <param name="DriftGrams">What idle tracking has taken up since the start.</param>
/// <param name="Items">Each SKU.</param>
/// <param name="Foreign">What lies there that is not goods.</param>
public sealed record PlateState(
    string Plate,
    double LevelGrams,
    double LevelVariance,
    long LevelMs,
    double NoiseGrams,
    double WanderGrams,
    double DriftGrams,
    IReadOnlyList<ItemState> Items,
    IReadOnlyList<ForeignObject> Foreign);

/// <summary>One SKU of a <see cref="PlateState"/>.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Count">Pieces on the plate, or null where nobody counted.</param>
/// <param name="Slack">By how much the count may be wrong.</param>
/// <param name="Batch">How much heavier the batch is than the planogram says, as a share.</param>
/// <param name="BatchVariance">How uncertain that is.</param>
/// <param name="OutPieces">Pieces taken and not brought back.</param>
/// <param name="Out">What the last takes weighed.</param>
public sealed record ItemState(string Sku, int? Count, int Slack, double Batch, double BatchVariance, int OutPieces, IReadOnlyList<TakenPieces> Out);
