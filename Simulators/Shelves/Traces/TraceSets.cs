namespace Simulators.Shelves.Traces;

/// <summary>The named sets.</summary>
internal static class TraceSets
{
    private static readonly TraceSet s_hard = new("hard", "1-5 SKUs, quick actions, leaning, foreign objects, batches 0.6 % off, wander, hum, double noise, spikes")
    {
        MostSkus = 5, BatchShare = 0.006, NoiseCounts = 42, PinkCounts = 30, HumGrams = 0.8, Spikes = 0.001, WanderGrams = 0.5, Swing = 1.5,
        Quick = 0.25, TwoPlates = 0.04, Foreign = 0.04, Leaning = 0.05, Pushing = 0.03, Touching = 0.03,
    };

    /// <summary>All of them. Beside easy and hard each turns one difficulty up, on the quiet cells of easy where it is not about cells.</summary>
    public static IReadOnlyList<TraceSet> All { get; } =
    [
        new("easy", "1-3 SKUs, calm shoppers, good cells"),
        s_hard,
        new("look-alikes", "flavours of one line and double packs on one plate") { LeastSkus = 2, MostSkus = 5, LookAlikes = 0.5, DoublePacks = 0.15, BatchShare = 0.002 },
        new("light", "goods of 5 to 30 g, double noise and hum") { LightestGrams = 5, HeaviestGrams = 30, NoiseCounts = 42, PinkCounts = 30, HumGrams = 0.8 },
        new("crowd", "two people at one plate, hands 0.1 to 1.8 s apart, and on two plates at once") { MostSkus = 4, Together = 0.15, Quick = 0.2, Hesitating = 0.15, TwoPlates = 0.25 },
        new("foreign", "phones, bags and bottles put down and taken away") { MostSkus = 4, Foreign = 0.12 },
        new("leaning", "leaning, knocking, touching, cleaning") { MostSkus = 4, Leaning = 0.15, Pushing = 0.1, Touching = 0.1, Cleaning = 0.03 },
        new("misplaced", "goods on the wrong plate and pieces nobody took") { MostSkus = 4, Misplacing = 0.08, Unasked = 0.03 },
        new("restock", "bulk refills of new batches, 0.6 % off") { MostSkus = 4, Restocking = 3, BatchShare = 0.006, NewBatches = 1 },
        new("thermal", "warm-up, temperature with temp_c, miswired cells that wander by tens of grams, cheap cells")
        {
            CheapCells = 1, Swing = 3, Celsius = true, WarmUpGrams = 4, MiswiredGrams = 12, WanderGrams = 0.3,
        },
        new("fast", "80 conversions a second with mains ripple") { MostSkus = 4, SampleHz = 80, NoiseCounts = 39, PinkCounts = 12, HumGrams = 0.4, Quick = 0.15 },
        new("cuts", "power cuts with shoppers meanwhile") { MostSkus = 4, CutsAnHour = 20 },
        new("loss", "goods that dry out or leak, 2 to 30 g an hour") { LossGramsAnHour = 30 },
    ];

    /// <summary>The set of this name, or null.</summary>
    public static TraceSet? Find(string name) => All.FirstOrDefault(set => set.Name == name);
}
