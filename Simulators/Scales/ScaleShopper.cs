using Simulators.Session;

namespace Simulators.Scales;

/// <summary>Puts goods of random weight on a scale about every <paramref name="every"/>, each for at least <paramref name="hold"/>.</summary>
internal sealed class ScaleShopper(ScalePan pan, TimeSpan every, TimeSpan hold, Random random, TimeProvider clock) : IShopper
{
    /// <summary>After the last load is off, zero is shown this long, so that whoever reads the scale sees it.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(800);

    private long _lastAct = clock.GetTimestamp();
    private TimeSpan _until = TimeSpan.FromSeconds(random.NextDouble() * Math.Max(0.5, (every - hold).TotalSeconds));

    /// <inheritdoc/>
    public TimeSpan? Act()
    {
        var left = _until - clock.GetElapsedTime(_lastAct);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (pan.IsLoaded)
        {
            pan.Clear();
            return Next((every - hold) * (0.75 + (random.NextDouble() * 0.5)));
        }

        pan.Place(NextWeight());
        return Next(hold * (1 + (random.NextDouble() * 0.25)));
    }

    /// <inheritdoc/>
    public TimeSpan? Leave()
    {
        if (!pan.IsLoaded)
        {
            return s_farewell - clock.GetElapsedTime(_lastAct) is { Ticks: > 0 } farewell ? farewell : null;
        }

        if (hold - pan.Held is { Ticks: > 0 } promised)
        {
            return promised;
        }

        pan.Clear();
        return Next(s_farewell);
    }

    private TimeSpan Next(TimeSpan wait)
    {
        _lastAct = clock.GetTimestamp();
        return _until = wait;
    }

    /// <summary>Between 20 divisions and a third of the capacity, small ones oftener, as goods on a counter are.</summary>
    private decimal NextWeight()
    {
        var least = pan.Shape.Step * 20;
        var share = (decimal)Math.Pow(random.NextDouble(), 2);
        return pan.Shape.Round(least + (((pan.Shape.Capacity / 3) - least) * share));
    }
}
