using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Hands groups of events that are noted on the disk to the outbox, in order, and goes on with the same ones until it accepts them. Thread-safe.</summary>
/// <param name="keep">Stamps events and appends them to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
/// <param name="delivered">Told when the outbox has a group.</param>
/// <param name="clock">The pace of trying again.</param>
internal sealed class TellingQueue(Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep, Action<TellingGroup> delivered, TimeProvider clock) : IDisposable
{
    /// <summary>Groups that may wait; beyond them no samples are taken, and what changes meanwhile is told as one change afterwards.</summary>
    private const int Most = 4096;

    private const int EventsAtOnce = 128;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<TellingGroup> _groups = new();
    private readonly SemaphoreSlim _more = new(0);

    /// <summary>Groups that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    /// <summary>Whether there is room for more.</summary>
    public bool HasRoom => Count < Most;

    /// <summary>Takes a group in.</summary>
    public void Add(TellingGroup group)
    {
        lock (_gate)
        {
            _groups.Enqueue(group);
        }

        _more.Release();
    }

    /// <summary>Delivers until the token, then tries once more; what the outbox has not accepted by then is on the disk and is told after the next start.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                switch (await DeliverAsync().ConfigureAwait(false))
                {
                    case null:
                        await _more.WaitAsync(cancellationToken).ConfigureAwait(false);
                        break;
                    case false:
                        await Task.Delay(s_retry, clock, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            while (await DeliverAsync().ConfigureAwait(false) == true)
            {
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _more.Dispose();

    /// <summary>Delivers what waits, up to one append.</summary>
    /// <returns>Whether the outbox took it; null where nothing waits.</returns>
    private async Task<bool?> DeliverAsync()
    {
        var groups = Next();
        if (groups.Count == 0)
        {
            return null;
        }

        try
        {
            // Not cancelled once it goes on: nobody could tell then whether the outbox has the events.
            await keep([.. groups.SelectMany(group => group.Drafts).Select(draft => PlantedFault.Is("telling-without-origin") ? draft with { OriginId = DrawnIds.Next() } : draft)], CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is OutboxFullException or OutboxUnavailableException)
        {
            if (!PlantedFault.Is("refused-telling-dropped"))
            {
                return false;
            }
        }

        lock (_gate)
        {
            groups.ForEach(_ => _groups.Dequeue());
        }

        groups.ForEach(delivered);
        return true;
    }

    private List<TellingGroup> Next()
    {
        lock (_gate)
        {
            var (groups, events) = (new List<TellingGroup>(), 0);
            foreach (var group in _groups.TakeWhile(next => groups.Count == 0 || events + next.Drafts.Count <= EventsAtOnce))
            {
                groups.Add(group);
                events += group.Drafts.Count;
            }

            return groups;
        }
    }
}
