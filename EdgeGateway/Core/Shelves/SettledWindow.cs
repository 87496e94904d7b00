namespace EdgeGateway.Core.Shelves;

/// <summary>The last samples of a plate, as far as they agree.</summary>
internal sealed class SettledWindow
{
    private const int Least = 4;
    private const int Most = 64;
    private const decimal Within = 2m;
    private static readonly TimeSpan s_span = TimeSpan.FromMilliseconds(500);

    private readonly List<(DateTimeOffset Time, decimal Grams)> _samples = [];

    /// <summary>Takes a sample; those that do not agree with it are forgotten with all before them.</summary>
    /// <returns>The median once at least four samples over 500 ms lie within 2 g; else null.</returns>
    public decimal? Take(DateTimeOffset time, decimal grams)
    {
        if (_samples.Count > 0 && time < _samples[^1].Time)
        {
            _samples.Clear();
        }

        _samples.Add((time, grams));
        var (lowest, highest) = (grams, grams);
        for (var i = _samples.Count - 1; i >= 0; i--)
        {
            lowest = Math.Min(lowest, _samples[i].Grams);
            highest = Math.Max(highest, _samples[i].Grams);
            if (highest - lowest > Within)
            {
                _samples.RemoveRange(0, i + 1);
                break;
            }
        }

        while (_samples.Count > Most || (_samples.Count > Least && time - _samples[1].Time >= s_span))
        {
            _samples.RemoveAt(0);
        }

        return _samples.Count >= Least && time - _samples[0].Time >= s_span ? Median() : null;
    }

    /// <summary>Forgets all samples.</summary>
    public void Reset() => _samples.Clear();

    private decimal Median()
    {
        var sorted = _samples.Select(sample => sample.Grams).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
