using System.Globalization;
using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>Writes <c>docs/shelf-accuracy.md</c>.</summary>
internal static class ShelfReport
{
    /// <summary>Writes the page.</summary>
    public static void Write(IReadOnlyList<SetResult> results, ulong seed, double cost, DateOnly date, TextWriter page)
    {
        page.WriteLine("# Smart shelves: how often the inference is right");
        page.WriteLine();
        page.WriteLine($"Measured on {date:yyyy-MM-dd} over {Whole(results.Sum(result => result.Ours.Episodes))} episodes, with `dotnet run -c Release --project bench -- shelf --docs docs`. All signals are simulated");
        page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"([shelf-traces.md](shelf-traces.md)): stores of {ShelfRun.Plates} plates, {ShelfRun.Minutes} minutes each, seeds from {seed} on, a thousand further for each set. There are no public raw series of shelf plates to measure on."));
        page.WriteLine();
        page.WriteLine("An episode is all acts on one plate less than 6 s apart, judged by the net change of every SKU; leaning, pushes and foreign objects are episodes with no goods. Right: exactly that");
        page.WriteLine("was told. Ambiguous: something was left open. Wrong: anything else; goods or doubts told where nothing had happened count as an episode of their own. Intervals are 95 % (Wilson, with as many independent episodes as the scatter between plates is worth).");
        page.WriteLine();
        Sets(results, page);
        Limits(results, page);
        var hard = results.FirstOrDefault(result => result.Set.Name == "hard") ?? results[0];
        page.WriteLine($"## The {hard.Set.Name} set, split");
        page.WriteLine();
        Split("episode", hard, Scenario.Of, page);
        Split("lightest goods moved / noise of a conversion", hard, Scenario.WeightByNoise, page);
        Split("SKUs on the plate", hard, episode => episode.Plate.Items.Count.ToString(CultureInfo.InvariantCulture), page);
        Split("acts in the episode", hard, Scenario.Simultaneous, page);
        if (results.Count > 1)
        {
            var all = new SetResult(hard.Set with { Name = "all" }, [.. results.SelectMany(result => result.Episodes)]);
            page.WriteLine("## All sets together, split");
            page.WriteLine();
            Split("episode", all, Scenario.Of, page);
            Split("lightest goods moved / noise of a conversion", all, Scenario.WeightByNoise, page);
            Split("acts in the episode", all, Scenario.Simultaneous, page);
            Split("hands on two plates at once", all, episode => episode.Acts.Any(act => act.TwoPlates) ? "yes" : "no", page);
        }

        Costs(results, cost, page);
    }

    private static void Sets(IReadOnlyList<SetResult> results, TextWriter page)
    {
        page.WriteLine("## Right, ambiguous, wrong");
        page.WriteLine();
        page.WriteLine("The plain baseline is a median of five, a wait for quiet and the most likely goods, told from 0.9 on; the threshold baseline divides the change by the unit weight and rounds.");
        page.WriteLine();
        page.WriteLine("| set | episodes | right | ambiguous | wrong | plain right / wrong | threshold right / wrong |");
        page.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            var (ours, plain, threshold) = (result.Ours, result.Plain, result.Threshold);
            page.WriteLine($"| {result.Set.Name}: {result.Set.What} | {Whole(ours.Episodes)} | {Clustered.Share(result, Outcome.Right)} | {Clustered.Share(result, Outcome.Ambiguous)} | "
                + $"{Clustered.Share(result, Outcome.Wrong)} | {Percent(plain.Right, plain.Episodes)} / {Percent(plain.Wrong, plain.Episodes)} | {Percent(threshold.Right, threshold.Episodes)} / {Percent(threshold.Wrong, threshold.Episodes)} |");
        }

        page.WriteLine();
        Bars(results, page);
        page.WriteLine("![Right, ambiguous and wrong by set](shelf-accuracy-sets.svg)");
        page.WriteLine();
        page.WriteLine("Precision: of the episodes for which goods were told and nothing was left open, the share that is right. Recall: of the episodes in which goods moved, the share that is right.");
        page.WriteLine();
        page.WriteLine("| set | precision | recall | truth among the candidates of the ambiguous |");
        page.WriteLine("|---|---|---|---|");
        foreach (var result in results)
        {
            var ours = result.Ours;
            var precision = Clustered.Share(result.Judged.Select(one => (one.Plate, one.Outcome != Outcome.Ambiguous && one.Episode.Lines.Exists(line => line.Sku is not null), one.Outcome == Outcome.Right)));
            var recall = Clustered.Share(result.Judged.Select(one => (one.Plate, one.Episode.Net != 0, one.Outcome == Outcome.Right)));
            page.WriteLine($"| {result.Set.Name} | {precision} | {recall} | {Percent(ours.Possible, ours.Ambiguous)} |");
        }

        page.WriteLine();
    }

    private static void Bars(IReadOnlyList<SetResult> results, TextWriter page)
    {
        foreach (var (name, right, wrong) in new[] { ("easy", 0.985, 0.005), ("hard", 0.95, 0.015) })
        {
            if (results.FirstOrDefault(result => result.Set.Name == name)?.Ours is { } ours)
            {
                var passed = ours.Right >= right * ours.Episodes && ours.Wrong <= wrong * ours.Episodes;
                page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The bar of the {name} set is {100 * right:0.0} % right and at most {100 * wrong:0.0} % wrong: **{(passed ? "passed" : "not passed")}**."));
                page.WriteLine();
            }
        }
    }

    private static void Limits(IReadOnlyList<SetResult> results, TextWriter page)
    {
        page.WriteLine("## The limit of what can be known");
        page.WriteLine();
        page.WriteLine("One who knew the shoppers' process with every probability in it, the true noise, spreads and batches, what every piece that is out weighs, and who is told the truth after every");
        page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"act, would still not know everything. \"At {SetResult.Sure}\" is that one telling what is at least so likely, as the inference does; \"reachable\" the most that can be right while no more"));
        page.WriteLine("are wrong than the bar allows (0.5 % easy, 1.5 % the others). No method can do better; none has that knowledge. More than three acts without a quiet moment between them are given up.");
        page.WriteLine();
        page.WriteLine($"| set | limit at {SetResult.Sure.ToString(CultureInfo.InvariantCulture)}: right / ambiguous / wrong | reachable right | inference right / wrong | distance |");
        page.WriteLine("|---|---|---|---|---|");
        foreach (var result in results)
        {
            var limit = Knowable.Committing(result.Limits, SetResult.Sure);
            var reachable = Knowable.Reachable(result.Limits, result.Allowed);
            var ours = (double)result.Ours.Right / Math.Max(1, result.Ours.Episodes);
            page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {result.Set.Name} | {Percent(limit.Right, limit.Episodes)} / {Percent(limit.Ambiguous, limit.Episodes)} / {Percent(limit.Wrong, limit.Episodes)} | {100 * reachable:0.0} % | {100 * ours:0.0} % / {Percent(result.Ours.Wrong, result.Ours.Episodes)} | {100 * (reachable - ours):0.0} points |"));
        }

        page.WriteLine();
    }

    private static void Split(string heading, SetResult of, Func<Episode, string> word, TextWriter page)
    {
        page.WriteLine($"| {heading} | episodes | right | ambiguous | wrong | limit right / wrong | plain right / wrong |");
        page.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var part in of.By(word))
        {
            var (ours, plain, limit) = (part.Ours, part.Plain, Knowable.Committing(part.Limits, SetResult.Sure));
            page.WriteLine($"| {part.Set.What} | {Whole(ours.Episodes)} | {Clustered.Share(part, Outcome.Right)} | {Clustered.Share(part, Outcome.Ambiguous)} | {Clustered.Share(part, Outcome.Wrong)} | "
                + $"{Percent(limit.Right, limit.Episodes)} / {Percent(limit.Wrong, limit.Episodes)} | {Percent(plain.Right, plain.Episodes)} / {Percent(plain.Wrong, plain.Episodes)} |");
        }

        page.WriteLine();
        if (word == Scenario.Of && of.Set.Name == "hard")
        {
            page.WriteLine("![The hard set by kind of episode](shelf-accuracy-hard.svg)");
            page.WriteLine();
        }
    }

    private static void Costs(IReadOnlyList<SetResult> results, double cost, TextWriter page)
    {
        page.WriteLine("## Latency and cost");
        page.WriteLine();
        page.WriteLine("From hand off to the last line of an episode with one act, `ambiguous` and `disturbed` included.");
        page.WriteLine();
        page.WriteLine("| set | episodes | p50 | p95 | p99 |");
        page.WriteLine("|---|---|---|---|---|");
        foreach (var result in results)
        {
            var all = result.Latencies;
            page.WriteLine($"| {result.Set.Name} | {Whole(all.Count)} | {Seconds(all, 0.5)} | {Seconds(all, 0.95)} | {Seconds(all, 0.99)} |");
        }

        page.WriteLine();
        page.WriteLine("![Latency](shelf-accuracy-latency.svg)");
        page.WriteLine();
        page.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ShelfCost.Plates} plates at 10 conversions a second take {100 * cost:0.00} % of one core (CPU time of the process over {ShelfCost.Seconds:0} s of the hard set, median of five; bar 10 %)."));
    }

    private static string Seconds(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)] / 1000:0.00} s");

    private static string Percent(int hits, int of) => of == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / of:0.0} %");

    private static string Whole(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
