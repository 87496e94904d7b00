namespace EdgeGateway.Core.Shelves;

/// <summary>The last samples of a plate, for finding out when the hand moved and how large the noise is.</summary>
internal sealed class SampleTrail
{
    private const int Room = 512;
    private const int NoiseSamples = 24;

    private readonly long[] _times = new long[Room];
    private readonly double[] _grams = new double[Room];
    private int _head;
    private int _kept;

    /// <summary>Samples kept.</summary>
    public int Count => _kept;

    /// <summary>Adds a sample.</summary>
    public void Add(long timeMs, double grams)
    {
        (_times[_head], _grams[_head]) = (timeMs, grams);
        _head = (_head + 1) % Room;
        _kept = Math.Min(_kept + 1, Room);
    }

    /// <summary>When the load went from one level to another: the step that leaves least of the trail unexplained, a hand's weight not counted in full.</summary>
    public long StepMs(long sinceMs, double before, double after)
    {
        var limit = Math.Max(2, Math.Abs(after - before));
        var (cost, best, at) = (0.0, double.MaxValue, sinceMs);
        for (var back = 1; back <= _kept; back++)
        {
            var index = (_head - back + Room) % Room;
            if (_times[index] < sinceMs)
            {
                break;
            }

            // Walking back, each sample is moved from "before" to "after".
            cost += Math.Min(limit, Math.Abs(_grams[index] - after)) - Math.Min(limit, Math.Abs(_grams[index] - before));
            if (cost < best)
            {
                (best, at) = (cost, _times[index]);
            }
        }

        return at;
    }

    /// <summary>The scatter of a sample by the middle difference of neighbours, one standard deviation in grams; a step or a spike hardly moves it.</summary>
    public double Scatter()
    {
        var n = Math.Min(_kept, NoiseSamples) - 1;
        if (n < 3)
        {
            return 0;
        }

        var differences = new double[n];
        for (var i = 0; i < n; i++)
        {
            differences[i] = Math.Abs(_grams[(_head - 1 - i + Room) % Room] - _grams[(_head - 2 - i + Room) % Room]);
        }

        Array.Sort(differences);
        return differences[n / 2] * 1.4826 / Math.Sqrt(2);
    }
}
