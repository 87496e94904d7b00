using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Shelves.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drivers.Tests.Simulators;

/// <summary>Simulated device, pty, driver, supervisor and interpreters together: from bytes to events.</summary>
[Trait("needs", "world")]
public sealed class DeviceSideTests : IAsyncDisposable
{
    private const int Patience = 120_000;

    private static readonly Dictionary<string, string> s_plate = new()
    {
        ["unit_id"] = "1",
        ["function"] = "holding",
        ["address"] = "7",
        ["type"] = "int32",
        ["word_order"] = "big",
        ["scale"] = "0.1",
        ["status_address"] = "6",
        ["stable_bit"] = "11",
        ["overload_bit"] = "2",
        ["sensor_fault_bit"] = "0",
        ["plate"] = "drinks",
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<EventDraft> _events = Channel.CreateBounded<EventDraft>(10_000);
    private readonly MeterFactory _meters = new();
    private readonly List<Task> _running = [];

    [Theory(Timeout = Patience)]
    [InlineData("toledo-8217")]
    [InlineData("toledo-8217", "--once")]
    [InlineData("toledo-continuous")]
    [InlineData("toledo-continuous", "--checksum", "mettler", "--short")]
    public async Task Scale_WeighsEachLoadOnce_AlsoOverAnUnplug(string driver, params string[] options)
    {
        using var simulator = await SimulatorProgram.StartAsync(driver, ["--shopper", "off", .. options]);
        var profile = new Dictionary<string, string> { ["unit"] = "kg", ["division"] = "0.001" };
        if (driver == "toledo-continuous")
        {
            profile["checksum"] = options.Contains("mettler") ? "mettler" : "none";
        }

        if (options.Contains("--short"))
        {
            profile["form"] = "short";
        }

        var board = Start(driver, simulator.Link, "9600-7E1", profile);
        Assert.Equal("device.online", (await LedgerAsync()).Type);
        await simulator.ScriptAsync("load 1.250");
        Assert.Equal(("goods.weighed", "1.250"), await WeighedAsync());
        await simulator.ScriptAsync("unplug");
        Assert.Equal("device.offline", (await LedgerAsync()).Type);
        await simulator.ScriptAsync("replug");
        Assert.Equal("device.online", (await LedgerAsync()).Type);
        await simulator.ScriptAsync("clear");
        await EmptyAsync(board);
        await simulator.ScriptAsync("load 0.480");

        Assert.Equal(("goods.weighed", "0.480"), await WeighedAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Plate_TellsWhatWasTaken()
    {
        using var simulator = await SimulatorProgram.StartAsync("modbus-plate", "--shopper", "off");
        await simulator.ScriptAsync("load 1000");
        var folder = Directory.CreateTempSubdirectory("edge-plate-");
        using var shelves = StoreShelves.Open(
            Path.Combine(folder.FullName, "shelves.db"), ShelfCalibration.None, KeepAsync, new ShelfMetrics(_meters), TimeProvider.System, NullLogger.Instance);
        shelves.Apply(LivePlanogramReader.Read(
            """{"plates":[{"plate":"drinks","items":[{"sku":"cola","unit_g":250,"sigma_g":1}],"start":[{"sku":"cola","count":4}]}]}"""u8.ToArray(), [])!);
        _running.Add(shelves.RunAsync(_stop.Token));
        var board = Start("modbus-plate", simulator.Link, "9600-8N1", s_plate, shelves);
        Assert.Equal("device.online", (await LedgerAsync()).Type);
        await SteadyAsync(board, 1000m);

        await simulator.ScriptAsync("take 250");

        var told = await LedgerAsync();
        using var data = JsonDocument.Parse(told.Data);
        Assert.Equal(("stock.item.taken", "device-1"), (told.Type, told.DeviceId));
        Assert.Equal(
            ("drinks", "cola", 1, 3),
            (data.RootElement.GetProperty("plate").GetString(), data.RootElement.GetProperty("sku").GetString(), data.RootElement.GetProperty("count").GetInt32(),
                data.RootElement.GetProperty("on_plate").GetInt32()));
        await DisposeAsync();
        folder.Delete(recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
        _meters.Dispose();
    }

    /// <summary>Waits until the scale has shown an empty pan: what is put on before that is no other load.</summary>
    private static async Task EmptyAsync(DeviceBoard board)
    {
        while (board.Snapshot()[0].Weight is not { Weight: "0.000", Stable: true })
        {
            await board.WaitForChangeAsync(board.Version, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the plate has shown about this load long enough to be its baseline.</summary>
    private static async Task SteadyAsync(DeviceBoard board, decimal grams)
    {
        for (var steady = 0; steady < 20;)
        {
            await board.WaitForChangeAsync(board.Version, TestContext.Current.CancellationToken);
            var load = board.Snapshot()[0].Load;
            var near = load is { Stable: true, Grams: { } shown }
                && Math.Abs(decimal.Parse(shown, System.Globalization.CultureInfo.InvariantCulture) - grams) < 2m;
            steady = near ? steady + 1 : 0;
        }
    }

    private DeviceBoard Start(string driverName, string port, string line, Dictionary<string, string> profile, StoreShelves? shelves = null)
    {
        var driver = DriverCatalog.Find(driverName)!;
        var device = new DeviceOptions { Id = "device-1", Driver = driverName, Port = port, Line = line, Profile = profile };
        Assert.Empty(driver.Validate(device));
        var board = new DeviceBoard(TimeProvider.System);
        board.Register(device, driver);
        var signals = new DeviceSignals();
        var options = new SupervisorOptions { ReopenMin = TimeSpan.FromMilliseconds(20), ReopenMax = TimeSpan.FromMilliseconds(200) };
        var supervisor = new DeviceSupervisor(
            device, driver, options, board, signals, new DeviceMetrics(_meters), TimeProvider.System, () => 1, NullLogger<DeviceSupervisor>.Instance);
        var pipeline = new DevicePipeline(
            signals, [new DeviceInterpreter(device, driver, shelves: shelves)], KeepAsync, new PipelineOptions(), new PipelineMetrics(_meters), TimeProvider.System, () => 1,
            NullLogger<DevicePipeline>.Instance);
        _running.Add(supervisor.RunAsync(_stop.Token));
        _running.Add(pipeline.RunAsync(_stop.Token));
        return board;
    }

    private async ValueTask KeepAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts.Where(draft => draft.Type != "device.sample"))
        {
            await _events.Writer.WriteAsync(draft, cancellationToken);
        }
    }

    private async Task<EventDraft> LedgerAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private async Task<(string Type, string? Net)> WeighedAsync()
    {
        var draft = await LedgerAsync();
        using var data = JsonDocument.Parse(draft.Data);
        return (draft.Type, data.RootElement.TryGetProperty("net", out var net) ? net.GetString() : data.RootElement.GetRawText());
    }

    private sealed class MeterFactory : IMeterFactory
    {
        private readonly List<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            _made.Add(meter);
            return meter;
        }

        public void Dispose() => _made.ForEach(meter => meter.Dispose());
    }
}
