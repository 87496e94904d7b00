namespace Cloud.Uplink;

/// <summary>Pauses between connections: full jitter between a floor and a ceiling that doubles with each failure.</summary>
/// <remarks>
/// The jitter spreads a thousand gateways whose broker comes back at the same moment. Those that lose a broker which is back at once would still all come
/// within twice the floor: the spread is for them (docs/fleet-storm.md).
/// </remarks>
/// <param name="min">The floor.</param>
/// <param name="max">The highest ceiling.</param>
/// <param name="spread">The least ceiling of the first pause after a connection that was of use.</param>
/// <param name="jitter">A number from 0 to below 1.</param>
internal sealed class ReconnectBackoff(TimeSpan min, TimeSpan max, TimeSpan spread, Func<double> jitter)
{
    private int _failures;

    /// <summary>The next pause.</summary>
    internal TimeSpan Next()
    {
        var least = _failures == 0 ? spread.TotalSeconds : 0;
        _failures = Math.Min(_failures + 1, 30);
        var ceiling = Math.Min(max.TotalSeconds, Math.Max(least, min.TotalSeconds * Math.Pow(2, _failures)));
        return TimeSpan.FromSeconds(min.TotalSeconds + (jitter() * Math.Max(0, ceiling - min.TotalSeconds)));
    }

    /// <summary>After a connection that was of use, the ceiling is low again.</summary>
    internal void Reset() => _failures = 0;
}
