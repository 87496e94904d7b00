using Cloud.Contracts;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>A node against a Mosquitto that forgets everything when it is killed.</summary>
[Trait("needs", "mosquitto")]
public sealed class RealBrokerTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly LibmosquittoConnector _connector = new(TimeProvider.System);
    private IngestFixture _ingest = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway], Cancel);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Broker_KilledAndForgetful_IsComeBackToAndTheCursorStandsThereAgain()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Cancel);
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "" };
        await using var node = await TestNode.StartAsync(_database.Open(), _connector, Cancel, broker: options);
        await using (var gateway = await ConnectAsync(options))
        {
            await CursorAsync(gateway, c => c.Seq == 0);
            await gateway.PublishAsync(_gateway.Batch("1-a", 1, 500, brotli: true), Cancel);
            await CursorAsync(gateway, c => c == new CursorDocument("1-a", 500));
        }

        await broker.KillAsync();
        await broker.RestartAsync(Cancel);
        await using var again = await ConnectAsync(options);
        await CursorAsync(again, c => c == new CursorDocument("1-a", 500, Replay: true));
        await again.PublishAsync(_gateway.Batch("1-a", 501, 502), Cancel);
        await CursorAsync(again, c => c == new CursorDocument("1-a", 502));

        Assert.Equal(502, (await _ingest.GatewayAsync("gw-1")).Events);
    }

    /// <summary>Found by the fleet storm of docs/fleet-storm.md: the answer to the subscription stood behind what nobody read before it.</summary>
    [Fact]
    public async Task Session_WithMoreWaitingThanItsBufferHolds_IsReadBeforeItsSubscriptionIsAnswered()
    {
        const int Waiting = 100;
        await using var broker = await MosquittoProcess.StartAsync(null, Cancel);
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "", InboundCapacity = 8 };
        await using var gateway = await ConnectAsync(options);
        await using (await TestNode.StartAsync(_database.Open(), _connector, Cancel, broker: options))
        {
            await CursorAsync(gateway, c => c.Seq == 0);
            await gateway.PublishAsync(_gateway.Batch("1-a", 1, 1), Cancel);
            await CursorAsync(gateway, c => c == new CursorDocument("1-a", 1));
        }

        for (var seq = 2; seq <= Waiting; seq++)
        {
            await gateway.PublishAsync(_gateway.Batch("1-a", seq, seq), Cancel);
        }

        await using var node = await TestNode.StartAsync(_database.Open(), _connector, Cancel, broker: options);
        await CursorAsync(gateway, c => c is { Epoch: "1-a", Seq: Waiting });
    }

    private async Task<IMqttConnection> ConnectAsync(MqttConnectOptions options)
    {
        var connection = await _connector.ConnectAsync(options with { ClientId = "gw-1" }, Cancel);
        await connection.SubscribeAsync([_gateway.Address.Topic(Topics.Cursor)], Cancel);
        return connection;
    }

    private static async Task CursorAsync(IMqttConnection connection, Func<CursorDocument, bool> wanted)
    {
        await foreach (var message in connection.Inbound.ReadAllAsync(Cancel))
        {
            if (wanted(CursorDocument.Read(message.Payload.Span)!))
            {
                return;
            }
        }

        Assert.Fail($"the connection ended: {await connection.Closed}");
    }
}
