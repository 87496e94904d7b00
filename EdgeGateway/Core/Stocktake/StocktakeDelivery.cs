using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Stocktake;

/// <summary>Hands the lines of sessions that are closing to the outbox, each once, whatever breaks off in between.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="keep">Appends events to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
/// <param name="clock">The pace of trying again.</param>
internal sealed class StocktakeDelivery(StocktakeSessions sessions, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep, TimeProvider clock) : IDisposable
{
    private const int EventsAtOnce = 100;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Goes on with what was broken off, and tries again what was refused, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_retry, clock);
        try
        {
            do
            {
                await DeliverAsync(cancellationToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Delivers every session that is closing, and marks it closed.</summary>
    /// <returns>Why one of them is not closed, or null.</returns>
    public async Task<string?> DeliverAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Next() is { } session)
            {
                foreach (var chunk in session.Events().Chunk(EventsAtOnce))
                {
                    await keep(chunk, cancellationToken).ConfigureAwait(false);
                }

                lock (sessions.Gate)
                {
                    if (sessions.MoveTo(session, SessionState.Closed).Refusal is { } refusal)
                    {
                        return refusal.Message;
                    }
                }
            }

            return null;
        }
        catch (Exception refused) when (refused is OutboxFullException or OutboxUnavailableException)
        {
            return refused.Message;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private CountingSession? Next()
    {
        lock (sessions.Gate)
        {
            return sessions.All.FirstOrDefault(s => s.Session.State == SessionState.Closing);
        }
    }
}
