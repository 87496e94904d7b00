using System.Threading.Channels;
using Cloud.Crm.Health;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Ingest;

/// <summary>
/// Ingest of one shard while its lease is held: one durable session at the broker, one connection after the other, messages handed to the
/// commit lane in order of arrival, cursors published as commits come back.
/// </summary>
#pragma warning disable CA1001 // An outcome may come after the end and cancel _lost then; without a timer it holds nothing to release.
internal sealed class IngestSession(
    ShardLease lease,
    HeadquartersDatabase database,
    LeaseTable leases,
    IMqttConnector connector,
    MqttConnectOptions broker,
    BatchReader reader,
    ChannelWriter<IngestTicket> lane,
    TimeProvider clock,
    Func<double> jitter,
    IngestMetrics metrics,
    ILogger logger)
{
    /// <summary>How long a gateway is left in peace after it was asked to send again.</summary>
    internal static readonly TimeSpan ReplayGuard = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_sessionExpiry = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestWaitForRoom = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestFlush = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly ReplayRequests _replays = new(clock, ReplayGuard);
    private readonly CancellationTokenSource _lost = new();
    private CursorPublisher? _publisher;
    private bool _dropping;
    private bool _first = true;

    /// <summary>Told of everything that comes; null where nobody wants to know.</summary>
    internal Hearing? Hearing { get; init; }

    /// <summary>Runs until the token stops it or the lease is lost; commits and answers what it has taken before it ends.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        var wait = s_firstRetry;
        var connected = true;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await leases.IsHeldAsync(lease, stop.Token))
                {
                    break;
                }

                await using var connection = await connector.ConnectAsync(
                    broker with { ClientId = $"ingest-{lease.Shard}", CleanStart = false, SessionExpiry = s_sessionExpiry }, stop.Token);
                wait = s_firstRetry;
                connected = true;
                await ServeAsync(connection, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                if (connected)
                {
                    connected = false;
                    logger.SessionFailed(lease.Shard, exception);
                }
            }

            await PauseAsync(wait * jitter(), stop.Token);
            wait = wait * 2 < s_longestRetry ? wait * 2 : s_longestRetry;
        }

        logger.SessionEnded(lease.Shard, _lost.IsCancellationRequested ? "its lease is held by another node" : "it was stopped or its lease was not held");
    }

    private async Task ServeAsync(IMqttConnection connection, CancellationToken cancellationToken)
    {
        var publisher = new CursorPublisher(connection);
        lock (_lock)
        {
            _publisher = publisher;
        }

        // What was acknowledged to the broker and not committed is known to nobody after a crash or a lost session: ask for it at once.
        var replay = _first || !connection.SessionPresent;
        _first = false;
        foreach (var (gateway, cursor) in await CursorQuery.ReadAsync(database, lease.Shard, replay, cancellationToken))
        {
            publisher.OfferFirst(gateway, cursor);
        }

        using var publishing = new CancellationTokenSource();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var published = SubscribeAndPublishAsync(connection, publisher, reading, publishing.Token);
        try
        {
            await foreach (var message in connection.Inbound.ReadAllAsync(reading.Token))
            {
                await HandInAsync(message, cancellationToken);
            }

            logger.SessionDisconnected(lease.Shard, await connection.Closed);
        }
        finally
        {
            await reading.CancelAsync();
            try
            {
                await FlushAsync(publishing, published);
            }
            finally
            {
                Hearing?.Stop(lease);
            }
        }
    }

    /// <summary>
    /// Subscribes, and then publishes cursors. What waited at the broker comes before its answer to the subscription, and a connection that nobody reads gets
    /// neither: so this goes on while messages are read. Where it fails, the reading ends.
    /// </summary>
    private async Task SubscribeAndPublishAsync(IMqttConnection connection, CursorPublisher publisher, CancellationTokenSource reading, CancellationToken cancellationToken)
    {
        try
        {
            await connection.SubscribeAsync(
                [Contracts.Topics.Filter(lease.Shard, Contracts.Topics.Events), Contracts.Topics.Filter(lease.Shard, Contracts.Topics.State)], reading.Token);
        }
        catch
        {
            await reading.CancelAsync();
            throw;
        }

        Hearing?.Listen(lease);
        logger.SessionStarted(lease.Shard, connection.SessionPresent);
        await publisher.RunAsync(cancellationToken);
    }

    /// <summary>Lets what was handed in be committed and answered, for a bounded time.</summary>
    private async Task FlushAsync(CancellationTokenSource publishing, Task published)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var longest = new CancellationTokenSource(s_longestFlush, clock);
        try
        {
            await lane.WriteAsync(Ticket(new IncomingBarrier(drained)), longest.Token);
            await drained.Task.WaitAsync(longest.Token);
            await publishing.CancelAsync();
            await published.WaitAsync(longest.Token);
        }
        catch (OperationCanceledException)
        {
            await publishing.CancelAsync();
        }
        finally
        {
            lock (_lock)
            {
                _publisher = null;
            }
        }
    }

    private async Task HandInAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var read = reader.Read(message);
        Hear(read);
        if (read is IncomingState { IsSign: true })
        {
            return;
        }

        var ticket = Ticket(read);
        if (lane.TryWrite(ticket))
        {
            _dropping = false;
            return;
        }

        if (!_dropping)
        {
            using var longest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var timer = clock.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), longest, s_longestWaitForRoom, Timeout.InfiniteTimeSpan);
            try
            {
                await lane.WriteAsync(ticket, longest.Token);
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _dropping = true;
                logger.Dropping(lease.Shard);
            }
        }

        metrics.Dropped();
    }

    private void Hear(Incoming message)
    {
        switch (message)
        {
            case IncomingState { IsSign: true, State.Status: Contracts.StateDocument.Online } sign:
                Hearing?.Sign(sign.Gateway.Id);
                break;
            case IncomingState { IsSign: false } state:
                Hearing?.Said(state.Gateway.Id, state.State.Status == Contracts.StateDocument.Online);
                break;
            case IncomingBatch batch:
                Hearing?.Sign(batch.Gateway.Id);
                break;
        }
    }

    private IngestTicket Ticket(Incoming message)
    {
        bool cannotResend;
        lock (_lock)
        {
            cannotResend = message is IncomingBatch batch && _replays.IsExhausted(batch.Gateway.Name, batch.Header);
        }

        return new IngestTicket(message, lease, clock.GetUtcNow().UtcDateTime, cannotResend, Deliver);
    }

    private void Deliver(IngestTicket ticket, IngestOutcome outcome)
    {
        if (ticket.Message is IncomingBarrier barrier)
        {
            barrier.Drained.TrySetResult();
            return;
        }

        if (outcome.Kind == OutcomeKind.LeaseLost)
        {
            _ = _lost.CancelAsync();
            return;
        }

        lock (_lock)
        {
            switch (ticket.Message)
            {
                case IncomingBatch batch when outcome.Cursor is { } cursor:
                    Answer(batch, cursor, outcome.Kind);
                    break;
                case IncomingState state when outcome.Cursor is { } cursor:
                    _publisher?.Offer(state.Gateway, cursor, moved: false);
                    break;
            }
        }
    }

    private void Answer(IncomingBatch batch, Contracts.CursorDocument cursor, OutcomeKind kind)
    {
        if (cursor.Replay && PlantedFault.Is("replay-not-asked"))
        {
            return;
        }

        if (cursor.Replay && !_replays.MayAsk(batch.Gateway.Name, batch.Header, kind == OutcomeKind.Unresolved))
        {
            return;
        }

        if (cursor.Replay)
        {
            logger.ReplayAsked(batch.Gateway.Name, cursor.Epoch, cursor.Seq, batch.Header.Epoch, batch.Header.First);
        }
        else if (kind == OutcomeKind.Applied)
        {
            _replays.Clear(batch.Gateway.Name);
        }

        _publisher?.Offer(batch.Gateway, cursor, moved: kind == OutcomeKind.Applied);
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped while waiting.
        }
    }
}
