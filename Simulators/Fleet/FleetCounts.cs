namespace Simulators.Fleet;

/// <summary>What all stores together have done. Thread-safe.</summary>
internal sealed class FleetCounts
{
    private const int LongestTrip = 60_000;
    private readonly int[] _trips = new int[LongestTrip + 1];
    private long _attempts;
    private long _connects;
    private long _online;
    private long _losses;
    private long _batches;
    private long _signs;
    private long _replays;
    private long _resent;
    private long _timeouts;
    private string? _trouble;

    /// <summary>Connections that were begun.</summary>
    public long Attempts => Interlocked.Read(ref _attempts);

    /// <summary>Connections that the broker let in.</summary>
    public long Connects => Interlocked.Read(ref _connects);

    /// <summary>Stores whose broker has acknowledged that they are online.</summary>
    public long Online => Interlocked.Read(ref _online);

    /// <summary>Connections that ended by themselves.</summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>Batches sent.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Signs of life given.</summary>
    public long Signs => Interlocked.Read(ref _signs);

    /// <summary>How often headquarters asked for events again.</summary>
    public long Replays => Interlocked.Read(ref _replays);

    /// <summary>Events sent more than once.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <summary>Connections given up because headquarters committed nothing.</summary>
    public long Timeouts => Interlocked.Read(ref _timeouts);

    /// <summary>The last thing that ended a connection, or null.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>A connection is begun.</summary>
    public void Attempt() => Interlocked.Increment(ref _attempts);

    /// <summary>The broker let one in.</summary>
    public void Connected() => Interlocked.Increment(ref _connects);

    /// <summary>The broker has a store's word that it is online.</summary>
    public void CameOnline() => Interlocked.Increment(ref _online);

    /// <summary>A store that was online is not any more.</summary>
    public void WentOffline() => Interlocked.Decrement(ref _online);

    /// <summary>A connection ended.</summary>
    public void Lost(string why)
    {
        Interlocked.Increment(ref _losses);
        Volatile.Write(ref _trouble, why);
    }

    /// <summary>A batch was sent, with so many events that had been sent before.</summary>
    public void Sent(long again)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _resent, again);
    }

    /// <summary>A sign of life was given.</summary>
    public void Signed() => Interlocked.Increment(ref _signs);

    /// <summary>Headquarters asked for events again.</summary>
    public void Replayed() => Interlocked.Increment(ref _replays);

    /// <summary>Headquarters committed nothing for too long.</summary>
    public void TimedOut() => Interlocked.Increment(ref _timeouts);

    /// <summary>A batch was committed so long after it was sent.</summary>
    public void Committed(TimeSpan after) => Interlocked.Increment(ref _trips[(int)Math.Clamp(after.TotalMilliseconds, 0, LongestTrip)]);

    /// <summary>The 50th and the 99th percentile of sending to committed in milliseconds since the last call; null where nothing was.</summary>
    public (int Half, int Most)? TakeTrips()
    {
        var taken = new int[_trips.Length];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = Interlocked.Exchange(ref _trips[i], 0);
        }

        var all = taken.Sum(n => (long)n);
        return all == 0 ? null : (Rank(taken, (all + 1) / 2), Rank(taken, ((all * 99) + 99) / 100));
    }

    private static int Rank(int[] counts, long rank)
    {
        var i = 0;
        for (var seen = (long)counts[0]; seen < rank; seen += counts[i])
        {
            i++;
        }

        return i;
    }
}
