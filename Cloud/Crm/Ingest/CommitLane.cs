using System.Threading.Channels;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Ingest;

/// <summary>
/// Commits what the sessions hand in, in order, as many messages at once as are waiting. While the database fails it holds what it has
/// and tries again; nothing is answered before it is durable.
/// </summary>
internal sealed class CommitLane(
    HeadquartersDatabase database, TimeProvider clock, Func<double> jitter, IngestMetrics metrics, ILogger logger)
{
    private const int Capacity = 128;
    private const int MaxMessages = 64;
    private const int MaxEvents = 8_000;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(5);

    // Full: the session waits, then drops, and the gateway sends again what no cursor has covered.
    private readonly Channel<IngestTicket> _tickets =
        Channel.CreateBounded<IngestTicket>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private bool _failing;

    /// <summary>Where sessions hand in messages.</summary>
    internal ChannelWriter<IngestTicket> Tickets => _tickets.Writer;

    /// <summary>Commits until the token stops it.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var group = new List<IngestTicket>(MaxMessages);
        while (await _tickets.Reader.WaitToReadAsync(cancellationToken))
        {
            group.Clear();
            var events = 0;
            while (group.Count < MaxMessages && events < MaxEvents && _tickets.Reader.TryRead(out var ticket))
            {
                group.Add(ticket);
                events += ticket.Message is IncomingBatch batch ? batch.Events.Count : 0;
            }

            PlantedFault.AfterReceive(jitter);
            await CommitAsync(group, cancellationToken);
        }
    }

    private async Task CommitAsync(List<IngestTicket> group, CancellationToken cancellationToken)
    {
        var wait = s_firstRetry;
        while (true)
        {
            try
            {
                await CommitOnceAsync(group, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException && database.IsRefusal(exception))
            {
                if (group.Count > 1)
                {
                    foreach (var ticket in group)
                    {
                        await CommitAsync([ticket], cancellationToken);
                    }

                    return;
                }

                if (GiveUp(group[0], exception) is not { } givenUp)
                {
                    return;
                }

                group = [givenUp];
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (!_failing)
                {
                    _failing = true;
                    logger.DatabaseFailing(exception);
                }

                metrics.CommitFailed();
                await Task.Delay(wait * (0.5 + (jitter() / 2)), clock, cancellationToken);
                wait = wait * 2 < s_longestRetry ? wait * 2 : s_longestRetry;
            }
        }
    }

    private async Task CommitOnceAsync(List<IngestTicket> group, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var outcomes = await GroupCommit.RunAsync(
            database, group, clock.GetUtcNow().UtcDateTime, PlantedFault.CursorBeforeCommit ? o => DeliverEarlyAsync(group, o) : null, cancellationToken);
        PlantedFault.AfterCommit(jitter);
        if (_failing)
        {
            _failing = false;
            logger.DatabaseBack();
        }

        metrics.Committed(clock.GetElapsedTime(started), group.Count, outcomes);
        for (var i = 0; i < group.Count; i++)
        {
            if (outcomes[i].DeadLetters > 0)
            {
                logger.DeadLettered(outcomes[i].DeadLetters, group[i].Lease.Shard);
            }

            if (!PlantedFault.CursorBeforeCommit)
            {
                group[i].Deliver(group[i], outcomes[i]);
            }
        }
    }

    /// <summary>The planted fault: tells the gateway before anything is durable, and leaves a crash the time to come between.</summary>
    private async Task DeliverEarlyAsync(List<IngestTicket> group, IngestOutcome[] outcomes)
    {
        for (var i = 0; i < group.Count; i++)
        {
            group[i].Deliver(group[i], outcomes[i]);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
    }

    private IngestTicket? GiveUp(IngestTicket ticket, Exception exception)
    {
        logger.DatabaseRefused(ticket.Lease.Shard, exception);
        if (ticket.Message is IncomingBatch { Events.Count: > 0 } batch)
        {
            return ticket with { Message = batch.GivenUp($"the database refused it: {exception.Message}") };
        }

        ticket.Deliver(ticket, new IngestOutcome(OutcomeKind.None));
        return null;
    }
}
