using System.Globalization;
using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>The verb <c>shelf</c>: how often the inference is right on simulated shelves, beside two baselines and the limit of what can be known.</summary>
internal static class ShelfBench
{
    private const int ManyEpisodes = 20_000;
    private const int FewEpisodes = 4_000;

    /// <summary>Runs it.</summary>
    /// <param name="arguments"><c>--seed N</c>, <c>--episodes N</c> (of easy and hard), <c>--set NAME</c>, <c>--docs DIR</c>, <c>--misses FILE</c>.</param>
    /// <param name="cancellationToken">Stops between stores.</param>
    public static int Run(ReadOnlySpan<string> arguments, CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || arguments[i] is not ("--seed" or "--episodes" or "--set" or "--docs" or "--misses"))
            {
                Console.Error.WriteLine("usage: bench shelf [--seed N] [--episodes N] [--set NAME] [--docs DIR] [--misses FILE]");
                return 2;
            }

            options[arguments[i]] = arguments[i + 1];
        }

        var seed = ulong.Parse(options.GetValueOrDefault("--seed", "1000"), CultureInfo.InvariantCulture);
        var many = int.Parse(options.GetValueOrDefault("--episodes", ManyEpisodes.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        var results = new List<SetResult>();
        foreach (var (index, set) in TraceSets.All.Index().Where(entry => options.GetValueOrDefault("--set", entry.Item.Name) == entry.Item.Name))
        {
            Console.Error.WriteLine($"measuring {set.Name}");
            var episodes = set.Name is "easy" or "hard" ? many : Math.Min(many, FewEpisodes);
            results.Add(new SetResult(set, ShelfRun.Of(set, episodes, seed + (1000 * (ulong)index), cancellationToken)));
        }

        if (options.TryGetValue("--misses", out var misses))
        {
            using var lines = new StreamWriter(misses);
            ShelfMisses.Write(results, lines);
        }

        var cost = ShelfCost.ShareOfACore();
        if (options.TryGetValue("--docs", out var docs))
        {
            using var page = new StreamWriter(Path.Combine(docs, "shelf-accuracy.md")) { NewLine = "\n" };
            ShelfReport.Write(results, seed, cost, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), page);
            ShelfPictures.Write(results, docs);
        }
        else
        {
            ShelfReport.Write(results, seed, cost, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Console.Out);
        }

        return 0;
    }
}
