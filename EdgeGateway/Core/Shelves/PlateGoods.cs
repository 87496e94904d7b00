namespace EdgeGateway.Core.Shelves;

/// <summary>The goods and other things on one plate: the hypotheses of what lies there, and what changes of load make of them.</summary>
internal sealed class PlateGoods
{
    private const int MostHypotheses = 24;
    private const double ZeroSigma = 4;
    private const double StartSigmas = 6;
    private const double LeastWeight = 3e-4;

    private readonly Habits _habits;
    private readonly string[] _skus;
    private readonly double[] _spread;
    private readonly int?[] _start;
    private readonly bool[] _counted;
    private readonly int[] _told;
    private List<PlateHypothesis> _stories;

    /// <summary>Goods as the planogram says, or as they were kept.</summary>
    public PlateGoods(PlanogramPlate plate, PlateState? state, Habits habits, NeighbourTakes neighbours)
    {
        _habits = habits;
        Hand = new HandTime(habits);
        _skus = [.. plate.Items.Select(item => item.Sku)];
        _spread = [.. plate.Items.Select(item => item.SigmaGrams * item.SigmaGrams)];
        _start = [.. plate.Items.Select(item => plate.Start is null ? (int?)null : plate.Start.FirstOrDefault(entry => entry.Sku == item.Sku)?.Count ?? 0)];
        _counted = [.. _start.Select(count => count is not null)];
        _told = new int[_skus.Length];
        _stories = [new PlateHypothesis
        {
            Weight = 1,
            Counts = [.. _start.Select(count => count ?? 0)],
            Since = new int[_skus.Length],
            OutPieces = new int[_skus.Length],
            Held = [],
            Batches = BatchWeights.Unlearnt(plate.Items),
            Foreign = [],
        }];
        if (state is not null && state.Hypotheses.Count > 0)
        {
            var planned = _stories[0];
            _stories = [.. state.Hypotheses.Take(MostHypotheses).Select(kept => kept.Restore(planned, _skus))];
            for (var s = 0; s < _skus.Length; s++)
            {
                var kept = state.Hypotheses[0].Items.FirstOrDefault(item => item.Sku == _skus[s]);
                _counted[s] = kept is null ? _counted[s] : kept.Count is not null;
            }

            Keep(_stories);
        }

        Explainer = new ChangeExplainer(_spread, _start, _counted, habits, Hand, (change, variance, atMs) => neighbours.Density(plate.Plate, change, variance, atMs));
    }

    /// <summary>The SKUs in the planogram's order.</summary>
    public IReadOnlyList<string> Skus => _skus;

    /// <summary>Spread between pieces of each SKU, in square grams.</summary>
    public double[] Spread => _spread;

    /// <summary>What lies there, most likely first; never empty, weights add up to 1.</summary>
    public IReadOnlyList<PlateHypothesis> Hypotheses => _stories;

    /// <summary>Explains changes by what is known here.</summary>
    public ChangeExplainer Explainer { get; }

    /// <summary>How long one hand keeps the plate unsettled.</summary>
    public HandTime Hand { get; }

    /// <summary>The lightest piece, in grams.</summary>
    public double LightestGrams => _stories[0].Batches.Units.Min();

    /// <summary>Pieces on the plate, most likely; null where nobody counted.</summary>
    public int? Count(int item) => _counted[item] ? _stories[0].Counts[item] : null;

    /// <summary>The probability that <see cref="Count"/> is right; 0 where nobody counted.</summary>
    public double Confidence(int item) => _counted[item] ? _stories.Where(story => story.Counts[item] == _stories[0].Counts[item]).Sum(story => story.Weight) : 0;

    /// <summary>The probability that all counts are right; 0 where one was never counted.</summary>
    public double Confidence() => Array.TrueForAll(_counted, counted => counted)
        ? _stories.Where(story => story.Counts.AsSpan().SequenceEqual(_stories[0].Counts)).Sum(story => story.Weight) : 0;

    /// <summary>Somebody counted.</summary>
    public void Correct(int item, int count)
    {
        _counted[item] = true;
        Keep(_stories.Select(story => story with { Counts = [.. story.Counts.Select((before, s) => s == item ? count : before)] }));
    }

    /// <summary>The load before anything moved: tells of all batches together where it is as heavy as it should be.</summary>
    /// <returns>The load that the counts make expect, where it is not: something changed before the start; else null.</returns>
    public Plateau? Start(Plateau first)
    {
        if (!Array.TrueForAll(_counted, counted => counted))
        {
            return null;
        }

        var zero = first.Variance + ZeroSigma * ZeroSigma;
        var (innovation, expected) = _stories[0].Misfit(_stories[0].Counts, _spread, first.Grams, zero);
        if (Math.Abs(innovation) > Math.Max(StartSigmas * Math.Sqrt(expected), 0.6 * LightestGrams))
        {
            return new Plateau(first.FirstMs, first.FirstMs, first.Grams - innovation, expected);
        }

        Keep(_stories.Select(story =>
        {
            var (off, variance) = story.Misfit(story.Counts, _spread, first.Grams, zero);
            return story with { Batches = story.Batches.Learn(story.Counts, off, variance) };
        }));
        return null;
    }

    /// <summary>Goes on from every explanation by its probability.</summary>
    public void Continue(IReadOnlyList<Explanation> posterior, double change, double variance, long atMs) =>
        Keep(posterior.Where(told => told.Weight >= LeastWeight).Take(4 * MostHypotheses)
            .Select(told => _stories[told.From].After(told, _spread, change, variance, atMs)));

    /// <summary>Other shoppers come: what was told of the last stays as it was told.</summary>
    public void Begin()
    {
        Array.Clear(_told);
        if (_stories.Exists(story => Array.Exists(story.Since, n => n != 0)))
        {
            Keep([.. _stories.Select(story => story with { Since = new int[_skus.Length] })]);
        }
    }

    /// <summary>Lines were told.</summary>
    public void Tell(int[] net)
    {
        for (var s = 0; s < net.Length; s++)
        {
            _told[s] += net[s];
        }
    }

    /// <summary>What each explanation leaves to be told of these shoppers: all that they did less what was told of it; empty where that is the explanation itself.</summary>
    public List<Explanation> Untold(IReadOnlyList<Explanation> explanations)
    {
        if (_stories.TrueForAll(story => story.Since.AsSpan().SequenceEqual(_told)))
        {
            return [];
        }

        return LevelChain.ByGoods(explanations.Select(told => told with { Net = [.. told.Net.Select((n, s) => n + _stories[told.From].Since[s] - _told[s])] }));
    }

    /// <summary>Learns what shoppers do how often, by the shares of a posterior.</summary>
    public void LearnHabits(IReadOnlyList<Explanation> posterior)
    {
        _habits.Learn();
        foreach (var told in posterior)
        {
            _habits.Learn(told, _stories[told.From].OutPieces);
        }
    }

    private void Keep(IEnumerable<PlateHypothesis> stories)
    {
        var kept = new List<PlateHypothesis>();
        foreach (var story in stories.OrderByDescending(story => story.Weight))
        {
            var same = kept.FindIndex(other => other.SameAs(story));
            if (same >= 0)
            {
                kept[same] = kept[same] with { Weight = kept[same].Weight + story.Weight };
            }
            else if (kept.Count < MostHypotheses)
            {
                kept.Add(story);
            }
        }

        var total = kept.Sum(story => story.Weight);
        if (total > 0)
        {
            _stories = [.. kept.Select(story => story with { Weight = story.Weight / total }).OrderByDescending(story => story.Weight)];
        }
    }
}
