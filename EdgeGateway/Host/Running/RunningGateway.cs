using Cloud.Contracts;
using Cloud.Contracts.Metrics;
using Cloud.Mqtt;
using Cloud.Uplink;
using Drivers.Ports;
using EdgeGateway.Console;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Health;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Setup;
using EdgeGateway.Host.Updating;
using EdgeGateway.Intake;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>A gateway at work: devices, uplink, console and intake around one outbox. Disposing it stops it in order.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private static readonly TimeSpan s_partStopLimit = TimeSpan.FromSeconds(8);

    /// <summary>Far beyond what a connection is given to be made.</summary>
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromMinutes(2);

    private readonly GatewayParts _parts;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopUplink = new();
    private readonly CancellationTokenSource _stopRest = new();
    private readonly StocktakeDesk _stocktake;
    private readonly StoreWeighing _weighing;
    private readonly StoreShelving _shelving;
    private readonly StoreCalibration _calibration;
    private readonly StorePrinting _printing;
    private readonly StoreMembers _members;
    private readonly CancellationTokenSource _stopMembers = new();
    private readonly CancellationTokenSource _stopPrinting = new();
    private readonly DeviceGroup _devices;
    private readonly GatewaySetup _setup;
    private readonly StoreCommands _commands;
    private readonly UplinkService _uplink;
    private readonly HealthReport _health;
    private readonly GatewayPulse _pulse;
    private readonly MetricsPage _metrics;
    private readonly DateTimeOffset _startedAt;
    private Task _uplinkRun = Task.CompletedTask;
    private Task _healthRun = Task.CompletedTask;
    private Task _pulseRun = Task.CompletedTask;
    private Task _setupRun = Task.CompletedTask;
    private Task _stocktakeRun = Task.CompletedTask;
    private Task _pricesRun = Task.CompletedTask;
    private Task _shelvesRun = Task.CompletedTask;
    private Task _printingRun = Task.CompletedTask;
    private Task _membersRun = Task.CompletedTask;
    private LocalServer? _console;
    private LocalServer? _phones;
    private LocalServer? _intake;

    private RunningGateway(GatewayParts parts)
    {
        _parts = parts;
        _metrics = new MetricsPage(parts.Meters);
        _startedAt = parts.Clock.GetUtcNow();
        _logger = parts.Loggers.CreateLogger<RunningGateway>();
        var inventory = new PortInventory(parts.Folders);
        var ports = new PortBook(inventory, PortBook.FileIn(parts.Options.DataFolder), parts.Clock, _logger);
        _calibration = new StoreCalibration(parts);
        _shelving = new StoreShelving(parts, _calibration);
        _stocktake = new StocktakeDesk(parts, _shelving);
        _weighing = new StoreWeighing(parts);
        _printing = new StorePrinting(parts, _weighing.Shop.Prices);
        _members = new StoreMembers(parts, _printing, _shelving, _stocktake.Scans);
        parts = parts with { FramesOf = _members.Vision.SlotOf };
        _devices = new DeviceGroup(parts, ports, _stocktake.Scans, _weighing, _calibration, _printing, _shelving);
        _members.Watch(_devices.Board);
        _setup = new GatewaySetup(parts, ports, new PortWatch(inventory, parts.Folders, parts.Folders.Sys == "/sys", parts.Clock), _devices);
        _commands = new StoreCommands(parts, () => _devices.Devices);
        var health = new HealthTwin(parts.Options.Health.ReportEvery);
        _uplink = new UplinkService(
            parts.Outbox,
            new LibmosquittoConnector(parts.Clock),
            parts.Options.Uplink,
            new UplinkIdentity(GatewayAddress.Of(parts.Options.Store, parts.Options.Gateway), ProductVersion.Text, BootId.Read()),
            parts.Clock,
            parts.Jitter,
            parts.Meters,
            new DownlinkHandlers(
                new Dictionary<string, CommandHandler> { [PrintCommand.Name] = new PrintCommand(_printing.Desk).HandleAsync }
                    .Concat(_members.Commands).Concat(_commands.Handlers()).ToDictionary(),
                new Dictionary<string, TwinSection> { [StoreShelving.TwinMember] = _shelving.Twin, [HealthTwin.Member] = health.Section })
            {
                Trial = new TwinTrial(Path.Combine(parts.Options.DataFolder, "twin.json"), () => Working) { Length = parts.Options.Uplink.ConfigurationTrial },
            },
            parts.Loggers.CreateLogger<UplinkService>());
        _health = new HealthReport(parts, health, _devices.Board, MachineReader.OfThis(parts.Options.DataFolder), () => _uplink.RoundTrip);
        _ = new HealthMetrics(parts.Meters, () => _health.Last, parts.Outbox.Snapshot, _devices.Board);
        _pulse = new GatewayPulse(
            parts.Clock,
            parts.Outbox.WaitForTurnAsync,
            _devices.TryAskPipeline,
            () => parts.Outbox.Snapshot().Refused is not null,
            () => _uplink.SinceTurn,
            parts.Options.Uplink.ReconnectMax + s_connectLimit);
    }

    /// <summary>Where the console listens.</summary>
    public string ConsoleUrl => _console!.Url;

    /// <summary>Where the intake listens, or null where there is none.</summary>
    public string? IntakeUrl => _intake?.Url;

    /// <summary>What the setup page sees and changes.</summary>
    public ISetup Setup => _setup;

    /// <summary>Puts the devices of a changed configuration file in force.</summary>
    /// <inheritdoc cref="GatewaySetup.ConfigureAsync"/>
    public Task<IReadOnlyList<SetupError>> ConfigureAsync(IReadOnlyList<DeviceOptions> devices, CancellationToken cancellationToken) =>
        _setup.ConfigureAsync(devices, cancellationToken);

    /// <summary>The part that matters and does not work any more, or null: what the watchdog is fed by.</summary>
    public string? Stuck => _devices.Pipeline.IsCompleted ? "pipeline" : _pulse.Stuck;

    /// <summary>Why it cannot do its work now; empty where it can. That headquarters is not reached is no reason: the store goes on.</summary>
    private IReadOnlyList<string> NotReady =>
    [
        .. Stuck is { } part ? [$"{part} gives no sign of life"] : Array.Empty<string>(),
        .. _parts.Outbox.Snapshot().Refused is { } refused ? [$"the outbox takes no events: {refused}"] : Array.Empty<string>(),
        .. _devices.Board.Snapshot().Where(device => device.Availability == Availability.Unknown).Select(device => $"device '{device.Id}' has not started: {device.Reason}"),
    ];

    /// <summary>What works, in words: what a wanted configuration must not break.</summary>
    private IReadOnlyCollection<string> Working =>
    [
        .. _uplink.Status.State == UplinkState.Online ? [TwinTrial.Headquarters] : Array.Empty<string>(),
        .. _devices.Board.Snapshot().Where(device => device.Availability == Availability.Online).Select(device => $"device '{device.Id}'"),
    ];

    /// <summary>How it stands, as far as its version is judged by it.</summary>
    public GatewayVitals Vitals
    {
        get
        {
            var outbox = _parts.Outbox.Snapshot();
            return new GatewayVitals(_devices.Board.Snapshot(), _uplink.Status.State == UplinkState.Online, Stuck, outbox.Refused, outbox.LastSeq);
        }
    }

    /// <summary>One line on how it stands.</summary>
    public string StatusLine
    {
        get
        {
            var (online, total) = _devices.Board.Counts;
            var state = _uplink.Status.State switch { UplinkState.Online => "connected", UplinkState.Connecting => "connecting", _ => "not connected" };
            return SystemdWatch.Line(_parts.Outbox.Snapshot(), state, online, total);
        }
    }

    /// <summary>Starts everything. The devices come first: a weight on the counter waits for nothing else.</summary>
    /// <exception cref="IOException">A port is taken; the message is one line for people.</exception>
    public static async Task<RunningGateway> StartAsync(GatewayParts parts, CancellationToken cancellationToken)
    {
        var gateway = new RunningGateway(parts);
        try
        {
            await gateway.ListenAsync(cancellationToken);
            gateway._setupRun = gateway._setup.RunAsync(gateway._stopRest.Token);
            gateway._uplinkRun = gateway._uplink.RunAsync(gateway._stopUplink.Token);
            gateway._healthRun = gateway._health.RunAsync(gateway._stopRest.Token);
            gateway._pulseRun = gateway._pulse.RunAsync(gateway._stopRest.Token);
            gateway._stocktakeRun = gateway._stocktake.RunAsync(gateway._stopRest.Token);
            gateway._membersRun = gateway._members.RunAsync(gateway._stopMembers.Token);
            gateway._printingRun = gateway._printing.RunAsync(gateway._stopPrinting.Token);
            gateway._pricesRun = gateway._weighing.Prices.WatchAsync(gateway._stopRest.Token);
            gateway._shelvesRun = gateway._shelving.RunAsync(gateway._stopRest.Token);
            gateway._logger.GatewayRuns(
                parts.Options.Gateway, parts.Options.Store, ProductVersion.Text, gateway._devices.Devices.Count, parts.Options.DataFolder, parts.Outbox.Epoch);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes, with what failed, when a part ended that never should; else with the token, or when headquarters wants it restarted.</summary>
    public async Task<string?> WaitForFailureAsync(CancellationToken cancellationToken)
    {
        (string Name, Task Run)[] parts =
        [
            ("pipeline", _devices.Pipeline), ("uplink", _uplinkRun), ("health report", _healthRun), ("pulse", _pulseRun), ("port watch", _setupRun), ("stocktake", _stocktakeRun),
            ("price list", _pricesRun), ("shelves", _shelvesRun), ("printing", _printingRun), ("members", _membersRun),
        ];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, _parts.Clock, stop.Token);
        var ended = await Task.WhenAny([.. parts.Select(p => p.Run), stopped, _commands.RestartAsked]);
        await stop.CancelAsync();
        if (ended == stopped || ended == _commands.RestartAsked)
        {
            return null;
        }

        var failed = parts.First(p => p.Run == ended);
        _logger.PartFailed(failed.Run.Exception, failed.Name);
        return failed.Name;
    }

    /// <summary>Stops: first what lets events in, then what sends them on. The outbox stays the caller's.</summary>
    public async ValueTask DisposeAsync()
    {
        _logger.GatewayStops(_parts.Options.Gateway);
        await StopAsync("intake", _intake?.DisposeAsync().AsTask());
        await _stopPrinting.CancelAsync();
        await StopAsync("printing", _printingRun);
        await StopAsync("devices", _devices.StopDevicesAsync());
        await _stopMembers.CancelAsync();
        await StopAsync("members", _membersRun);
        await StopAsync("pipeline", _devices.StopPipelineAsync());
        await _stopUplink.CancelAsync();
        await StopAsync("uplink", _uplinkRun);
        await _stopRest.CancelAsync();
        await StopAsync("health report", _healthRun);
        await StopAsync("pulse", _pulseRun);
        await StopAsync("port watch", _setupRun);
        await StopAsync("price list", _pricesRun);
        await StopAsync("shelves", _shelvesRun);
        await StopAsync("phones", _phones?.DisposeAsync().AsTask());
        await StopAsync("console", _console?.DisposeAsync().AsTask());
        _metrics.Dispose();
        _setup.Dispose();
        await StopAsync("stocktake", _stocktakeRun);
        _stocktake.Dispose();
        _shelving.Dispose();
        _devices.Dispose();
        _members.Dispose();
        _printing.Dispose();
        _stopMembers.Dispose();
        _stopPrinting.Dispose();
        _stopUplink.Dispose();
        _stopRest.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var options = _parts.Options;
        var feed = new StatusFeed(new StatusReader(_parts, _devices.Board, _uplink, _startedAt).Read, _parts.Clock);
        var gate = new ChangeGate(options.Console.TokenFile is { } file ? ReadToken("console.tokenFile", file) : null);
        var stocktake = _stocktake.Routes(Scanners, options.Console, _parts.Clock, _stopRest.Token);
        var weighing = new WeighingEndpoints(_devices.Desk, options.Console.LivePages, _parts.Clock, _stopRest.Token);
        var shelves = _shelving.Routes(options.Console, _stopRest.Token);
        var printing = new PrintingEndpoints(_printing.Desk, DocumentRenderer.Sample, options.Console.LivePages, _parts.Clock, _stopRest.Token);
        var setup = new SetupEndpoints(_setup, options.Console.LivePages, _parts.Clock, _stopRest.Token);
        var (members, staffOf) = _members.Console(_stopRest.Token);
        var health = new HealthEndpoints(() => Stuck, () => NotReady, _metrics.Write);
        ConsoleRoute[] routes = [.. health.Routes, .. setup.Routes, .. stocktake, .. weighing.Routes, .. shelves, .. _calibration.Routes, .. printing.Routes, .. members];
        var console = new ConsoleEndpoint(feed, routes, gate, options.Console, _parts.Clock, _stopRest.Token) { StaffOf = staffOf, OwnNames = _members.Hosts };
        _console = await ListenAsync("console", options.Console.Url, ChangeGate.LargestBody, console.HandleAsync, cancellationToken);
        _phones = await _members.ListenAsync(console.HandleAsync, cancellationToken);
        if (options.Intake is { } door)
        {
            var token = ReadToken("intake.tokenFile", door.TokenFile);
            var withdrawals = _members.TillWithdrawals;
            var intake = new IntakeEndpoint(token, KeepAsync, door, _parts.Clock, _parts.Loggers.CreateLogger<IntakeEndpoint>());
            _intake = await ListenAsync("intake", door.Url, IntakeEndpoint.MaxBodyLength, intake.HandleAsync, cancellationToken);

            async ValueTask<IReadOnlyList<OutboxPosition>> KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken keeping)
            {
                await withdrawals.HearAsync(events, keeping);
                return await _shelving.KeepAsync(events, keeping);
            }
        }
    }

    private IReadOnlyList<string> Scanners() =>
        [.. _devices.Board.Snapshot().Where(device => device.Kind == DeviceKind.Scanner).Select(device => device.Id)];

    private AccessToken ReadToken(string path, string file) =>
        AccessToken.TryRead(file, _parts.Clock, out var token) is { } mistake ? throw new IOException($"{path}: {mistake}") : token!;

    private async Task<LocalServer> ListenAsync(
        string part, string url, int maxBodyLength, Microsoft.AspNetCore.Http.RequestDelegate handler, CancellationToken cancellationToken)
    {
        _ = ListenUrl.TryRead(url, out var endpoint);
        if (!System.Net.IPAddress.IsLoopback(endpoint.Address))
        {
            _logger.ListensToNetwork(part, url);
        }

        return await LocalServer.StartAsync(endpoint, maxBodyLength, 1024, handler, _parts.Loggers, _parts.Clock, cancellationToken);
    }

    private async Task StopAsync(string part, Task? run)
    {
        if (run is null)
        {
            return;
        }

        try
        {
            await run.WaitAsync(s_partStopLimit, _parts.Clock);
        }
        catch (TimeoutException)
        {
            _logger.PartIsSlow(part, s_partStopLimit);
        }
        catch (Exception e)
        {
            _logger.PartFailed(e, part);
        }
    }
}
