namespace Cloud.Uplink;

/// <summary>Pauses between connections: full jitter between a floor and a ceiling that doubles with each failure.</summary>
/// <remarks>The jitter spreads a thousand gateways whose broker comes back at the same moment.</remarks>
/// <param name="min">The floor.</param>
/// <param name="max">The highest ceiling.</param>
/// <param name="jitter">A number from 0 to below 1.</param>
internal sealed class ReconnectBackoff(TimeSpan min, TimeSpan max, Func<double> jitter)
{
    private int _failures;

    /// <summary>The next pause.</summary>
    internal TimeSpan Next()
    {
        _failures = Math.Min(_failures + 1, 30);
        var ceiling = Math.Min(max.TotalSeconds, min.TotalSeconds * Math.Pow(2, _failures));
        return TimeSpan.FromSeconds(min.TotalSeconds + (jitter() * Math.Max(0, ceiling - min.TotalSeconds)));
    }

    /// <summary>After a connection that was of use, the ceiling is low again.</summary>
    internal void Reset() => _failures = 0;
}
