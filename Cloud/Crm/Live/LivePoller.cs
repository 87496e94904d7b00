using System.Text.Json;
using Cloud.Crm.Fleet;

namespace Cloud.Crm.Live;

/// <summary>
/// Looks at the database twice a second while pages are open and tells them what changed. One poller a process serves all its pages; so a
/// page may hang on any node, and sees what every other node commits.
/// </summary>
internal sealed class LivePoller(FleetQueries queries, TimeProvider clock, ILogger<LivePoller> logger) : BackgroundService
{
    /// <summary>How many events one message holds at most; of more, the newest. The rest can be asked for.</summary>
    internal const int MaxEvents = 200;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    // Pages of people who see the same stores share a message.
    private static readonly EqualityComparer<IReadOnlySet<string>?> s_sameStores = EqualityComparer<IReadOnlySet<string>?>.Create(
        (one, other) => ReferenceEquals(one, other) || (one is not null && other is not null && one.SetEquals(other)), seen => seen?.Count ?? -1);

    private readonly Lock _lock = new();
    private readonly List<LiveListener> _listeners = [];
    private readonly SemaphoreSlim _wake = new(0);
    private Dictionary<int, GatewayMark> _marks = [];
    private bool _failing;

    /// <summary>Adds a page; the first look after it tells it where things stand. Null where so many are open that one more is refused.</summary>
    internal LiveListener? Listen(string? store, IReadOnlySet<string>? seen, int most)
    {
        var listener = new LiveListener(store, seen);
        lock (_lock)
        {
            if (_listeners.Count >= most)
            {
                return null;
            }

            _listeners.Add(listener);
        }

        _wake.Release();
        return listener;
    }

    internal void Leave(LiveListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (Listeners() is { Count: > 0 } listeners)
                {
                    await LookAsync(listeners, stoppingToken);
                    await Task.Delay(s_interval, clock, stoppingToken);
                }
                else
                {
                    _marks = [];
                    await _wake.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task LookAsync(List<LiveListener> listeners, CancellationToken cancellationToken)
    {
        try
        {
            var marks = (await queries.MarksAsync(null, cancellationToken)).ToDictionary(m => m.Id);
            var before = _marks;
            var changed = marks.Values.Where(m => !before.TryGetValue(m.Id, out var old) || old.Revision != m.Revision).ToLookup(m => m.Store);
            await TellAllStoresAsync([.. listeners.Where(l => l.Store is null)], changed.Count > 0, cancellationToken);
            foreach (var group in listeners.Where(l => l.Store is not null).GroupBy(l => l.Store!))
            {
                await TellStoreAsync(group.Key, [.. group], [.. changed[group.Key]], before, cancellationToken);
            }

            _marks = marks;
            _failing = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (!_failing)
            {
                _failing = true;
                logger.LiveFailing(exception);
            }
        }
    }

    private async Task TellAllStoresAsync(List<LiveListener> listeners, bool changed, CancellationToken cancellationToken)
    {
        var telling = listeners.Where(l => changed || !l.Begun).ToList();
        if (telling.Count > 0)
        {
            var stores = await queries.StoresAsync(null, cancellationToken);
            foreach (var group in telling.GroupBy(l => l.Seen, s_sameStores))
            {
                Tell([.. group], new LiveMessage("stores", JsonSerializer.SerializeToUtf8Bytes(
                    [.. stores.Where(s => group.Key?.Contains(s.Store) != false)], FleetJson.Default.IReadOnlyListStoreSummary)));
            }
        }
    }

    private async Task TellStoreAsync(
        string store, List<LiveListener> listeners, List<GatewayMark> changed, Dictionary<int, GatewayMark> before, CancellationToken cancellationToken)
    {
        var begun = listeners.Where(l => l.Begun).ToList();
        var grown = changed.Where(m => before.TryGetValue(m.Id, out var old) && m.Position > old.Position)
            .Select(m => (m, before[m.Id].Position, m.Position + 1)).ToList();
        if (begun.Count > 0 && grown.Count > 0)
        {
            var events = await queries.EventsAsync(grown, MaxEvents, cancellationToken);
            events.Reverse();
            Tell(begun, new LiveMessage("events", JsonSerializer.SerializeToUtf8Bytes(events, FleetJson.Default.IReadOnlyListEventView)));
        }

        var telling = listeners.Where(l => changed.Count > 0 || !l.Begun).ToList();
        if (telling.Count > 0 && await queries.StoreAsync(store, cancellationToken) is { } view)
        {
            Tell(telling, new LiveMessage("store", JsonSerializer.SerializeToUtf8Bytes(view, FleetJson.Default.StoreView)));
        }
    }

    private static void Tell(List<LiveListener> listeners, LiveMessage message)
    {
        foreach (var listener in listeners)
        {
            listener.Begun = true;
            listener.Send(message);
        }
    }

    private List<LiveListener> Listeners()
    {
        lock (_lock)
        {
            return [.. _listeners];
        }
    }
}
