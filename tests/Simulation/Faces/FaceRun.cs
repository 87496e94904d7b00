using Simulation.Disk;
using Simulation.Store;
using Simulation.World;

namespace Simulation.Faces;

/// <summary>Runs one camera's world from its beginning to its end.</summary>
internal sealed class FaceRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);

    /// <summary>Long enough for every stay to end and every event to be handed over.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromMinutes(3);

    private readonly FacePlan _plan;
    private readonly VirtualTime _time = new();
    private readonly MachineClock _clock;
    private readonly Trace _trace;
    private readonly Promises _promises;
    private readonly FaceScene _scene;
    private readonly FaceBook _book;
    private readonly FaceGateway _gateway;
    private long _events;
    private bool _isCalm;
    private bool _isOver;

    private FaceRun(FacePlan plan, string folder, TextWriter? trace)
    {
        _plan = plan;
        _clock = new MachineClock(_time);
        _trace = new Trace(_time, trace);
        _promises = new Promises(_trace);
        _scene = new FaceScene(plan, new Dice(plan.Seed).Fork(62));
        _book = new FaceBook(plan, _time, _promises, _trace);
        _gateway = new FaceGateway(_time, plan, _scene, _book, _promises, _trace, folder);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is to happen.</param>
    /// <param name="trace">Where every step is written; null for nowhere.</param>
    public static Outcome Of(FacePlan plan, TextWriter? trace = null)
    {
        var folder = Directory.CreateTempSubdirectory("sim-").FullName;
        try
        {
            var run = new FaceRun(plan, folder, trace);
            Names.Begin(new Dice(plan.Seed).Fork(5));
            SimulatedVfs.Begin(run._time, new Dice(plan.Seed).Fork(4));
            Conductor.Run(run._time, () => _ = run.GuardAsync(run.RunAsync()), () => run._isOver || run._promises.Failure is not null);
            run._gateway.End();
            return new Outcome(plan.Seed, run._promises.Failure, run._trace.Hash, run._time.Elapsed, run._events);
        }
        finally
        {
            Quiet.Meters.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        foreach (var trouble in _plan.Troubles)
        {
            _trace.Say($"planned: {trouble}");
        }

        _gateway.Start();
        foreach (var stay in _plan.Stays)
        {
            _trace.Say($"planned: {stay}");
            _time.After(stay.From, () => _scene.Come(stay));
            _time.After(stay.To, () => _scene.Go(stay));
        }

        for (var i = 0; i < _plan.Troubles.Count; i++)
        {
            var (trouble, dice) = (_plan.Troubles[i], new Dice(_plan.Seed ^ (ulong)_plan.Troubles[i].At.Ticks).Fork(i));
            _time.After(trouble.At, () => Strike(trouble, dice));
        }

        for (var person = 0; person < _plan.Members; person++)
        {
            _ = GuardAsync(ActAsync([.. _plan.Acts.Where(act => act.Person == person)]));
        }

        while (_time.Elapsed < _plan.Length + s_calm)
        {
            await Task.Delay(s_look, _clock);
            if (_time.Elapsed >= _plan.Length && !_isCalm)
            {
                _isCalm = true;
                Heal();
            }

            _gateway.LookForTraces();
        }

        _isCalm = true;
        while (_gateway.IsDown)
        {
            await Task.Delay(s_look, _clock);
        }

        var told = _gateway.Told();
        _events = told.Count;
        _book.CheckAll(told);
        var (announced, owed, strangers) = _book.Counts;
        _trace.Note("judged", "faces", announced, owed, strangers);
        _isOver = true;
    }

    /// <summary>One after the other: nobody withdraws what is still being given.</summary>
    private async Task ActAsync(IReadOnlyList<FaceAct> acts)
    {
        foreach (var act in acts)
        {
            var wait = act.At - _time.Elapsed;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _clock);
            await _gateway.DoAsync(act, _clock);
        }
    }

    private void Strike(FaceTrouble trouble, Dice dice)
    {
        if (_isCalm || _gateway.IsDown)
        {
            return;
        }

        _trace.Note("trouble", trouble.Kind.ToString(), trouble.For.Ticks, trouble.After);
        var life = _gateway.Life!;
        switch (trouble.Kind)
        {
            case FaceTroubleKind.Restarted:
                _ = GuardAsync(_gateway.RestartAsync(trouble.For));
                return;
            case FaceTroubleKind.Killed:
                _gateway.KillAfter(trouble.After, null, trouble.For);
                return;
            case FaceTroubleKind.PowerCut:
                _gateway.KillAfter(
                    trouble.After, () => new PowerCut((PowerCutKind)dice.Next(Enum.GetValues<PowerCutKind>().Length), life.Disk.Operations - dice.Next(20), dice), trouble.For);
                return;
            case FaceTroubleKind.SyncFails:
                life.Disk.FailsSyncs = true;
                break;
            default:
                life.Disk.FailsWrites = true;
                break;
        }

        _book.Trouble(trouble.For);
        _time.After(trouble.For, Heal);
    }

    private void Heal()
    {
        if (_gateway.Life is { } life)
        {
            life.Disk.FailsSyncs = life.Disk.FailsWrites = false;
        }
    }

    private async Task GuardAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception fault)
        {
            _promises.Broken($"the run itself failed: {fault}");
        }
    }
}
