using System.Diagnostics.Metrics;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Health;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Running;

/// <summary>Every report is a commit, and a box that rests must not wear its card with them.</summary>
public sealed class HealthReportTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Outbox _outbox;
    private readonly DeviceBoard _board;
    private readonly HealthReport _report;

    public HealthReportTests()
    {
        var options = new GatewayOptions { Store = "store-1", Gateway = "gw-1", DataFolder = _folder.Path };
        options.Outbox.Path = Path.Combine(_folder.Path, "outbox.db");
        var stamp = new EventStamp(options.Store, options.Gateway, _clock);
        _outbox = Outbox.Open(options.Outbox, stamp, _clock, NullLogger.Instance);
        _board = new DeviceBoard(_clock, ScanDesk.Plain.Decoder);
        var parts = new GatewayParts(
            options, stamp, _outbox, _clock, () => 1, NullLoggerFactory.Instance, _services.GetRequiredService<IMeterFactory>());
        _report = new HealthReport(parts, new HealthTwin(parts.Options.Health.ReportEvery), _board, new MachineReader(_folder.Path, _folder.Path, () => null), () => null);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task QuietDay_IsOneReportEveryTenMinutes()
    {
        for (var at = TimeSpan.Zero; at < TimeSpan.FromDays(1); at += HealthReport.Period)
        {
            await _report.ReportAsync(Stop);
            _clock.Advance(HealthReport.Period);
        }

        Assert.Equal(144, _outbox.LastSeq);
    }

    [Fact]
    public async Task DeviceIsAdded_IsToldAtTheNextLook()
    {
        await _report.ReportAsync(Stop);
        _board.Register(new DeviceOptions { Id = "scale-1", Driver = "toledo-8217", Port = "/dev/none" }, Drivers.DriverCatalog.Find("toledo-8217")!);

        await _report.ReportAsync(Stop);
        await _report.ReportAsync(Stop);

        Assert.Equal(2, _outbox.LastSeq);
    }

    [Fact]
    public void OutboxThatWasToldToFill_IsNewsWhenItHasEmptied_AndOnlyThen()
    {
        var now = new HealthReading(new MachineReading(), 1, TimeSpan.Zero, 1, 1, ClockSynced: true);
        var old = now with { OldestUnsent = TimeSpan.FromSeconds(30) };
        OutboxSnapshot few = _outbox.Snapshot() with { Depth = 999 };
        OutboxSnapshot many = few with { Depth = 1_000 };

        Assert.True(HealthReport.IsNews(now, many, now, few));
        Assert.True(HealthReport.IsNews(old, few, now with { OldestUnsent = TimeSpan.FromSeconds(29) }, few));
        Assert.False(HealthReport.IsNews(now, many, old, few));
        Assert.False(HealthReport.IsNews(old, many, old, many with { Depth = 1_001 }));
        Assert.False(HealthReport.IsNews(now, few, now, few with { Depth = 0 }));
    }

    [Fact]
    public void News_IsWhatSomebodyShouldKnowOf_AndNoDrift()
    {
        var reading = new HealthReading(new MachineReading { Temperature = 75, DiskFree = 50, DiskSize = 100, Undervoltage = false }, 1, TimeSpan.Zero, 3, 4, ClockSynced: true);
        OutboxSnapshot outbox = _outbox.Snapshot();

        Assert.False(HealthReport.IsNews(reading, outbox, reading with { ResidentBytes = 2, Uptime = TimeSpan.FromDays(1) }, outbox));
        Assert.False(HealthReport.IsNews(reading, outbox, reading with { Machine = reading.Machine with { Temperature = 79, DiskFree = 46 } }, outbox with { Depth = 999 }));
        Assert.False(HealthReport.IsNews(reading, outbox, reading with { Machine = reading.Machine with { Temperature = 45 } }, outbox));

        Assert.True(HealthReport.IsNews(reading, outbox, reading with { DevicesOnline = 2 }, outbox));
        Assert.True(HealthReport.IsNews(reading, outbox, reading with { ClockSynced = false }, outbox));
        Assert.True(HealthReport.IsNews(reading, outbox, reading with { Machine = reading.Machine with { Undervoltage = true } }, outbox));
        Assert.True(HealthReport.IsNews(reading, outbox, reading with { Machine = reading.Machine with { Temperature = 80 } }, outbox));
        Assert.True(HealthReport.IsNews(reading, outbox, reading with { Machine = reading.Machine with { DiskFree = 44 } }, outbox));
        Assert.True(HealthReport.IsNews(reading, outbox, reading, outbox with { Depth = 1_000 }));
        Assert.True(HealthReport.IsNews(reading, outbox, reading, outbox with { Refused = "full" }));
    }
}
