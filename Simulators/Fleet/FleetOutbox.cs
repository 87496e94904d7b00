namespace Simulators.Fleet;

/// <summary>A store's events that are not committed yet, in memory: a simulator need not survive a power cut. Not thread-safe.</summary>
internal sealed class FleetOutbox
{
    private readonly List<DateTimeOffset> _times = [];
    private int _gone;

    /// <summary>The last event there is, 0 where there is none.</summary>
    public long Last { get; private set; }

    /// <summary>The last event that headquarters has committed.</summary>
    public long Committed { get; private set; }

    /// <summary>How many wait.</summary>
    public long Depth => Last - Committed;

    /// <summary>When the oldest of them happened, or null.</summary>
    public DateTimeOffset? Oldest => Depth > 0 ? TimeOf(Committed + 1) : null;

    /// <summary>One more has happened.</summary>
    public void Add(DateTimeOffset time)
    {
        _times.Add(time);
        Last++;
    }

    /// <summary>When an event that waits happened.</summary>
    public DateTimeOffset TimeOf(long seq) => _times[checked((int)(seq - Committed - 1 + _gone))];

    /// <summary>Lets go what is committed.</summary>
    /// <returns>How many events that were.</returns>
    /// <exception cref="InvalidDataException">Headquarters claims an event that has not happened.</exception>
    public long Trim(long committed)
    {
        if (committed > Last)
        {
            throw new InvalidDataException($"the cursor says {committed}; the last event is {Last}");
        }

        var fresh = committed - Committed;
        if (fresh <= 0)
        {
            return 0;
        }

        _gone += checked((int)fresh);
        Committed = committed;
        if (_gone > 64 && _gone * 2 > _times.Count)
        {
            _times.RemoveRange(0, _gone);
            _gone = 0;
        }

        return fresh;
    }
}
