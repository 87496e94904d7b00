using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Crm.Ingest;

/// <summary>
/// Publishes cursors on one connection, retained. Per gateway only the newest waits, so that what is unsent is bounded by the gateways of
/// the shard however fast commits come.
/// </summary>
internal sealed class CursorPublisher(IMqttConnection connection)
{
    private const int MaxUnacknowledged = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<RegisteredGateway, CursorDocument> _waiting = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    // A signal, not a queue: one is as good as many.
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Offers what a commit said.</summary>
    /// <param name="gateway">Whom to tell.</param>
    /// <param name="cursor">What.</param>
    /// <param name="moved">Whether the gateway's events moved it; then it also outdates a request to send again.</param>
    internal void Offer(RegisteredGateway gateway, CursorDocument cursor, bool moved)
    {
        lock (_lock)
        {
            _told.Add(gateway.Name);
            if (!moved && !cursor.Replay && _waiting.TryGetValue(gateway, out var waiting) && waiting.Replay)
            {
                return;
            }

            _waiting[gateway] = cursor;
        }

        _work.Writer.TryWrite(true);
    }

    /// <summary>Offers what stood in the database when the connection was made, unless a commit has spoken since.</summary>
    internal void OfferFirst(RegisteredGateway gateway, CursorDocument cursor)
    {
        lock (_lock)
        {
            if (_told.Contains(gateway.Name))
            {
                return;
            }

            _waiting[gateway] = cursor;
        }

        _work.Writer.TryWrite(true);
    }

    /// <summary>Publishes until the token stops it and nothing waits, or the connection ends.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(MaxUnacknowledged, MaxUnacknowledged);
        while (!connection.Closed.IsCompleted)
        {
            var batch = TakeAll();
            foreach (var (gateway, cursor) in batch)
            {
                await room.WaitAsync(CancellationToken.None);
                _ = PublishAsync(gateway, cursor, room);
            }

            if (batch.Count == 0)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                await WaitForWorkAsync(cancellationToken);
            }
        }

        for (var i = 0; i < MaxUnacknowledged; i++)
        {
            await room.WaitAsync(CancellationToken.None);
        }
    }

    private async Task PublishAsync(RegisteredGateway gateway, CursorDocument cursor, SemaphoreSlim room)
    {
        try
        {
            await connection.PublishAsync(
                new MqttMessage
                {
                    Topic = new GatewayAddress(gateway.Shard, gateway.Store, gateway.Name).Topic(Topics.Cursor),
                    Payload = cursor.ToUtf8(),
                    Retain = true,
                },
                CancellationToken.None);
        }
        catch (MqttException)
        {
            // The connection has ended; the next one begins by telling every gateway where it stands.
        }
        finally
        {
            room.Release();
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _work.Reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller looks once more whether something waits, then ends.
        }
    }

    private List<KeyValuePair<RegisteredGateway, CursorDocument>> TakeAll()
    {
        lock (_lock)
        {
            var all = _waiting.ToList();
            _waiting.Clear();
            return all;
        }
    }
}
