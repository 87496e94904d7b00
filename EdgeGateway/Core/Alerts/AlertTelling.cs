using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Alerts;

/// <summary>Hands the events of answers to the outbox, each once, whatever breaks off in between.</summary>
/// <param name="store">The alerts and their events.</param>
/// <param name="keep">Appends events to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
/// <param name="clock">The pace of trying again.</param>
internal sealed class AlertTelling(AlertStore store, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep, TimeProvider clock)
{
    private const int EventsAtOnce = 100;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    /// <summary>Tells what happens, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var version = store.Version;
                if (await DeliverAsync(cancellationToken).ConfigureAwait(false))
                {
                    await store.WaitForChangeAsync(version, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await Task.Delay(s_retry, clock, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; what is untold is on the disk.
        }
    }

    /// <summary>Tells all there is.</summary>
    /// <returns>False where the outbox or the disk refuses.</returns>
    public async Task<bool> DeliverAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (events, last) = store.Untold(EventsAtOnce);
                if (events.Count == 0)
                {
                    return true;
                }

                await keep(events, cancellationToken).ConfigureAwait(false);
                store.Told(last);
            }
        }
        catch (Exception refused) when (refused is OutboxFullException or OutboxUnavailableException or AlertStoreException)
        {
            return false;
        }
    }
}
