using System.Globalization;
using EdgeGateway.Core.Shelves;
using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>One episode with what each method made of it.</summary>
/// <param name="Ours">With the lines of the inference.</param>
/// <param name="Plain">With those of the plain baseline.</param>
/// <param name="Threshold">With those of the threshold baseline.</param>
/// <param name="Limit">What could be known; of an episode without acts nothing.</param>
/// <param name="Store">Which store, with its seed.</param>
internal sealed record JudgedEpisode(Episode Ours, Episode? Plain, Episode? Threshold, Knowable? Limit, string Store)
{
    /// <summary>From hand off to the last line of the inference in ms; null where it told nothing or power was cut.</summary>
    public double? LatencyMs { get; } = Ours.Lines.Count == 0 || Ours.Acts.Count != 1 || Ours.Acts[0].Kind == ActKind.Cut
        ? null : Ours.Lines.Max(line => line.TimeMs) - (Ours.Off * 1000);
}

/// <summary>Simulates stores of a set until there are enough episodes, and lets every method read them.</summary>
internal static class ShelfRun
{
    /// <summary>Plates a store: they share what is learnt of its shoppers.</summary>
    public const int Plates = 40;

    /// <summary>Length of a store's trace in minutes.</summary>
    public const int Minutes = 20;

    /// <summary>Runs stores with seeds from <paramref name="seed"/> on.</summary>
    public static List<JudgedEpisode> Of(TraceSet set, int episodes, ulong seed, CancellationToken cancellationToken)
    {
        var all = new List<JudgedEpisode>();
        for (var first = seed; all.Count < episodes; first += 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pair = new List<JudgedEpisode>[2];
            Parallel.For(0, 2, i => pair[i] = Store(set, first + (ulong)i));
            all.AddRange(pair[0]);
            all.AddRange(all.Count < episodes ? pair[1] : []);
        }

        return all;
    }

    /// <summary>One store.</summary>
    public static List<JudgedEpisode> Store(TraceSet set, ulong seed, int plates = Plates, double minutes = Minutes)
    {
        var shelf = SimulatedShelf.Run(set, plates, minutes * 60, seed);
        var planogram = Planogram(shelf);
        var ours = Infer(shelf, planogram);
        var name = string.Create(CultureInfo.InvariantCulture, $"--set {set.Name} --seed {seed} --plates {plates} --minutes {minutes}");
        var judged = new List<JudgedEpisode>();
        for (var i = 0; i < shelf.Plates.Count; i++)
        {
            var plate = shelf.Plates[i];
            var truth = Episode.Of(plate);
            var plain = new List<Told>();
            var threshold = new List<Told>();
            var (plainBaseline, thresholdBaseline) = (new PlainBaseline(planogram.Plates[i]), new ThresholdBaseline(planogram.Plates[i]));
            foreach (var row in shelf.Rows[i])
            {
                plainBaseline.Take(new LoadSample(row.TimeMs, row.Counts), plain);
                thresholdBaseline.Take(new LoadSample(row.TimeMs, row.Counts), threshold);
            }

            var (a, b, c) = (EpisodeScorer.Score(plate, truth, ours[i]), EpisodeScorer.Score(plate, truth, plain), EpisodeScorer.Score(plate, truth, threshold));
            judged.AddRange(truth.Select((episode, at) => new JudgedEpisode(a[at], b[at], c[at], Knowable.Of(episode), name)));
            judged.AddRange(a.Skip(truth.Count).Select(nothing => new JudgedEpisode(nothing, null, null, null, name)));
            judged.AddRange(b.Skip(truth.Count).Select(nothing => new JudgedEpisode(new Episode(plate, []), nothing, null, null, name)));
            judged.AddRange(c.Skip(truth.Count).Select(nothing => new JudgedEpisode(new Episode(plate, []), null, nothing, null, name)));
            plate.Acts.ForEach(act => act.Known = null);
        }

        return judged;
    }

    /// <summary>What the store believes, read as the product reads it.</summary>
    public static Planogram Planogram(SimulatedShelf shelf)
    {
        using var json = new MemoryStream();
        TraceFiles.WritePlanogram(shelf, json);
        var errors = new List<PlanogramError>();
        return PlanogramReader.Read(json.ToArray(), errors) ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    /// <summary>The rows of all plates in the order of their times.</summary>
    public static IEnumerable<(int Plate, LoadSample Sample)> ByTime(SimulatedShelf shelf)
    {
        var next = new int[shelf.Plates.Count];
        const long Step = 100;
        for (long until = Step; until < (shelf.Seconds * 1000) + Step; until += Step)
        {
            for (var i = 0; i < next.Length; i++)
            {
                for (; next[i] < shelf.Rows[i].Count && shelf.Rows[i][next[i]].TimeMs < until; next[i]++)
                {
                    var row = shelf.Rows[i][next[i]];
                    yield return (i, new LoadSample(row.TimeMs, row.Counts, row.Celsius));
                }
            }
        }
    }

    private static List<Told>[] Infer(SimulatedShelf shelf, Planogram planogram)
    {
        var inference = new ShelfInference(planogram);
        PlateInference[] plates = [.. planogram.Plates.Select(plate => inference.Plates[plate.Plate])];
        var events = new List<ShelfEvent>();
        foreach (var (plate, sample) in ByTime(shelf))
        {
            plates[plate].Take(sample, events);
        }

        inference.Finish(events);
        var index = planogram.Plates.Select((plate, i) => (plate.Plate, i)).ToDictionary(pair => pair.Plate, pair => pair.i, StringComparer.Ordinal);
        var told = shelf.Plates.Select(_ => new List<Told>()).ToArray();
        foreach (var one in events)
        {
            told[index[one.Plate]].Add(Line(one));
        }

        return told;
    }

    private static Told Line(ShelfEvent one) => one.Kind switch
    {
        ShelfEventKind.Taken => new Told(one.TimeMs, one.AtMs, one.Sku, -one.Count, false),
        ShelfEventKind.Returned => new Told(one.TimeMs, one.AtMs, one.Sku, one.Count, false),
        ShelfEventKind.Disturbed => new Told(one.TimeMs, one.AtMs, null, 0, false),
        _ => new Told(one.TimeMs, one.AtMs, null, 0, true)
        {
            Possible =
            [
                .. one.Candidates.GroupBy(candidate => candidate.Explanation)
                    .Select(group => group.GroupBy(candidate => candidate.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(candidate => candidate.Count), StringComparer.Ordinal)),
            ],
        },
    };
}
