using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Uplink;

/// <summary>Gives the connections the test scripts, and keeps when and how each was asked for.</summary>
internal sealed class FakeConnector(GatewayAddress address, TimeProvider clock) : IMqttConnector
{
    private readonly Channel<FakeConnection> _made = Channel.CreateBounded<FakeConnection>(10_000);
    private int _failures;

    public List<(DateTimeOffset At, MqttConnectOptions Options)> Attempts { get; } = [];

    /// <summary>Makes the next connection; the default is an obedient one.</summary>
    public Func<FakeConnection> Make { get; set; } = () => new FakeConnection(address);

    /// <summary>What connecting waits for.</summary>
    public Task Way { get; set; } = Task.CompletedTask;

    public void FailConnects(int count) => Volatile.Write(ref _failures, count);

    public ValueTask<FakeConnection> NextAsync(CancellationToken cancellationToken) => _made.Reader.ReadAsync(cancellationToken);

    public async ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        Attempts.Add((clock.GetUtcNow(), options));
        await Way.WaitAsync(cancellationToken);
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new MqttException("Connecting failed: Connection refused.");
        }

        var connection = Make();
        _made.Writer.TryWrite(connection);
        return connection;
    }
}
