using System.Threading.Channels;
using Cloud.Mqtt.Native;

namespace Cloud.Mqtt;

/// <summary>Received messages on their way to the reader: a bounded channel, and what came while it was full.</summary>
/// <remarks>
/// Of the writer's side the loop's thread is the only user. What is held is bounded too: while something is, the socket is not read, so
/// it is what one read of the library brought, at most one TLS record or as many packets as we have publishes in flight.
/// </remarks>
internal sealed class InboundBuffer(int capacity, WakeEvent wake)
{
    private readonly Channel<MqttMessage> _channel =
        Channel.CreateBounded<MqttMessage>(new BoundedChannelOptions(capacity) { SingleWriter = true });

    private readonly Queue<MqttMessage> _held = new();
    private bool _waitingForRoom;

    internal ChannelReader<MqttMessage> Reader => _channel.Reader;

    /// <summary>Whether something waits for room; then the network is not to be read.</summary>
    internal bool IsFull => _held.Count > 0;

    /// <summary>Whether <see cref="PassOn"/> is worth calling again without waiting for a wake-up.</summary>
    internal bool MayHaveRoom => !Volatile.Read(ref _waitingForRoom);

    internal void Add(MqttMessage message)
    {
        if (IsFull || !_channel.Writer.TryWrite(message))
        {
            _held.Enqueue(message);
        }
    }

    /// <summary>Gives the reader what is held, as far as there is room, and asks to be woken for the rest.</summary>
    internal void PassOn()
    {
        while (_held.TryPeek(out var message))
        {
            if (_channel.Writer.TryWrite(message))
            {
                _held.Dequeue();
                continue;
            }

            if (MayHaveRoom)
            {
                Volatile.Write(ref _waitingForRoom, true);
                _ = WakeWhenThereIsRoomAsync();
            }

            return;
        }
    }

    /// <summary>Nothing more comes. What is in the channel can still be read, what is held is lost, as is what the broker still had.</summary>
    internal void Complete() => _channel.Writer.Complete();

    private async Task WakeWhenThereIsRoomAsync()
    {
        _ = await _channel.Writer.WaitToWriteAsync().ConfigureAwait(false);
        Volatile.Write(ref _waitingForRoom, false);
        wake.Set();
    }
}
