using System.Globalization;
using Simulation.Disk;
using Simulation.World;

namespace Simulation.Verbs;

/// <summary>Runs one small world again and again, each time with a machine ended at its next step or in the middle of its next disk operation.</summary>
internal sealed class EveryStep
{
    private static readonly PowerCutKind[] s_cuts = Enum.GetValues<PowerCutKind>();

    private readonly Plan _plan;
    private readonly int _stride;
    private long _tried;
    private long _broken;

    private EveryStep(Plan plan, int stride) => (_plan, _stride) = (plan, stride);

    public static int Run(IReadOnlyList<string> args)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var run = new EveryStep(Plan.Small(Arguments.Seed(args, "--seed", 1)), (int)Arguments.Number(args, "--stride", 1));
        var machines = Arguments.Text(args, "--machine") is { } only ? [only] : new[] { "hq", "gw-0" };
        foreach (var machine in machines)
        {
            run.Strike(machine);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{run._tried} crash points tried, {run._broken} with a promise broken; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s"));
        return run._broken == 0 ? 0 : 1;
    }

    private void Strike(string machine)
    {
        var counted = new Crash(machine, null);
        var outcome = SeedRun.Of(_plan, crash: counted);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{machine}: {counted.Steps} steps and {counted.Operations} disk operations in {outcome.Simulated.TotalSeconds:0} s with {outcome.Events} events; every {(_stride == 1 ? "one" : _stride)} is tried"));
        Judge(outcome, null);
        for (var number = 1L; number <= counted.Steps; number += _stride)
        {
            Try(new CrashPoint(machine, InDisk: false, number, null));
            Try(new CrashPoint(machine, InDisk: false, number, s_cuts[number / _stride % s_cuts.Length]));
        }

        for (var number = 1L; number <= counted.Operations; number += _stride)
        {
            Try(new CrashPoint(machine, InDisk: true, number, null));
            Try(new CrashPoint(machine, InDisk: true, number, s_cuts[number / _stride % s_cuts.Length]));
        }
    }

    private void Try(CrashPoint point)
    {
        var crash = new Crash(point.Machine, point);
        var outcome = SeedRun.Of(_plan, crash: crash);
        if (!crash.HasStruck || crash.Fault is not null)
        {
            outcome = outcome with { Failure = $"the crash did not happen: {crash.Fault?.ToString() ?? "the run was not the same as the one before"}" };
        }

        Judge(outcome, point);
        if (++_tried % 32 == 0)
        {
            // What dead machines left open is closed by finalizers; never while a world runs.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private void Judge(Outcome outcome, CrashPoint? point)
    {
        if (outcome.Failure is not null)
        {
            _broken++;
            Console.WriteLine($"{point?.ToString() ?? "no crash"}: {outcome}");
        }
    }
}
