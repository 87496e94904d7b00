using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>All episodes of a set.</summary>
/// <param name="Set">The set.</param>
/// <param name="Episodes">What each method made of each.</param>
internal sealed record SetResult(TraceSet Set, IReadOnlyList<JudgedEpisode> Episodes)
{
    /// <summary>Probability from which the limit is committed: that of the inference (docs/shelves.md).</summary>
    public const double Sure = 0.72;

    /// <summary>How the inference did, episode by episode, with the plate.</summary>
    public IReadOnlyList<(string Plate, Episode Episode, Outcome Outcome)> Judged { get; } =
        [.. Episodes.Where(IsOurs).Select(one => ($"{one.Store} {one.Ours.Plate.Name}", one.Ours, one.Ours.Judge()))];

    /// <summary>How the inference did.</summary>
    public Tally Ours { get; } = Of(Episodes.Where(IsOurs).Select(one => one.Ours));

    /// <summary>How the plain baseline did.</summary>
    public Tally Plain { get; } = Of(Episodes.Select(one => one.Plain).OfType<Episode>());

    /// <summary>How the threshold baseline did.</summary>
    public Tally Threshold { get; } = Of(Episodes.Select(one => one.Threshold).OfType<Episode>());

    /// <summary>What could be known of each.</summary>
    public IReadOnlyList<Knowable> Limits { get; } = [.. Episodes.Select(one => one.Limit).OfType<Knowable>()];

    /// <summary>From hand off to line, in ms, by size.</summary>
    public IReadOnlyList<double> Latencies { get; } = [.. Episodes.Select(one => one.LatencyMs).OfType<double>().Order()];

    /// <summary>The share of episodes that may be wrong in this set: 0.5 % where shoppers are calm, else 1.5 %.</summary>
    public double Allowed => Set.Name == "easy" ? 0.005 : 0.015;

    /// <summary>The part of it that has something in common.</summary>
    public IEnumerable<SetResult> By(Func<Episode, string> word) =>
        Episodes.Where(IsOurs).GroupBy(one => word(one.Ours))
            .OrderBy(group => Scenario.Order(group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => new SetResult(Set with { What = group.Key }, [.. group]));

    /// <summary>Whether it concerns the inference: what a baseline told of nothing does not.</summary>
    public static bool IsOurs(JudgedEpisode one) => one.Limit is not null || one.Ours.Lines.Count > 0;

    private static Tally Of(IEnumerable<Episode> episodes)
    {
        var tally = new Tally();
        foreach (var episode in episodes)
        {
            tally.Add(episode);
        }

        return tally;
    }
}
