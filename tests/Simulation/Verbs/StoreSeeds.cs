using System.Diagnostics;
using System.Globalization;
using Simulation.Store;
using Simulation.World;

namespace Simulation.Verbs;

/// <summary>Runs stores' worlds by their seeds.</summary>
internal static class StoreSeeds
{
    public static int Run(IReadOnlyList<string> args)
    {
        if (Arguments.Text(args, "--seed") is not null)
        {
            return One(args);
        }

        if (Arguments.Text(args, "--shrink") is not null)
        {
            return Shrink(Arguments.Seed(args, "--shrink", 0));
        }

        return Arguments.Text(args, "--seeds")?.Split("..") is [var first, var last]
            ? Many(ulong.Parse(first, CultureInfo.InvariantCulture), ulong.Parse(last, CultureInfo.InvariantCulture), null, args.Contains("--until-broken"))
            : Many(Arguments.Seed(args, "--from", 1), ulong.MaxValue, TimeSpan.FromSeconds(Arguments.Number(args, "--seconds", 60)), untilBroken: false);
    }

    private static int One(IReadOnlyList<string> args)
    {
        var plan = StorePlan.Of(Arguments.Seed(args, "--seed", 0));
        if (Arguments.Text(args, "--only") is { } only)
        {
            plan = plan.Only(only.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)));
        }

        var outcome = StoreRun.Of(plan, args.Contains("--trace") ? Console.Out : null);
        Console.WriteLine(outcome);
        return outcome.Failure is null ? 0 : 1;
    }

    private static int Many(ulong first, ulong last, TimeSpan? most, bool untilBroken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var simulated = TimeSpan.Zero;
        var (count, events, failed) = (0L, 0L, 0);
        for (var seed = first; seed <= last && (most is null || TimeProvider.System.GetElapsedTime(begun) < most); seed++)
        {
            var outcome = StoreRun.Of(StorePlan.Of(seed));
            (count, events, simulated) = (count + 1, events + outcome.Events, simulated + outcome.Simulated);
            if (count % 8 == 0)
            {
                // What dead lives left open is closed by finalizers; never while a world runs.
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            if (outcome.Failure is not null)
            {
                failed++;
                Console.WriteLine(outcome);
                if (untilBroken)
                {
                    break;
                }
            }
        }

        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} stores, {failed} failed; {simulated.TotalHours:0.00} h simulated, {events} events, {used.TotalSeconds:0.0} s of one processor: {simulated / used:0} x real time; {Environment.WorkingSet / 1048576} MiB"));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Leaves out troubles one by one for as long as the promise is still broken.</summary>
    private static int Shrink(ulong seed)
    {
        var plan = StorePlan.Of(seed);
        var outcome = StoreRun.Of(plan);
        if (outcome.Failure is null)
        {
            Console.WriteLine($"{outcome}; there is nothing to shrink.");
            return 0;
        }

        var kept = Enumerable.Range(0, plan.Troubles.Count).ToList();
        foreach (var trouble in kept.ToList())
        {
            var fewer = kept.Where(t => t != trouble).ToList();
            if (StoreRun.Of(plan.Only(fewer)) is { Failure: not null } still)
            {
                (kept, outcome) = (fewer, still);
            }
        }

        Console.WriteLine(outcome);
        kept.ForEach(t => Console.WriteLine($"  {t}: {plan.Troubles[t]}"));
        Console.WriteLine($"sim store --seed {seed} --only {string.Join(',', kept)} --trace");
        return 1;
    }
}
