using System.Diagnostics;
using System.Globalization;
using Simulation.World;

namespace Simulation.Verbs;

/// <summary>Runs worlds by their seeds.</summary>
internal static class Seeds
{
    /// <summary>Worlds of one process of a long run; the next begins with a fresh one.</summary>
    private const int Chunk = 40;

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

        if (Arguments.Text(args, "--hours") is not null)
        {
            return Hours(TimeSpan.FromHours(Arguments.Number(args, "--hours", 1)), Arguments.Seed(args, "--from", 1));
        }

        if (Arguments.Text(args, "--seeds")?.Split("..") is [var first, var last])
        {
            return Many(ulong.Parse(first, CultureInfo.InvariantCulture), ulong.Parse(last, CultureInfo.InvariantCulture), null, Nodes(args), args.Contains("--until-broken"));
        }

        return Many(Arguments.Seed(args, "--from", 1), ulong.MaxValue, TimeSpan.FromSeconds(Arguments.Number(args, "--seconds", 60)), Nodes(args));
    }

    private static int Nodes(IReadOnlyList<string> args) => (int)Arguments.Number(args, "--nodes", 1);

    private static int One(IReadOnlyList<string> args)
    {
        var plan = Plan.Of(Arguments.Seed(args, "--seed", 0)) with { Nodes = Nodes(args) };
        if (Arguments.Text(args, "--only") is { } only)
        {
            plan = plan.Only(only.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)));
        }

        var outcome = SeedRun.Of(plan, args.Contains("--trace") ? Console.Out : null);
        Console.WriteLine(outcome);
        return outcome.Failure is null ? 0 : 1;
    }

    private static int Many(ulong first, ulong last, TimeSpan? most, int nodes, bool untilBroken = false)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var simulated = TimeSpan.Zero;
        var (count, events, failed) = (0L, 0L, 0);
        for (var seed = first; seed <= last && (most is null || TimeProvider.System.GetElapsedTime(begun) < most); seed++)
        {
            var outcome = SeedRun.Of(Plan.Of(seed) with { Nodes = nodes });
            (count, events, simulated) = (count + 1, events + outcome.Events, simulated + outcome.Simulated);
            if (count % 8 == 0)
            {
                // What dead machines left open is closed by finalizers; never while a world runs.
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
            $"{count} seeds, {failed} failed; {simulated.TotalHours:0.00} h simulated, {events} events, {used.TotalSeconds:0.0} s of one processor: {simulated / used:0} x real time; {Environment.WorkingSet / 1048576} MiB"));
        return failed == 0 ? 0 : 1;
    }

    private static int Hours(TimeSpan most, ulong from)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var worst = 0;
        for (var seed = from; TimeProvider.System.GetElapsedTime(begun) < most; seed += Chunk)
        {
            worst = Math.Max(worst, Self.Run("", "--seeds", string.Create(CultureInfo.InvariantCulture, $"{seed}..{seed + Chunk - 1}")).Code);
        }

        return worst;
    }

    /// <summary>Leaves out troubles one by one for as long as the promise is still broken.</summary>
    private static int Shrink(ulong seed)
    {
        var plan = Plan.Of(seed);
        var outcome = SeedRun.Of(plan);
        if (outcome.Failure is null)
        {
            Console.WriteLine($"{outcome}; there is nothing to shrink.");
            return 0;
        }

        var kept = Enumerable.Range(0, plan.Troubles.Count).ToList();
        foreach (var trouble in kept.ToList())
        {
            var fewer = kept.Where(t => t != trouble).ToList();
            if (SeedRun.Of(plan.Only(fewer)) is { Failure: not null } still)
            {
                (kept, outcome) = (fewer, still);
            }
        }

        Console.WriteLine(outcome);
        kept.ForEach(t => Console.WriteLine($"  {t}: {plan.Troubles[t]}"));
        Console.WriteLine($"sim --seed {seed} --only {string.Join(',', kept)} --trace");
        return 1;
    }
}
