using System.Globalization;
using Simulation.Disk;
using Simulation.Network;

namespace Simulation.World;

/// <summary>What became of a run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Failure">The promise that was broken, or null.</param>
/// <param name="Hash">The trace as one number.</param>
/// <param name="Simulated">How much time passed in the world.</param>
/// <param name="Events">How many events headquarters has in the end.</param>
internal sealed record Outcome(ulong Seed, string? Failure, ulong Hash, TimeSpan Simulated, long Events)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"seed {Seed}: {Failure ?? "kept"}; {Simulated:hh\\:mm\\:ss} simulated, {Events} events, trace {Hash:x16}");
}

/// <summary>Runs one world from its beginning to its end.</summary>
internal sealed class SeedRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_mostCalm = TimeSpan.FromMinutes(40);

    private readonly Plan _plan;
    private readonly VirtualTime _time = new();
    private readonly Trace _trace;
    private readonly SimulatedBroker _broker;
    private readonly Books _books;
    private readonly List<SimulatedGateway> _gateways = [];
    private readonly SimulatedHeadquarters _headquarters;
    private readonly MachineClock _clock;
    private bool _isOver;

    private SeedRun(Plan plan, string folder, TextWriter? trace, Crash? crash)
    {
        _plan = plan;
        _clock = new MachineClock(_time);
        _trace = new Trace(_time, trace);
        var dice = new Dice(plan.Seed);
        _broker = new SimulatedBroker(_time, dice.Fork(2), _trace);
        _books = new Books([.. plan.Gateways.Select((_, i) => new GatewayBook($"gw-{i}", $"store-{i}"))], _trace);
        for (var i = 0; i < plan.Gateways.Count; i++)
        {
            _gateways.Add(new SimulatedGateway(i, plan.Gateways[i], _broker, _books, dice.Fork(10 + i), _trace, folder));
        }

        _headquarters = new SimulatedHeadquarters(_broker, _gateways, _books, dice.Fork(3), _trace, plan.Nodes);
        _broker.Sent = _books.Sent;
        if (crash is not null)
        {
            crash.Watch(_time);
            _headquarters.Began = life => crash.Began(life, _headquarters.Kill);
            _gateways.ForEach(g => g.Began = life => crash.Began(life, g.Kill));
        }
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is to happen.</param>
    /// <param name="trace">Where every step is written; null for nowhere.</param>
    /// <param name="crash">Ends a machine at one of its steps, or counts them; null for neither.</param>
    public static Outcome Of(Plan plan, TextWriter? trace = null, Crash? crash = null)
    {
        var folder = Directory.CreateTempSubdirectory("sim-").FullName;
        try
        {
            var run = new SeedRun(plan, folder, trace, crash);
            Names.Begin(new Dice(plan.Seed).Fork(5));
            SimulatedVfs.Begin(run._time, new Dice(plan.Seed).Fork(4));
            Conductor.Run(run._time, () => _ = run.GuardedAsync(), () => run._isOver || run._books.Failure is not null);
            run.End();
            return new Outcome(plan.Seed, run._books.Failure, run._trace.Hash, run._time.Elapsed, run._books.Stored);
        }
        finally
        {
            Steps.Watched = null;
            Quiet.Meters.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task GuardedAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception fault)
        {
            _books.Broken($"the run itself failed: {fault}");
        }

        _isOver = true;
    }

    private async Task RunAsync()
    {
        foreach (var trouble in _plan.Troubles)
        {
            _trace.Say($"planned: {trouble}");
        }

        await _headquarters.StartFirstAsync();
        var weather = new Weather(_time, _plan, _broker, _gateways, _headquarters, _books, _trace);
        _gateways.ForEach(g => g.Start());
        weather.Begin();
        await Task.Delay(_plan.Length, _clock);
        _trace.Note("calm", "world");
        _gateways.ForEach(g => g.IsBusy = false);
        await SettleAsync(weather);
        if (_books.WasForgotten && IsSettled)
        {
            // What headquarters has lost it finds out with a gateway's next event, where nothing else told it.
            _gateways.ForEach(g => g.MakeOne());
            await SettleAsync(weather);
        }

        if (!IsSettled)
        {
            _books.Broken(string.Create(
                CultureInfo.InvariantCulture,
                $"not all had arrived {s_mostCalm.TotalMinutes} min after the last trouble: {string.Join(", ", _gateways.Select(g => $"{g.Name} {g.Outbox?.CommittedSeq} of {g.Outbox?.LastSeq} ({g.Uplink?.Status.State})"))}"));
            return;
        }

        _books.CheckAll();
    }

    private async Task SettleAsync(Weather weather)
    {
        var until = _time.Elapsed + s_mostCalm;
        do
        {
            weather.End();
            await Task.Delay(s_look, _clock);
        }
        while (!IsSettled && _time.Elapsed < until);
    }

    private bool IsSettled => _headquarters.Machine is { IsDead: false } && _gateways.TrueForAll(g => g.IsDone);

    /// <summary>Ends every machine, so that nothing of this world reaches the next.</summary>
    private void End()
    {
        _headquarters.End();
        foreach (var gateway in _gateways)
        {
            gateway.Machine?.Die();
            gateway.Machine?.Disk.Discard();
        }
    }
}
