namespace EdgeGateway.Core.Shelves;

/// <summary>What a plate's inference must keep over a restart. Plain values, so that any serialiser may store it.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="CountsPerGram">The calibration under which the grams hold; a new calibration takes them over by their counts.</param>
/// <param name="ZeroCounts">Counts of the empty plate under that calibration.</param>
/// <param name="LevelGrams">The load up to which everything is decided, in grams.</param>
/// <param name="LevelVariance">How uncertain it is, in square grams.</param>
/// <param name="LevelMs">When it was last seen.</param>
/// <param name="NoiseGrams">Scatter of a sample, one standard deviation.</param>
/// <param name="WanderGrams">Wander of the zero in a second, one standard deviation.</param>
/// <param name="DriftGrams">What idle tracking has taken up since the start.</param>
/// <param name="LevelCelsius">The plate's temperature at the level; null where it is not measured.</param>
/// <param name="GramsADegree">How much the zero moves with temperature.</param>
/// <param name="GramsADegreeVariance">How uncertain that is.</param>
/// <param name="Hypotheses">What may lie there, most likely first.</param>
/// <param name="Counted">The level as a count makes it, where the plate has not been seen at rest since; else null.</param>
public sealed record PlateState(
    string Plate,
    double CountsPerGram,
    double ZeroCounts,
    double LevelGrams,
    double LevelVariance,
    long LevelMs,
    double NoiseGrams,
    double WanderGrams,
    double DriftGrams,
    double? LevelCelsius,
    double GramsADegree,
    double GramsADegreeVariance,
    IReadOnlyList<HypothesisState> Hypotheses,
    CountedLevel? Counted = null)
{
    /// <summary>The level under a plate's calibration of today; null where what was kept cannot be.</summary>
    internal Plateau? Level(PlanogramPlate plate) => Level(plate, LevelGrams, LevelVariance, LevelMs);

    /// <summary>The level by a count, likewise.</summary>
    internal Plateau? LevelByCount(PlanogramPlate plate) => Counted is { } counted ? Level(plate, counted.Grams, counted.Variance, counted.AtMs) : null;

    private Plateau? Level(PlanogramPlate plate, double kept, double variance, long ms)
    {
        var grams = (ZeroCounts + kept * CountsPerGram - plate.ZeroCounts) / plate.CountsPerGram;
        return double.IsFinite(grams) && Math.Abs(grams) < 1e8 && CountsPerGram != 0 && variance is >= 0 and < 1e9 && Math.Abs((double)ms) < 4e15
            ? new Plateau(ms, ms, grams, variance) : null;
    }
}

/// <summary>The level of a plate if all that a count found different was still, or no longer, on it.</summary>
/// <param name="AtMs">When it was counted.</param>
/// <param name="Grams">The level.</param>
/// <param name="Variance">How uncertain it is, in square grams.</param>
public sealed record CountedLevel(long AtMs, double Grams, double Variance);

/// <summary>One possible state of a plate's goods.</summary>
/// <param name="Weight">Its probability.</param>
/// <param name="Items">Each SKU.</param>
/// <param name="BatchCovariance">How uncertain the batches are, row by row in the order of <paramref name="Items"/>.</param>
/// <param name="Foreign">What lies there that is not goods.</param>
/// <param name="Together">The last takes of several SKUs in one hand.</param>
public sealed record HypothesisState(double Weight, IReadOnlyList<ItemState> Items, IReadOnlyList<double> BatchCovariance, IReadOnlyList<ForeignObject> Foreign, IReadOnlyList<TakenTogether>? Together = null)
{
    /// <summary>Keeps a hypothesis.</summary>
    internal static HypothesisState Of(PlateHypothesis story, IReadOnlyList<string> skus, Func<int, bool> counted) => new(
        story.Weight,
        [.. skus.Select((sku, s) => new ItemState(sku, counted(s) ? story.Counts[s] : null, story.Batches.Off[s], story.OutPieces[s], Alone(story, s), story.Batches.Mixed[s]))],
        [.. story.Batches.OffCovariance],
        [.. story.Foreign],
        [.. story.Held.Where(one => one.Pieces.Max() < one.Count).Select(one => new TakenTogether([.. one.Pieces], one.Grams, one.Variance, one.AtMs))]);

    /// <summary>The hypothesis for the SKUs of a plate; those that were not kept are as <paramref name="planned"/> has them.</summary>
    internal PlateHypothesis Restore(PlateHypothesis planned, IReadOnlyList<string> skus)
    {
        var at = skus.Select(sku => Enumerable.Range(0, Items.Count).Cast<int?>().FirstOrDefault(i => Items[i!.Value].Sku == sku)).ToArray();
        var square = BatchCovariance.Count == Items.Count * Items.Count;
        return new PlateHypothesis
        {
            Weight = double.IsFinite(Weight) && Weight > 0 ? Weight : 1e-9,
            Counts = [.. at.Select((i, s) => i is { } item && !(Items[item].Count < 0) ? Items[item].Count ?? 0 : planned.Counts[s])],
            Since = new int[skus.Count],
            OutPieces = [.. at.Select(i => i is { } item ? Math.Max(0, Items[item].OutPieces) : 0)],
            Held = Held(at),
            Batches = planned.Batches.With(
                s => at[s] is { } item ? Items[item].Batch : null,
                (s, t) => square && at[s] is { } one && at[t] is { } other ? BatchCovariance[one * Items.Count + other] : null,
                s => at[s] is { } item ? Items[item].Mixed : null),
            Foreign = [.. Foreign.Where(thing => thing.Grams is > 0 and < 1e6 && thing.Variance is >= 0 and < 1e9 && Math.Abs((double)thing.AtMs) < 4e15).TakeLast(6)],
        };
    }

    private static IReadOnlyList<TakenPieces> Alone(PlateHypothesis story, int item) =>
        [.. story.Held.Where(one => one.Pieces[item] == one.Count).Select(one => new TakenPieces(one.Count, one.Grams, one.Variance, one.AtMs))];

    private HeldGoods[] Held(int?[] at)
    {
        var held = new List<HeldGoods>();
        for (var s = 0; s < at.Length; s++)
        {
            if (at[s] is { } item)
            {
                held.AddRange(Items[item].Out.Select(one => new HeldGoods([.. at.Select((_, t) => t == s ? one.Pieces : 0)], one.Grams, one.Variance, one.AtMs)));
            }
        }

        foreach (var one in Together ?? [])
        {
            if (one.Pieces.Count == Items.Count)
            {
                held.Add(new HeldGoods([.. at.Select(i => i is { } item ? one.Pieces[item] : 0)], one.Grams, one.Variance, one.AtMs));
            }
        }

        return [.. held.Where(one => one.Pieces.All(n => n is >= 0 and < 1000) && one.Count > 0 && one.Grams is > 0 and < 1e6 && one.Variance is >= 0 and < 1e9 && Math.Abs((double)one.AtMs) < 4e15)
            .OrderBy(one => one.AtMs).TakeLast(HeldGoods.Most)];
    }
}

/// <summary>One SKU of a <see cref="HypothesisState"/>.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Count">Pieces on the plate, or null where nobody counted.</param>
/// <param name="Batch">How much heavier the batch is than the planogram says, as a share.</param>
/// <param name="OutPieces">Pieces taken and not brought back.</param>
/// <param name="Out">What the last takes of this SKU alone weighed.</param>
/// <param name="Mixed">How much pieces of several batches differ, in square grams.</param>
public sealed record ItemState(string Sku, int? Count, double Batch, int OutPieces, IReadOnlyList<TakenPieces> Out, double Mixed = 0);

/// <summary>Pieces of one SKU that were taken together.</summary>
/// <param name="Pieces">How many.</param>
/// <param name="Grams">What they weighed together.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="AtMs">When.</param>
public sealed record TakenPieces(int Pieces, double Grams, double Variance, long AtMs = 0);

/// <summary>Pieces of several SKUs that were taken together.</summary>
/// <param name="Pieces">How many of each, in the order of the items.</param>
/// <param name="Grams">What they weighed together.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="AtMs">When.</param>
public sealed record TakenTogether(IReadOnlyList<int> Pieces, double Grams, double Variance, long AtMs);
