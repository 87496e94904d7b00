using System.Threading.Channels;

namespace Cloud.Mqtt;

/// <summary>What callers hold of a connection; the work is done by <see cref="ConnectionLoop"/> on its own thread.</summary>
internal sealed class LibmosquittoConnection : IMqttConnection
{
    private readonly ConnectionLoop _loop;

    private LibmosquittoConnection(MqttConnectOptions options) => _loop = ConnectionLoop.Start(options);

    public bool SessionPresent => _loop.SessionPresent;

    public ChannelReader<MqttMessage> Inbound => _loop.Inbound;

    public Task<string> Closed => _loop.Closed;

    internal Task Connected => _loop.Connected;

    internal static LibmosquittoConnection Start(MqttConnectOptions options) => new(options);

    public async ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(filters.Count);
        var subscribe = new SubscribeCommand(filters);
        await _loop.HandOverAsync(subscribe, cancellationToken).ConfigureAwait(false);
        await subscribe.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)message.QoS, 1u, nameof(message));
        var publish = new PublishCommand(message);
        await _loop.HandOverAsync(publish, cancellationToken).ConfigureAwait(false);
        await publish.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _loop.Stop();
        await _loop.Closed.ConfigureAwait(false);
    }

    internal void Abandon() => _loop.Abort();
}
