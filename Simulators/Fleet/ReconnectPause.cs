namespace Simulators.Fleet;

/// <summary>How long a gateway waits before it connects again: full jitter, with a ceiling that doubles with each failure.</summary>
internal sealed class ReconnectPause(FleetPlan plan, Func<double> jitter)
{
    private int _failures;

    /// <summary>After a failure.</summary>
    public TimeSpan Next()
    {
        var floor = plan.ShortestPause;
        var ceiling = _failures == 0 && plan.Spread > floor ? plan.Spread : floor * Math.Pow(2, Math.Min(_failures + 1, 30));
        _failures++;
        ceiling = ceiling < plan.LongestPause ? ceiling : plan.LongestPause;
        return floor + (jitter() * (ceiling > floor ? ceiling - floor : TimeSpan.Zero));
    }

    /// <summary>Headquarters has committed something over the connection: it was of use.</summary>
    public void WasOfUse() => _failures = 0;
}
