namespace EdgeGateway.Core.Shelves;

/// <summary>How much a plate's zero moves with temperature, learnt while nothing touches it.</summary>
/// <remarks>
/// One coefficient in grams a degree. Cheap cells move by 0.1 % of full scale in 10 °C, so no plate is believed to move by more than
/// <see cref="MostGramsADegree"/>. Idle tracking follows the zero anyhow; the coefficient serves where nothing was seen between two levels: a restart, a gap.
/// </remarks>
internal sealed class TemperatureDrift(double gramsADegree, double variance)
{
    /// <summary>The most that is believed, in grams a degree.</summary>
    public const double MostGramsADegree = 2;

    private const double LeastDegrees = 0.3;
    private const double LeastSeconds = 30;

    private double _grams = double.IsFinite(gramsADegree) ? Math.Clamp(gramsADegree, -MostGramsADegree, MostGramsADegree) : 0;
    private double _variance = variance is > 0 and < FirstVariance ? variance : FirstVariance;
    private (long Ms, double Celsius, double Grams)? _anchor;

    /// <summary>How uncertain an unlearnt coefficient is, in square grams a square degree.</summary>
    public const double FirstVariance = 0.25;

    /// <summary>The coefficient in grams a degree.</summary>
    public double GramsADegree => _grams;

    /// <summary>How uncertain it is.</summary>
    public double Variance => _variance;

    /// <summary>The plate is at rest at this temperature and level.</summary>
    /// <param name="ms">When.</param>
    /// <param name="celsius">Its temperature.</param>
    /// <param name="grams">Its level.</param>
    /// <param name="wander">Wander of the zero in one second, in grams.</param>
    public void Rest(long ms, double celsius, double grams, double wander)
    {
        if (_anchor is not { } anchor)
        {
            _anchor = (ms, celsius, grams);
            return;
        }

        var (degrees, seconds) = (celsius - anchor.Celsius, (ms - anchor.Ms) / 1000.0);
        if (Math.Abs(degrees) < LeastDegrees || seconds < LeastSeconds)
        {
            return;
        }

        var off = grams - anchor.Grams - _grams * degrees;
        var expected = degrees * degrees * _variance + wander * wander * seconds + 0.01;
        if (off * off < 16 * expected)
        {
            var gain = _variance * degrees / expected;
            _grams = Math.Clamp(_grams + gain * off, -MostGramsADegree, MostGramsADegree);
            _variance = Math.Max(_variance * (1 - gain * degrees), 1e-4);
        }

        _anchor = (ms, celsius, grams);
    }

    /// <summary>The plate was touched: levels before and after do not belong together.</summary>
    public void Forget() => _anchor = null;

    /// <summary>The level as it would be at another temperature.</summary>
    public Plateau Move(Plateau level, double? from, double? to)
    {
        if (from is not { } before || to is not { } after)
        {
            return level;
        }

        var degrees = Math.Clamp(after - before, -60, 60);
        return level with { Grams = level.Grams + _grams * degrees, Variance = level.Variance + _variance * degrees * degrees };
    }
}
