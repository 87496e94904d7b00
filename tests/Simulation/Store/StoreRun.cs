using System.Globalization;
using System.Text.Json;
using Simulation.Disk;
using Simulation.Store.Printing;
using Simulation.Store.Scales;
using Simulation.World;

namespace Simulation.Store;

/// <summary>Runs one store's world from its beginning to its end.</summary>
internal sealed class StoreRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_mostCalm = TimeSpan.FromMinutes(60);

    private readonly StorePlan _plan;
    private readonly VirtualTime _time = new();
    private readonly MachineClock _clock;
    private readonly Trace _trace;
    private readonly Promises _promises;
    private readonly List<PrinterSite> _printers = [];
    private readonly List<ScaleSite> _scales = [];
    private readonly List<Shopper> _shoppers = [];
    private readonly PrintBook _prints;
    private readonly StoreGateway _gateway;
    private readonly Clerk _clerk;
    private readonly StoreWeather _weather;
    private long _events;
    private bool _isOver;

    private StoreRun(StorePlan plan, string folder, TextWriter? trace)
    {
        _plan = plan;
        _clock = new MachineClock(_time);
        _trace = new Trace(_time, trace);
        _promises = new Promises(_trace);
        var dice = new Dice(plan.Seed);
        foreach (var (i, printer) in plan.Printers.Index())
        {
            _printers.Add(new PrinterSite(i, printer, _time));
        }

        foreach (var (i, kind) in plan.Scales.Index())
        {
            var scale = new ScaleSite(i, ScaleSite.Kinds[kind].Kind, _time, dice.Fork(40 + i), _promises);
            _scales.Add(scale);
            _shoppers.Add(new Shopper(scale, _clock, dice.Fork(50 + i), _trace));
        }

        _prints = new PrintBook(_printers, plan, _promises, _trace);
        _gateway = new StoreGateway(_time, plan, _printers, _scales, _promises, dice.Fork(31), _trace, folder) { Shown = _prints.Check };
        _clerk = new Clerk(_gateway, _printers, _prints, plan, _clock, dice.Fork(32), _promises, _trace);
        _weather = new StoreWeather(_time, plan, _gateway, _printers, _scales, _trace);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is to happen.</param>
    /// <param name="trace">Where every step is written; null for nowhere.</param>
    public static Outcome Of(StorePlan plan, TextWriter? trace = null)
    {
        var folder = Directory.CreateTempSubdirectory("sim-").FullName;
        try
        {
            var run = new StoreRun(plan, folder, trace);
            Names.Begin(new Dice(plan.Seed).Fork(5));
            SimulatedVfs.Begin(run._time, new Dice(plan.Seed).Fork(4));
            Conductor.Run(run._time, () => _ = run.GuardedAsync(), () => run._isOver || run._promises.Failure is not null);
            run._gateway.End();
            run._printers.ForEach(printer => printer.End());
            return new Outcome(plan.Seed, run._promises.Failure, run._trace.Hash, run._time.Elapsed, run._events);
        }
        finally
        {
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
            _promises.Broken($"the run itself failed: {fault}");
        }

        _isOver = true;
    }

    private async Task RunAsync()
    {
        foreach (var (i, printer) in _plan.Printers.Index())
        {
            _trace.Say($"printer-{i}: {printer}");
        }

        _scales.ForEach(scale => _trace.Say($"{scale.Id}: {scale.Options.Driver}"));

        foreach (var trouble in _plan.Troubles)
        {
            _trace.Say($"planned: {trouble}");
        }

        _gateway.Start();
        _weather.Begin();
        var wanting = _clerk.WantAsync();
        _ = GuardAsync(wanting);
        _ = GuardAsync(_clerk.LookAfterAsync());
        _shoppers.ForEach(shopper => _ = GuardAsync(shopper.ShopAsync()));
        await Task.Delay(_plan.Length, _clock);
        _trace.Note("calm", "world");
        _clerk.IsBusy = false;
        _shoppers.ForEach(shopper => shopper.IsBusy = false);
        var until = _time.Elapsed + s_mostCalm;
        do
        {
            _weather.End();
            await Task.Delay(s_look, _clock);
        }
        while (!IsSettled && _time.Elapsed < until);

        if (!IsSettled)
        {
            _promises.Broken($"not all had come to its end {s_mostCalm.TotalMinutes} min after the last trouble: "
                + string.Join(", ", _gateway.Desk?.Jobs().Where(job => job.State is not ("printed" or "not_printed")).Select(job => $"{job.Id} {job.State} {job.Reason}") ?? [])
                + "; " + string.Join(", ", _gateway.Desk?.Printers().Select(printer => $"{printer.Id} {printer.State} {printer.Reason}") ?? []));
            return;
        }

        // What is untold is handed over every five seconds.
        await Task.Delay(TimeSpan.FromSeconds(30), _clock);
        Judge();
    }

    private bool IsSettled => !_gateway.IsDown && _shoppers.TrueForAll(shopper => shopper.IsDone) && _prints.IsSettled(_gateway.Desk!);

    private void Judge()
    {
        var told = _gateway.Told();
        _events = told.Count;
        _prints.Check(_gateway.Desk!);
        _prints.CheckTold(_gateway.Desk!, [.. told.Where(one => one.GetProperty("type").GetString()!.StartsWith("print.", StringComparison.Ordinal)).Select(ReadPrint)]);
        foreach (var one in told.Where(one => one.GetProperty("type").GetString() == "goods.weighed"))
        {
            var data = one.GetProperty("data");
            var net = decimal.Parse(data.GetProperty("net").GetString()!, CultureInfo.InvariantCulture) / (data.GetProperty("unit").GetString() == "g" ? 1000 : 1);
            _scales.First(scale => scale.Id == data.GetProperty("scale").GetString()).Book.Take(one.GetProperty("time").GetDateTimeOffset(), net, _time);
        }

        foreach (var scale in _scales)
        {
            scale.Book.CheckAll();
            _trace.Note("judged", scale.Id, scale.Book.Loads.Count, scale.Book.Loads.Count(load => load.Told > 0), scale.Book.Owed);
        }

        var (printed, asked, marked) = _prints.Counts;
        _trace.Note("judged", "prints", printed, asked, marked);
    }

    private static PrintOutcomeTold ReadPrint(JsonElement one)
    {
        var data = one.GetProperty("data");
        return new PrintOutcomeTold(
            data.GetProperty("job").GetGuid(), one.GetProperty("type").GetString()!, data.GetProperty("attempts").GetInt32(),
            data.TryGetProperty("answer", out var answer) ? answer.GetString() : null, Guid.Empty);
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
