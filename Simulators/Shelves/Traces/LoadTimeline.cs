namespace Simulators.Shelves.Traces;

/// <summary>What presses on a plate over time, in grams: goods that come and go, and hands. Read forwards only.</summary>
internal sealed class LoadTimeline
{
    private readonly List<(double From, double To, Func<double, double> Grams, double After)> _parts = [];
    private readonly List<(double From, double To, Func<double, double> Grams, double After)> _open = [];
    private double _base;
    private int _next;

    /// <summary>The load at the start.</summary>
    public void StartAt(double grams) => _base = grams;

    /// <summary>The load changes by so much between two times.</summary>
    public void Shift(double from, double to, double grams) =>
        _parts.Add((from, to, t => grams * Smooth((t - from) / (to - from)), grams));

    /// <summary>A force for a while.</summary>
    /// <param name="from">Seconds.</param>
    /// <param name="to">Seconds.</param>
    /// <param name="grams">The force by the share of the time that has passed, 0 to 1.</param>
    public void Press(double from, double to, Func<double, double> grams) =>
        _parts.Add((from, to, t => grams((t - from) / (to - from)), 0));

    /// <summary>All was said; from here it is read.</summary>
    public void Seal() => _parts.Sort((a, b) => a.From.CompareTo(b.From));

    /// <summary>The load at a time that is not before the last one asked for.</summary>
    public double At(double seconds)
    {
        while (_next < _parts.Count && _parts[_next].From <= seconds)
        {
            _open.Add(_parts[_next++]);
        }

        var load = _base;
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var part = _open[i];
            if (part.To <= seconds)
            {
                _base += part.After;
                load += part.After;
                _open.RemoveAt(i);
            }
            else
            {
                load += part.Grams(seconds);
            }
        }

        return load;
    }

    private static double Smooth(double share) => share <= 0 ? 0 : share >= 1 ? 1 : share * share * (3 - (2 * share));
}
