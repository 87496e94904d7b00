using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Cloud.Uplink;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>Commands and configurations from headquarters' link to a gateway's uplink and back, over a real Mosquitto.</summary>
[Trait("needs", "mosquitto")]
public sealed class RealCommandsTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly LibmosquittoConnector _connector = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("commands-").FullName;
    private HeadquartersDatabase _open = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _open = _database.Open();
        await IngestFixture.CreateAsync(_open, [_gateway], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Command_TellsHowFarItIs_ThenAnswers_AndAWantedConfigurationIsReported()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Cancel);
        var fleet = new FleetRegistry(_open);
        await fleet.ReloadAsync(Cancel);
        var known = fleet.Find("gw-1")!;
        var audit = new AuditTable(_open, TimeProvider.System);
        var twins = new TwinTable(_open, audit, TimeProvider.System);
        using var link = new GatewayLink(
            "node-1", fleet, twins, new CommandTable(_open, audit, TimeProvider.System), _connector,
            new MqttConnectOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "" }, TimeProvider.System, () => 0.1, NullLogger<GatewayLink>.Instance);
        await link.StartAsync(Cancel);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var stop = new CancellationTokenSource();
        var stamp = new EventStamp("store-1", "gw-1", TimeProvider.System);
        await using var outbox = Outbox.Open(new OutboxOptions { Path = Path.Combine(_folder, "outbox.db") }, stamp, TimeProvider.System, NullLogger.Instance);
        var calls = new List<CommandCall>();
        var uplink = new UplinkService(
            outbox, _connector, new UplinkOptions { Port = broker.Port }, new UplinkIdentity(_gateway.Address, "1", "b"), TimeProvider.System, () => 0.1,
            services.GetRequiredService<IMeterFactory>(), new DownlinkHandlers(
                new Dictionary<string, CommandHandler>
                {
                    [GatewayCommands.Capture] = async (call, _) =>
                    {
                        calls.Add(call);
                        await call.ProgressAsync(new CommandProgress(1, 2, "s"));
                        return new CommandAnswer(CommandStatus.Done, JsonElement.Parse(Encoding.UTF8.GetString(call.Body.Span)));
                    },
                },
                new Dictionary<string, TwinSection> { ["planogram"] = new TwinSection(_ => [], (_, _) => new([]), () => null) }),
            NullLogger<UplinkService>.Instance).RunAsync(stop.Token);

        // A gateway that is not connected yet does not get the command later, so it is asked until it is there.
        var told = new List<CommandProgress>();
        CommandResponse? answer = null;
        while (answer is null)
        {
            answer = await link.CallAsync(known, "capture", "c-1", """{"device":"scale-1"}"""u8.ToArray(), TimeSpan.FromSeconds(1), Cancel, Tell);
        }

        Assert.Equal(("c-1", CommandStatus.Done, "scale-1"), (answer.Id, answer.Status, answer.Body!.Value.GetProperty("device").GetString()));
        Assert.Contains(new CommandProgress(1, 2, "s"), told);
        Assert.InRange(calls[^1].ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(-60), TimeSpan.FromSeconds(1));
        var (version, _) = await twins.SetAsync(known, """{"planogram":{}}""", null, Caller.Headquarters, Cancel);
        await link.DesireAsync(known, version, """{"planogram":{}}""");
        while ((await twins.FindAsync(known.Id, Cancel))?.Reported is not { Status: ReportedDocument.Applied, Version: 1 })
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await uplink;
        await link.StopAsync(Cancel);

        Task Tell(CommandProgress progress)
        {
            told.Add(progress);
            return Task.CompletedTask;
        }
    }
}
