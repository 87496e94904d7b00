using EdgeGateway.Core.Events;
using Simulation.Disk;
using Simulation.Store;
using Simulation.World;

namespace Simulation.Shelves;

/// <summary>Runs one shelf's world from its beginning to its end.</summary>
internal sealed class ShelfRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>Long enough for every plate to come to rest and every event to be handed over.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromMinutes(2);

    private readonly ShelfPlan _plan;
    private readonly VirtualTime _time = new();
    private readonly MachineClock _clock;
    private readonly Trace _trace;
    private readonly Promises _promises;
    private readonly List<PlateSite> _plates = [];
    private readonly ShelfGateway _gateway;
    private readonly Dice _people;

    /// <summary>Plates that were counted after goods had moved unseen. Goods that moved again before such a plate is seen could cancel out with those, and nobody could tell.</summary>
    private readonly HashSet<PlateSite> _uncertain = [];
    private long _events;
    private bool _isCalm;
    private bool _isOver;

    private ShelfRun(ShelfPlan plan, string folder, TextWriter? trace)
    {
        _plan = plan;
        _clock = new MachineClock(_time);
        _trace = new Trace(_time, trace);
        _promises = new Promises(_trace);
        var dice = new Dice(plan.Seed);
        _people = dice.Fork(90);
        foreach (var (i, plate) in plan.Plates.Index())
        {
            _plates.Add(new PlateSite(i, plate, _time, dice.Fork(91 + i)));
        }

        _gateway = new ShelfGateway(_time, _plates, _promises, _trace, folder);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is to happen.</param>
    /// <param name="trace">Where every step is written; null for nowhere.</param>
    public static Outcome Of(ShelfPlan plan, TextWriter? trace = null)
    {
        var folder = Directory.CreateTempSubdirectory("sim-").FullName;
        try
        {
            var run = new ShelfRun(plan, folder, trace);
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
        foreach (var (i, plate) in _plan.Plates.Index())
        {
            _trace.Say($"{_plates[i].Id}: {plate}");
        }

        foreach (var trouble in _plan.Troubles)
        {
            _trace.Say($"planned: {trouble}");
        }

        _gateway.Start();
        for (var i = 0; i < _plan.Troubles.Count; i++)
        {
            var (trouble, dice) = (_plan.Troubles[i], new Dice(_plan.Seed ^ (ulong)_plan.Troubles[i].At.Ticks).Fork(i));
            _time.After(trouble.At, () => Strike(trouble, dice));
        }

        var people = PeopleAsync();
        _ = GuardAsync(people);
        await Task.Delay(_plan.Length, _clock);
        _isCalm = true;
        _trace.Note("calm", "world");
        Heal();
        while (!people.IsCompleted || _gateway.IsDown)
        {
            await Task.Delay(s_look, _clock);
            Heal();
        }

        await Task.Delay(s_calm, _clock);
        var told = _gateway.Told();
        _events = told.Count;
        foreach (var one in told)
        {
            _trace.Say($"told: {one.GetProperty("type")} {one.GetProperty("time")} {one.GetProperty("data")}");
        }

        var book = new ShelfBook(_plates, _promises);
        book.CheckAll(told, _gateway.Shelves!);
        _trace.Note("judged", "books", book.Judged, _plates.Count);
        foreach (var plate in _plates)
        {
            plate.Kinds.ToList().ForEach(goods => _trace.Note("judged", goods.Sku, goods.Taken, goods.Put, goods.Pieces.Count));
        }

        _isOver = true;
    }

    /// <summary>One after another: somebody takes or puts back, staff fill up, or count.</summary>
    private async Task PeopleAsync()
    {
        // Nobody comes before the plates have found out what lies on them: what is taken from a shelf that has never been weighed, nobody can see.
        await Task.Delay(TimeSpan.FromSeconds(30), _clock);
        while (!_isCalm)
        {
            await Task.Delay(TimeSpan.FromSeconds(3) + _people.Pause(_plan.Pause), _clock);
            var plate = _plates[_people.Next(_plates.Count)];
            if (_uncertain.Contains(plate) && !plate.IsSettled)
            {
                continue;
            }

            _uncertain.Remove(plate);
            var goods = plate.Kinds[plate.IsMixed ? _people.Next(plate.Kinds.Count) : 0];
            if (_people.OneIn(plate.IsMixed ? 20 : 8))
            {
                await CountAsync(plate, goods);
            }
            else if (goods.Pieces.Count <= (plate.IsMixed ? 0 : 3))
            {
                await HandAsync(plate, goods, "fills", () => plate.Restock(goods));
            }
            else if (goods.Baskets.Count > 0 && _people.OneIn(4))
            {
                await HandAsync(plate, goods, "puts back", () => plate.PutBack(goods));
            }
            else
            {
                await HandAsync(plate, goods, "takes", () => plate.Take(goods));
            }
        }
    }

    /// <summary>One piece: which of several it was is the inference's question, and docs/shelf-accuracy.md answers it. Here the books are the question.</summary>
    private async Task HandAsync(PlateSite plate, Goods goods, string what, Action move)
    {
        _trace.Note(what, goods.Sku, goods.Pieces.Count);
        var lasts = TimeSpan.FromMilliseconds(_people.Between(200, 800));
        plate.Lean(lasts);
        await Task.Delay(lasts / 2, _clock);
        move();
        await Task.Delay(lasts / 2, _clock);
    }

    /// <summary>Staff count what lies there, and look twice.</summary>
    private async Task CountAsync(PlateSite plate, Goods goods)
    {
        await Task.Delay(TimeSpan.FromSeconds(10), _clock);
        _trace.Note("counts", goods.Sku, goods.Pieces.Count);
        var counted = goods.Pieces.Count;
        if (plate.HasMovedUnseen)
        {
            _uncertain.Add(plate);
        }

        var data = DraftJson.Write(json =>
        {
            json.WriteString("sku", goods.Sku);
            json.WriteNumber("counted", counted);
            json.WriteString("location", plate.Id);
        });
        await _gateway.CountAsync(new EventDraft("stock.count.recorded", null, _clock.GetUtcNow(), data, DrawnIds.Next()), _clock);
    }

    private void Strike(ShelfTrouble trouble, Dice dice)
    {
        if (_isCalm || _gateway.IsDown)
        {
            return;
        }

        _trace.Note("trouble", trouble.Kind.ToString(), trouble.Plate, trouble.For.Ticks, trouble.After);
        var (life, plate) = (_gateway.Life!, _plates[trouble.Plate]);
        switch (trouble.Kind)
        {
            case ShelfTroubleKind.Restarted:
                _ = GuardAsync(_gateway.RestartAsync(trouble.For));
                return;
            case ShelfTroubleKind.Killed:
                _gateway.KillAfter(trouble.After, null, trouble.For);
                return;
            case ShelfTroubleKind.PowerCut:
                _gateway.KillAfter(
                    trouble.After, () => new PowerCut((PowerCutKind)dice.Next(Enum.GetValues<PowerCutKind>().Length), life.Disk.Operations - dice.Next(20), dice), trouble.For);
                return;
            case ShelfTroubleKind.DiskFull:
                life.Disk.Room = life.Disk.Files.Values.Sum(f => (long)f.Now.Length) + (trouble.After * 512L);
                break;
            case ShelfTroubleKind.SyncFails:
                life.Disk.FailsSyncs = true;
                break;
            case ShelfTroubleKind.WritesFail:
                life.Disk.FailsWrites = true;
                break;
            case ShelfTroubleKind.Unplugged:
                plate.Unplug();
                break;
            case ShelfTroubleKind.Silent:
                plate.IsSilent = true;
                break;
            case ShelfTroubleKind.Faulty:
                plate.IsFaulty = true;
                break;
            default:
                plate.IsLate = true;
                break;
        }

        _time.After(trouble.For, Heal);
    }

    private void Heal()
    {
        if (_gateway.Life is { } life)
        {
            life.Disk.Room = long.MaxValue;
            life.Disk.FailsSyncs = life.Disk.FailsWrites = false;
        }

        foreach (var plate in _plates)
        {
            plate.Heal(_gateway.IsDown ? null : _gateway.Shelves);
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
