using System.Diagnostics;
using System.Globalization;
using Simulation.Faces;
using Simulation.Shelves;
using Simulation.Store;
using Simulation.World;

namespace Simulation.Verbs;

/// <summary>Runs worlds whose troubles are planned by their seeds.</summary>
/// <typeparam name="TPlan">What a seed decides.</typeparam>
/// <typeparam name="TTrouble">One thing that goes wrong.</typeparam>
/// <param name="verb">How they are asked for.</param>
/// <param name="many">What they are called.</param>
/// <param name="of">The plan of a seed.</param>
/// <param name="troubles">What goes wrong in a plan.</param>
/// <param name="only">The plan with only some of its troubles.</param>
/// <param name="run">Runs a plan.</param>
internal sealed class PlannedSeeds<TPlan, TTrouble>(
    string verb, string many, Func<ulong, TPlan> of, Func<TPlan, IReadOnlyList<TTrouble>> troubles, Func<TPlan, IEnumerable<int>, TPlan> only, Func<TPlan, TextWriter?, Outcome> run)
{
    public int Run(IReadOnlyList<string> args)
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

    private int One(IReadOnlyList<string> args)
    {
        var plan = of(Arguments.Seed(args, "--seed", 0));
        if (Arguments.Text(args, "--only") is { } kept)
        {
            plan = only(plan, kept.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)));
        }

        var outcome = run(plan, args.Contains("--trace") ? Console.Out : null);
        Console.WriteLine(outcome);
        return outcome.Failure is null ? 0 : 1;
    }

    private int Many(ulong first, ulong last, TimeSpan? most, bool untilBroken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var simulated = TimeSpan.Zero;
        var (count, events, failed) = (0L, 0L, 0);
        for (var seed = first; seed <= last && (most is null || TimeProvider.System.GetElapsedTime(begun) < most); seed++)
        {
            var outcome = run(of(seed), null);
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
            $"{count} {many}, {failed} failed; {simulated.TotalHours:0.00} h simulated, {events} events, {used.TotalSeconds:0.0} s of one processor: {simulated / used:0} x real time; {Environment.WorkingSet / 1048576} MiB"));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Leaves out troubles one by one for as long as the promise is still broken.</summary>
    private int Shrink(ulong seed)
    {
        var plan = of(seed);
        var outcome = run(plan, null);
        if (outcome.Failure is null)
        {
            Console.WriteLine($"{outcome}; there is nothing to shrink.");
            return 0;
        }

        var kept = Enumerable.Range(0, troubles(plan).Count).ToList();
        foreach (var trouble in kept.ToList())
        {
            var fewer = kept.Where(t => t != trouble).ToList();
            if (run(only(plan, fewer), null) is { Failure: not null } still)
            {
                (kept, outcome) = (fewer, still);
            }
        }

        Console.WriteLine(outcome);
        kept.ForEach(t => Console.WriteLine($"  {t}: {troubles(plan)[t]}"));
        Console.WriteLine($"sim {verb} --seed {seed} --only {string.Join(',', kept)} --trace");
        return 1;
    }
}

/// <summary>The worlds there are of this kind.</summary>
internal static class PlannedSeeds
{
    public static PlannedSeeds<StorePlan, StoreTrouble> Stores { get; } =
        new("store", "stores", StorePlan.Of, static plan => plan.Troubles, static (plan, kept) => plan.Only(kept), StoreRun.Of);

    public static PlannedSeeds<FacePlan, FaceTrouble> Faces { get; } =
        new("faces", "cameras", FacePlan.Of, static plan => plan.Troubles, static (plan, kept) => plan.Only(kept), FaceRun.Of);

    public static PlannedSeeds<ShelfPlan, ShelfTrouble> Shelves { get; } =
        new("shelves", "shelves", ShelfPlan.Of, static plan => plan.Troubles, static (plan, kept) => plan.Only(kept), ShelfRun.Of);
}
