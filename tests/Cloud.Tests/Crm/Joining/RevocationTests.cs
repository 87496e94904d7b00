using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Joining;
using Cloud.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Crm.Joining;

/// <summary>Taking a certificate back, against a real Mosquitto as shipped. The SIGHUP is the test's; in a store's headquarters it is that of edge-broker-reload.path.</summary>
[Trait("needs", "mosquitto")]
public sealed class RevocationTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly BoxKey _key = new();
    private JoinFixture _join = null!;
    private FleetBroker _broker = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        // Behind the machine's clock, so that what is made as the test's clock moves on is valid for the broker now.
        _join = await JoinFixture.CreateAsync(_database.Open(), new ManualClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10)));
        _broker = await FleetBroker.StartAsync(_join.Authorities, _join.Clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _key.Dispose();
        _join.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Revoked_GatewayThatIsConnected_IsCutOffAndDoesNotComeBack()
    {
        var answer = await _join.JoinAsync(_key);
        using var otherKey = new BoxKey();
        var other = await _join.JoinAsync(otherKey, "gw-2", "store-2");
        using var watch = new RevocationWatch(
            _join.Table, _join.Certification, _join.Options with { RevocationsFile = _broker.Revocations }, new LibmosquittoConnector(TimeProvider.System),
            _broker.Headquarters("any"), _join.Clock, NullLogger<RevocationWatch>.Instance);
        await watch.LookAsync(Cancel);
        await using var connected = await ConnectAsync(answer.Certificate, _key);
        await using var bystander = await ConnectAsync(other.Certificate, otherKey);

        var begun = TimeProvider.System.GetTimestamp();
        Assert.True(await _join.Renewals.RevokeAsync(Caller.Headquarters, "gw-1", Cancel));
        _join.Clock.Advance(RevocationWatch.Period);
        await watch.LookAsync(Cancel);
        _broker.Process.Reload();
        await RefusedAsync(answer.Certificate);
        await connected.Closed.WaitAsync(Cancel);

        TestContext.Current.SendDiagnosticMessage("cut off and shut out {0:0} ms after the watch looked", TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        await bystander.PublishAsync(Message(GatewayAddress.Of("store-2", "gw-2").Topic(Topics.State)), Cancel);
        Assert.False(bystander.Closed.IsCompleted);
        await using var again = await ConnectAsync(other.Certificate, otherKey);
    }

    private async Task RefusedAsync(string certificate)
    {
        // The broker reads its lists a moment after the signal.
        while (true)
        {
            try
            {
                await using var connection = await ConnectAsync(certificate, _key);
            }
            catch (MqttException)
            {
                return;
            }
        }
    }

    private async Task<IMqttConnection> ConnectAsync(string certificate, BoxKey key)
    {
        // One file for all three, as a gateway keeps it.
        var file = _broker.At($"{key.Mark}.pem");
        await File.WriteAllTextAsync(file, key.Pem + "\n" + certificate + _join.Authorities.Services.Pem, Cancel);
        return await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
            new MqttConnectOptions { Host = "127.0.0.1", Port = _broker.Process.Port, ClientId = "any", Tls = new MqttTlsFiles(file, file, file) }, Cancel);
    }

    private static MqttMessage Message(string topic) => new() { Topic = topic, Payload = "{}"u8.ToArray() };
}
