namespace EdgeGateway.Core.Shelves;

/// <summary>The scatter and the wander of an untouched plate, learnt from its own samples.</summary>
internal sealed class BackgroundNoise(double sigmaGrams, double wanderGrams)
{
    private const double LearningSeconds = 20;
    private const double WanderSeconds = 10;
    private const double LeastSigma = 0.02;

    private double _variance = sigmaGrams * sigmaGrams;
    private double _wander = wanderGrams * wanderGrams;
    private (long Ms, double Grams)? _anchor;

    /// <summary>One standard deviation of a sample about the level, hum included, in grams.</summary>
    public double Sigma => Math.Max(LeastSigma, Math.Sqrt(_variance));

    /// <summary>How far the zero wanders in one second, one standard deviation in grams; grows with the square root of time.</summary>
    public double Wander => Math.Sqrt(_wander);

    /// <summary>Takes a sample of an untouched plate.</summary>
    public void Take(double residual, double seconds)
    {
        var share = Math.Clamp(seconds / LearningSeconds, 0, 0.05);
        _variance += share * (Math.Min(residual * residual, 9 * _variance) - _variance);
    }

    /// <summary>Takes the level of an untouched plate; compares it with that of ten seconds ago.</summary>
    public void TakeLevel(long timeMs, double grams)
    {
        if (_anchor is not { } anchor)
        {
            _anchor = (timeMs, grams);
            return;
        }

        var seconds = (timeMs - anchor.Ms) / 1000.0;
        if (seconds >= WanderSeconds)
        {
            var square = Math.Min((grams - anchor.Grams) * (grams - anchor.Grams) / seconds, 0.25);
            _wander += 0.1 * (square - _wander);
            _anchor = (timeMs, grams);
        }
    }

    /// <summary>The plate was touched: levels before and after do not belong together.</summary>
    public void Forget() => _anchor = null;

    /// <summary>The scatter was seen to be larger than thought.</summary>
    public void Raise(double sigma) => _variance = Math.Max(_variance, sigma * sigma);
}
