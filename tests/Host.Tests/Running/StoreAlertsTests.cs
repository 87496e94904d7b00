using System.Diagnostics.Metrics;
using System.Text.Json;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Running;

/// <summary>The alerts as they stand in a gateway: with its outbox, its printing and its metrics.</summary>
public sealed class StoreAlertsTests : IDisposable
{
    private static readonly NoteSeal s_seal = new(plain => plain, box => box);

    private readonly TemporaryFolder _folder = new();
    private readonly MeterSet _meters = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _meters.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Claim_ReachesTheOutbox_AndTheSlipIsAJob()
    {
        var options = new GatewayOptions { Store = "store-1", Gateway = "gw-1", DataFolder = _folder.Path };
        options.Outbox.Path = Path.Combine(_folder.Path, "outbox.db");
        options.Alerts.SlipRole = "back-office";
        var stamp = new EventStamp(options.Store, options.Gateway, TimeProvider.System);
        await using var outbox = Outbox.Open(options.Outbox, stamp, TimeProvider.System, NullLogger<Outbox>.Instance);
        var parts = new GatewayParts(options, stamp, outbox, TimeProvider.System, () => 0.5, NullLoggerFactory.Instance, _meters);
        using var printing = new StorePrinting(parts, () => null);
        printing.Desk.Add(new Console.ScriptedPrinter("slip-1"), null, "back-office");
        using var alerts = new StoreAlerts(parts, new AlertSources(Profile, _ => 2, _ => true, () => ["ann"]), s_seal, printing.Desk);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = alerts.RunAsync(stop.Token);

        await alerts.Desk.ArrivedAsync(new Arrival(Guid.NewGuid(), "m-1", RecognisedBy.Card, "entrance", TimeProvider.System.GetUtcNow(), null), Stop);
        var alert = Assert.Single(alerts.Desk.Open);
        Assert.True((await alerts.Desk.ClaimAsync(alert.Id, "ann", Stop)).IsDone);

        OutboxBatch? batch;
        while ((batch = outbox.Read(0, 10, 1 << 20)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }

        using var told = JsonDocument.Parse(Assert.Single(batch.Rows).Body);
        Assert.Equal(("vip.claimed", "ann"), (told.RootElement.GetProperty("type").GetString(), told.RootElement.GetProperty("data").GetProperty("staff").GetString()));
        while (printing.Desk.Find(AlertSlips.IdOf(alert.Id)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }

        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public void WebhookWhoseSecretHasGone_StopsTheStart_InWords()
    {
        var options = new GatewayOptions { Store = "store-1", Gateway = "gw-1", DataFolder = _folder.Path };
        options.Alerts.Webhooks.Add(new() { Name = "crm", Kind = EdgeGateway.Core.Alerts.Webhooks.WebhookKind.Generic, Url = "https://crm.example/", SecretFile = "/nowhere/secret" });
        var stamp = new EventStamp(options.Store, options.Gateway, TimeProvider.System);
        var parts = new GatewayParts(options, stamp, null!, TimeProvider.System, () => 0.5, NullLoggerFactory.Instance, _meters);

        var mistake = Assert.Throws<IOException>(() => new StoreAlerts(parts, new AlertSources(Profile, _ => null, _ => false, () => []), s_seal, null!));

        Assert.StartsWith("alerts.webhooks \"crm\": \"/nowhere/secret\" does not exist", mistake.Message, StringComparison.Ordinal);
    }

    private static MemberProfile Profile(string member) => new(member, "Ms. Lee", "gold", null, [new UsualGoods("oil", "Olive oil")], [], null, DateTimeOffset.UnixEpoch);

    private sealed class MeterSet : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
