namespace EdgeGateway.Core.Shelves;

/// <summary>The samples in a row that agree with each other: one level of the plate's load. Keeps the last two seconds of it.</summary>
internal sealed class LoadRun
{
    private const int Room = 256;
    private const int CentreMs = 800;
    private const int KeptMs = 2000;

    private readonly long[] _times = new long[Room];
    private readonly double[] _grams = new double[Room];
    private readonly double[] _sorted = new double[Room];
    private int _head;
    private int _kept;

    /// <summary>Samples accepted since the run began.</summary>
    public int Count { get; private set; }

    /// <summary>Single samples that did not agree.</summary>
    public int Outliers { get; private set; }

    /// <summary>Time of the first sample, in milliseconds.</summary>
    public long FirstMs { get; private set; }

    /// <summary>Time of the last sample, in milliseconds.</summary>
    public long LastMs { get; private set; }

    /// <summary>How long the run has lasted.</summary>
    public long SpanMs => Count == 0 ? 0 : LastMs - FirstMs;

    /// <summary>The mean of the last 800 ms, in grams.</summary>
    public double Centre { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (_head, _kept, Count, Outliers) = (0, 0, 0, 0);

    /// <summary>One sample was off by itself.</summary>
    public void Skip() => Outliers++;

    /// <summary>Takes a sample that agrees.</summary>
    public void Add(long timeMs, double grams)
    {
        if (Count == 0)
        {
            FirstMs = timeMs;
        }

        Count++;
        LastMs = timeMs;
        _times[_head] = timeMs;
        _grams[_head] = grams;
        _head = (_head + 1) % Room;
        _kept = Math.Min(_kept + 1, Room);
        var (sum, n) = (0.0, 0);
        for (var back = 1; back <= _kept; back++)
        {
            var at = Index(back);
            if (timeMs - _times[at] > CentreMs)
            {
                if (timeMs - _times[at] > KeptMs)
                {
                    _kept = back - 1;
                }

                break;
            }

            sum += _grams[at];
            n++;
        }

        Centre = sum / n;
    }

    /// <summary>The run's level from its last samples, by a trimmed mean.</summary>
    /// <param name="windowMs">How far back at most, up to 2000.</param>
    /// <param name="guard">How many of the very last samples to leave out: a hand may be on its way already.</param>
    /// <param name="noise">The usual scatter of a sample, one standard deviation in grams.</param>
    public Plateau Estimate(int windowMs, int guard, double noise)
    {
        var first = Math.Min(guard + 1, _kept);
        var n = 0;
        for (var back = first; back <= _kept; back++)
        {
            var at = Index(back);

            // The first sample of a run still carries the tail of the settling.
            if (LastMs - _times[at] > windowMs || (n >= 4 && _times[at] == FirstMs))
            {
                break;
            }

            _sorted[n++] = _grams[at];
        }

        var values = _sorted.AsSpan(0, n);
        values.Sort();
        var median = (values[(n - 1) / 2] + values[n / 2]) / 2;
        var (sum, squares, used) = (0.0, 0.0, 0);
        foreach (var value in values)
        {
            if (Math.Abs(value - median) <= 3.5 * noise + 0.05)
            {
                sum += value - median;
                squares += (value - median) * (value - median);
                used++;
            }
        }

        var mean = used == 0 ? 0 : sum / used;
        var scatter = used < 3 ? 0 : (squares - used * mean * mean) / (used - 1);
        var variance = Math.Max(scatter, noise * noise) / Math.Max(1, used);
        return new Plateau(FirstMs, LastMs, median + mean, variance + 0.0004);
    }

    /// <summary>How far the later half of the last <paramref name="windowMs"/> lies from the earlier half, in grams.</summary>
    public double Trend(int windowMs)
    {
        var (early, late, earlyCount, lateCount) = (0.0, 0.0, 0, 0);
        for (var back = 1; back <= _kept; back++)
        {
            var at = Index(back);
            var age = LastMs - _times[at];
            if (age > windowMs)
            {
                break;
            }

            if (age * 2 <= windowMs)
            {
                late += _grams[at];
                lateCount++;
            }
            else
            {
                early += _grams[at];
                earlyCount++;
            }
        }

        return earlyCount == 0 || lateCount == 0 ? 0 : late / lateCount - early / earlyCount;
    }

    private int Index(int back) => (_head - back + Room) % Room;
}
