using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Visits;

/// <summary>The <see cref="VisitLog"/> of a store at work: what it decides is on the disk before anybody hears of it, staff hear of an arrival before the outbox does. Thread-safe.</summary>
/// <remarks>
/// Events have an origin, and alerts the visit's id: at whatever instant the gateway is killed, what was decided is told again after the restart
/// and counted once.
/// </remarks>
public sealed class VisitDesk : IDisposable
{
    private const int MostPending = 4096;
    private const int BatchEvents = 256;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly VisitFile _file;
    private readonly VisitLog _log;
    private readonly Func<IReadOnlyList<EventDraft>, CancellationToken, Task> _keep;
    private readonly Func<Arrival, CancellationToken, Task> _arrived;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private bool _refused;

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What counts as one visit.</param>
    /// <param name="keep">Puts events into the outbox; returns after the commit.</param>
    /// <param name="arrived">Tells staff; may be called twice for one visit after a restart.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Where trouble is told.</param>
    public VisitDesk(
        string path,
        VisitOptions options,
        Func<IReadOnlyList<EventDraft>, CancellationToken, Task> keep,
        Func<Arrival, CancellationToken, Task> arrived,
        TimeProvider clock,
        ILogger logger)
    {
        (_keep, _arrived, _clock, _logger) = (keep, arrived, clock, logger);
        _file = new VisitFile(path, clock, logger);
        _log = new VisitLog(options, _file.Read(), DrawnIds.At);
    }

    /// <summary>Takes what a camera saw, in order.</summary>
    public Task TakeAsync(Presence presence, CancellationToken cancellationToken) => DoAsync(() => _log.Take(presence), cancellationToken);

    /// <summary>A member was identified without a face.</summary>
    /// <returns>True where the member has just arrived; false where the visit was known already.</returns>
    public async Task<bool> IdentifyAsync(string member, string how, string zone, CancellationToken cancellationToken) =>
        (await DoAsync(() => _log.Identify(member, how, zone, _clock.GetUtcNow()), cancellationToken).ConfigureAwait(false)).Arrivals.Count > 0;

    /// <summary>People counted by a camera in each hour since, oldest first; hours with nobody are left out.</summary>
    public IReadOnlyList<(DateTimeOffset From, int Count)> HoursSince(string camera, DateTimeOffset since)
    {
        _gate.Wait();
        try
        {
            return [.. _log.Kept.Hours.Where(hour => hour.Camera == camera && hour.From >= since).OrderBy(hour => hour.From).Select(hour => (hour.From, hour.Count))];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets a member who no longer wants to be recognised.</summary>
    public async Task ForgetAsync(string member, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _log.Forget(member);
            _log.Kept.Untold.RemoveAll(arrival => arrival.Member == member);
            _file.Write(_log.Kept);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends stays that the last run left open, then keeps the hours until the token; then ends everything.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await DoAsync(_log.Resume, CancellationToken.None).ConfigureAwait(false);
        using var timer = new PeriodicTimer(s_tick, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await DoAsync(() => _log.Tick(_clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await DoAsync(() => _log.Stop(_clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<VisitStep> DoAsync(Func<VisitStep> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var step = act();
            var kept = _log.Kept;
            kept.Pending.AddRange(step.Events.Select(KeptDraft.Of));
            kept.Untold.AddRange(step.Arrivals);
            if (kept.Pending.Count > MostPending)
            {
                kept.Pending.RemoveRange(0, kept.Pending.Count - MostPending);
            }

            if (step.Events.Count > 0 && !PlantedFault.Is("visit-not-noted"))
            {
                kept.At = _clock.GetUtcNow();
                _file.Write(kept);
            }

            await TellAsync(kept, cancellationToken).ConfigureAwait(false);
            await KeepAsync(kept, cancellationToken).ConfigureAwait(false);
            return step;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TellAsync(VisitsKept kept, CancellationToken cancellationToken)
    {
        while (kept.Untold.Count > 0)
        {
            try
            {
                await _arrived(kept.Untold[0], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogMessages.ArrivalNotTold(_logger, e);
            }

            kept.Untold.RemoveAt(0);
        }
    }

    private async Task KeepAsync(VisitsKept kept, CancellationToken cancellationToken)
    {
        while (kept.Pending.Count > 0)
        {
            var batch = kept.Pending.Take(BatchEvents).Select(draft => draft.ToDraft()).ToList();
            try
            {
                await _keep(batch, cancellationToken).ConfigureAwait(false);
                kept.Pending.RemoveRange(0, batch.Count);
                _refused = false;
            }
            catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException)
            {
                if (PlantedFault.Is("refused-visit-dropped"))
                {
                    kept.Pending.Clear();
                }

                if (!_refused)
                {
                    _refused = true;
                    LogMessages.VisitsWait(_logger, e.Message, kept.Pending.Count);
                }

                return;
            }
        }
    }
}
