using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>The last seconds of a plate, judged for whether they can be captured. No clock and bounded memory; one caller at a time.</summary>
/// <remarks>
/// The window covers three seconds and eight samples at least, fifteen seconds at most. Steady is a window whose scatter is what neighbours differ by (a hand or
/// a swinging plate moves many samples one way), without a trend that scatter does not explain, with at most a tenth of its samples far off, the newest not
/// among them: a weight may just have been put on.
/// </remarks>
internal sealed class SteadyWindow
{
    /// <summary>How long a window is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    /// <summary>How many samples it has at least.</summary>
    public const int LeastSamples = 8;

    private const int MostSamples = 2048;
    private const double MostFar = 0.1;
    private const double MostOverNeighbours = 1.8;
    private const double CountsOfRounding = 1.5;
    private const double TrendErrors = 4.5;
    private const long OffsetTop = (1 << 24) - 1;
    private const long SignedTop = (1 << 23) - 1;
    private const long SignedBottom = -(1 << 23);

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_closest = TimeSpan.FromMilliseconds(2);
    private static readonly HashSet<string> s_saturated = ["over_range", "under_range", "overload", "underload", "saturated", "over_capacity", "under_capacity"];

    private readonly Queue<(DateTimeOffset Time, long Counts)> _samples = new();
    private DateTimeOffset _last;
    private long _lastCounts;
    private bool _isOffset;
    private decimal? _celsius;
    private (SteadyState State, string? Fault)? _broken;

    /// <summary>Takes the next sample.</summary>
    public void Take(LoadReading reading)
    {
        _celsius = reading.Celsius;
        _isOffset |= reading.Counts > SignedTop;
        var broken = Broken(reading) ?? (IsAtEnd(reading.Counts) ? (SteadyState.Saturated, null) : null);
        _lastCounts = reading.Counts;
        if (broken is not null)
        {
            Clear();
            _broken = broken;
            return;
        }

        if (_samples.Count > 0 && (reading.Time < _last || reading.Time - _last > s_longestGap))
        {
            Clear();
        }

        _broken = null;
        if (_samples.Count > 0 && reading.Time - _last < s_closest)
        {
            return;
        }

        _last = reading.Time;
        _samples.Enqueue((reading.Time, reading.Counts));
        while (_samples.Count > MostSamples || _last - _samples.Peek().Time > s_longest || _samples.Count > LeastSamples && _last - _samples.ElementAt(1).Time >= Length)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>What was seen before does not count: it was captured, or the connection broke.</summary>
    public void Clear()
    {
        _samples.Clear();
        _broken = null;
    }

    /// <summary>What the window says.</summary>
    public Steadiness Judge()
    {
        if (_broken is { } broken)
        {
            return new Steadiness(broken.State, 0, 0, 0, _celsius, broken.Fault);
        }

        var n = _samples.Count;
        if (n < LeastSamples || _last - _samples.Peek().Time < Length)
        {
            return new Steadiness(SteadyState.Waiting, n == 0 ? 0 : _samples.Average(sample => (double)sample.Counts), 0, n, _celsius, null);
        }

        var samples = _samples.ToArray();
        var sorted = samples.Select(sample => (double)sample.Counts).Order().ToArray();
        var middle = Median(sorted);

        // A transmitter that rounds says few different counts: where most are alike the median deviation is 0, and the span of the middle four fifths tells.
        var span = sorted[(int)(0.9 * (n - 1))] - sorted[(int)Math.Ceiling(0.1 * (n - 1))];
        var scatter = Math.Max(1.4826 * Median([.. samples.Select(sample => Math.Abs(sample.Counts - middle))]), span / 2.563);
        var near = samples.Where(sample => Math.Abs(sample.Counts - middle) <= 4 * Math.Max(scatter, 0.5)).ToArray();
        var mean = near.Average(sample => (double)sample.Counts);
        var noise = Math.Sqrt(near.Sum(sample => Square(sample.Counts - mean)) / (near.Length - 1));
        var neighbours = Math.Sqrt(near.Skip(1).Zip(near, (next, sample) => Square(next.Counts - sample.Counts)).Average() / 2);
        var state = near[^1] != samples[^1] ? SteadyState.Moving
            : near.Length < (1 - MostFar) * n ? SteadyState.Noisy
            : noise > MostOverNeighbours * neighbours + CountsOfRounding || Rise(near, mean) > TrendErrors * noise * Math.Sqrt(12.0 / near.Length) + CountsOfRounding ? SteadyState.Moving
            : SteadyState.Steady;
        return new Steadiness(state, mean, noise, near.Length, _celsius, null);
    }

    /// <summary>By how much a straight line through the samples goes up or down over the window, in counts.</summary>
    private static double Rise((DateTimeOffset Time, long Counts)[] samples, double mean)
    {
        var first = samples[0].Time;
        var middle = samples.Average(sample => (sample.Time - first).TotalSeconds);
        var (along, across) = (0.0, 0.0);
        foreach (var (time, counts) in samples)
        {
            var t = (time - first).TotalSeconds - middle;
            along += t * t;
            across += t * (counts - mean);
        }

        return along == 0 ? 0 : Math.Abs(across / along) * (samples[^1].Time - first).TotalSeconds;
    }

    private static (SteadyState State, string? Fault)? Broken(LoadReading reading) =>
        reading.Errors.FirstOrDefault(s_saturated.Contains) is { } over ? (SteadyState.Saturated, over)
        : reading.Errors.Count > 0 ? (SteadyState.Fault, reading.Errors[0])
        : reading.Stable == false ? (SteadyState.Moving, null)
        : null;

    /// <summary>The top of a signed converter is near the rest of an offset one: there it is a load like others. A converter at its end stays there.</summary>
    private bool IsAtEnd(long counts) => counts is OffsetTop or SignedBottom || counts == SignedTop && _lastCounts == SignedTop && !_isOffset;

    private static double Median(double[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static double Square(double value) => value * value;
}
