using EdgeGateway.Core.Events;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Alerts;

/// <summary>The alerts of a store: one a visit, offered to one person after the other until somebody claims it, ended by a person or in words. Thread-safe.</summary>
/// <remarks>
/// An alert is one row in a small file of its own before it is shown, so a restart forgets none that is open and asks no answer twice. The file has ids only;
/// names and goods come from the profile and the shelves at the moment somebody looks. An answer's event is committed with the answer and handed
/// to the outbox under an id made of both, so that it is told exactly once.
/// </remarks>
public sealed partial class AlertDesk : IDisposable
{
    private readonly AlertStore _store;
    private readonly AlertOptions _options;
    private readonly AlertSources _sources;
    private readonly AlertCards _cards;
    private readonly AlertTurns _turns;
    private readonly AlertTelling _telling;
    private readonly AlertMetrics? _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private AlertDesk(
        AlertStore store, AlertOptions options, AlertSources sources, NoteSeal seal, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep,
        AlertMetrics? metrics, TimeProvider clock, ILogger logger)
    {
        (_store, _options, _sources, _metrics, _clock, _logger) = (store, options, sources, metrics, clock, logger);
        _cards = new AlertCards(store, sources, seal);
        _turns = new AlertTurns(store, options, sources, metrics, clock);
        _telling = new AlertTelling(store, keep, clock);
        if (metrics is not null)
        {
            metrics.Open = () => OpenCount;
        }
    }

    /// <summary>Raised after every change of what is shown, on the thread that made it and under no lock; listeners must be quick.</summary>
    public event Action? Changed;

    /// <summary>The open alerts, the newest first.</summary>
    public IReadOnlyList<AlertView> Open => [.. _store.Alerts().Select(_cards.Of)];

    /// <summary>How many alerts are open.</summary>
    public int OpenCount => _store.Alerts().Count;

    /// <summary>The alerts as they are kept.</summary>
    internal AlertStore Store => _store;

    /// <summary>Opens what is kept in a data folder. A file that is damaged is put aside and said so.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="options">How staff are told.</param>
    /// <param name="sources">Where cards and turns come from.</param>
    /// <param name="seal">Guards what staff write.</param>
    /// <param name="keep">Stamps events and appends them to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
    /// <param name="clock">Time.</param>
    /// <param name="metrics">What is counted; null for nothing.</param>
    /// <param name="logger">Told of what needs a person; never a name, a note or a member.</param>
    /// <exception cref="IOException">The file cannot be made; the message is one line for people.</exception>
    public static AlertDesk OpenAt(
        string path,
        AlertOptions options,
        AlertSources sources,
        NoteSeal seal,
        Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep,
        TimeProvider clock,
        AlertMetrics? metrics,
        ILogger<AlertDesk> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        return new AlertDesk(AlertStore.Open(path, [.. options.Webhooks.Select(webhook => webhook.Name)], clock, logger), options, sources, seal, keep, metrics, clock, logger);
    }

    /// <summary>Asks one person after the other, brings back what was snoozed, tells headquarters, and forgets what is old, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var telling = _telling.RunAsync(cancellationToken);
        try
        {
            while (true)
            {
                var version = _store.Version;
                Look();
                _turns.Tidy();
                await _store.WaitForChangeAsync(version, _turns.Rest(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; what is open is on the disk.
        }

        await telling.ConfigureAwait(false);
    }

    /// <summary>A member has arrived: an alert is shown to the staff when this returns, once a visit however often it is called.</summary>
    /// <exception cref="ArgumentException">The member or the zone is empty or longer than 256 characters.</exception>
    public Task ArrivedAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        cancellationToken.ThrowIfCancellationRequested();
        if (arrival.Member.Length is 0 or > 256 || arrival.Zone.Length > 256)
        {
            throw new ArgumentException("The member's id or the zone is empty or longer than 256 characters.", nameof(arrival));
        }

        var (shift, assigned, now) = (_sources.OnShift(), _sources.Profile(arrival.Member)?.AssignedTo, _clock.GetUtcNow());
        var alert = new Alert(AlertDrafts.IdOf(arrival.Visit), arrival.Visit, arrival.Member, arrival.How, arrival.Zone, arrival.Time, arrival.Confidence)
        {
            Since = now, WaitsSince = now, WantsSlip = _options.SlipRole is not null,
        };
        if (_store.Arrive(AlertSteps.Offer(alert, assigned, shift, _options.Rounds, now)))
        {
            _metrics?.Arrived(arrival.How, _clock.GetUtcNow() - arrival.Time);
            MakeRoom(now);
            Changed?.Invoke();
        }

        return Task.CompletedTask;
    }

    /// <summary>Forgets the match history of a member's face: their alerts that a face made, with notes and waiting messages, are no longer shown when this returns, nor on the disk.</summary>
    /// <exception cref="IOException">The disk refuses; they are no longer shown, and it is tried again until it succeeds.</exception>
    public Task ForgetAsync(string member, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _store.Forget(member);
            return Task.CompletedTask;
        }
        catch (AlertStoreException refused)
        {
            return Task.FromException(refused);
        }
        finally
        {
            Changed?.Invoke();
        }
    }

    /// <summary>The alert of an id, also one that has ended; null where there is none, or the disk does not answer.</summary>
    public AlertView? Find(Guid alert)
    {
        try
        {
            return _store.Find(alert) is { State: not AlertState.Forgotten } found ? _cards.Of(found) : null;
        }
        catch (AlertStoreException)
        {
            return null;
        }
    }

    /// <summary>How often staff said that somebody else had been recognised, for the last weeks, the oldest first.</summary>
    /// <param name="weeks">How many weeks, 1 to 53, this one included.</param>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public IReadOnlyList<MatchCount> Report(int weeks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, 53);
        return _store.Report(MatchCount.Monday(DateOnly.FromDateTime(_clock.GetLocalNow().DateTime)).AddDays(-7 * (weeks - 1)));
    }

    /// <summary>Somebody came on shift or left it: alerts offered to who is gone go on at once.</summary>
    public void ShiftChanged() => Look();

    /// <summary>A profile, a consent or a shelf has changed: who shows alerts looks again.</summary>
    public void SourcesChanged() => Changed?.Invoke();

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    /// <summary>Does what time has come for.</summary>
    internal void Look()
    {
        if (_turns.Look())
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Tells headquarters all that is untold.</summary>
    internal Task<bool> DeliverAsync(CancellationToken cancellationToken) => _telling.DeliverAsync(cancellationToken);

    /// <summary>Deletes what is old.</summary>
    internal void Tidy() => _turns.Tidy();

    private void MakeRoom(DateTimeOffset now)
    {
        var open = _store.Alerts();
        if (open.Count <= _options.MostOpen)
        {
            return;
        }

        var oldest = open.LastOrDefault(alert => alert.State != AlertState.Claimed) ?? open[^1];
        LogMessages.AlertsFull(_logger, _options.MostOpen);
        try
        {
            _ = _store.Change(oldest.Id, one => one.IsOpen ? AlertSteps.Close(one, now) : null);
            _metrics?.Answered(AlertStates.Unclaimed);
        }
        catch (AlertStoreException)
        {
            // Said in the log; the next arrival tries again.
        }
    }
}
