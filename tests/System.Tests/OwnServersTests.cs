using Cloud.Contracts;
using Cloud.Mqtt;
using Npgsql;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>The PostgreSQL and the Mosquitto of these tests are set up as a careful owner would.</summary>
[Trait("needs", "world")]
public sealed class OwnServersTests : IDisposable
{
    private readonly PrivateFolder _folder = PrivateFolder.Open(null);

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Postgres_Started_IsDurableAndWantsItsPassword()
    {
        await using var server = await PostgresServer.StartAsync(_folder, Scenario.Stop);
        var database = await server.CreateDatabaseAsync("some-database", Scenario.Stop);
        await using var connection = new NpgsqlConnection(database.Connection + ";Pooling=false");
        await connection.OpenAsync(Scenario.Stop);
        await using var command = new NpgsqlCommand("SELECT current_setting('fsync') || current_setting('synchronous_commit')", connection);

        Assert.Equal("onon", await command.ExecuteScalarAsync(Scenario.Stop));
        await using var stranger = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Connection) { Password = "guess", Pooling = false }.ToString());
        await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(Scenario.Stop));
    }

    [Fact]
    public async Task Broker_AccessList_KeepsAGatewayToItsOwnTopics()
    {
        GatewayAddress[] gateways = [GatewayAddress.Of("store-1", "gw-1"), GatewayAddress.Of("store-2", "gw-2")];
        await using var broker = await Broker.StartAsync(_folder, new BrokerOptions(), gateways, Scenario.Stop);

        await using var stranger = await ConnectAsync(broker, gateways[0].Gateway);
        await stranger.PublishAsync(Message(gateways[0].Topic(Topics.Events)), Scenario.Stop);
        foreach (var topic in (string[])[gateways[0].Topic(Topics.Cursor), gateways[1].Topic(Topics.Events), gateways[1].Topic(Topics.State), "elsewhere"])
        {
            await Assert.ThrowsAsync<MqttException>(() => stranger.PublishAsync(Message(topic), Scenario.Stop));
        }

        await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(broker, null));
    }

    private static MqttMessage Message(string topic) => new() { Topic = topic, Payload = "x"u8.ToArray() };

    private static async Task<IMqttConnection> ConnectAsync(Broker broker, string? user) => await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
        new MqttConnectOptions
        {
            Host = "127.0.0.1",
            Port = broker.Port,
            ClientId = "somebody",
            UserName = user,
            Password = user is null ? null : await File.ReadAllTextAsync(broker.PasswordFile(user), Scenario.Stop),
        },
        Scenario.Stop);
}
