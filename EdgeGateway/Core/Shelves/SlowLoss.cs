namespace EdgeGateway.Core.Shelves;

/// <summary>Tells a loss that is slower than a hand, but faster or farther than a zero can drift, from drift.</summary>
/// <remarks>
/// Physics sets the limits. A sound cell creeps by 0.03 % of the load in half an hour and moves by 0.1 % of full scale in 10 °C; a mis-wired one was seen to wander by
/// 30 g. Goods that leak, are poured out or slid off lose more in a minute than any of these. What is slower than that cannot be told from drift until it has
/// added up to 0.4 % of the capacity.
/// </remarks>
internal sealed class SlowLoss(double capacityGrams, double lightestGrams)
{
    private const int Room = 13;
    private const long EveryMs = 5000;
    private const double LeastGrams = 5;
    private const double Farthest = 0.004;

    private readonly (long Ms, double Grams)[] _levels = new (long, double)[Room];
    private int _kept;

    /// <summary>The plate was touched, or the loss was told.</summary>
    public void Forget() => _kept = 0;

    /// <summary>The plate is at rest at this level.</summary>
    /// <param name="ms">When.</param>
    /// <param name="grams">The level.</param>
    /// <param name="wander">Wander of the zero in one second, in grams.</param>
    /// <param name="drift">What idle tracking has taken up since the start.</param>
    /// <returns>The level from which it was lost and when, or null.</returns>
    public (long Ms, double Grams)? Rest(long ms, double grams, double wander, double drift)
    {
        if (_kept > 0 && ms - _levels[_kept - 1].Ms < EveryMs)
        {
            return null;
        }

        if (_kept == Room)
        {
            Array.Copy(_levels, 1, _levels, 0, --_kept);
        }

        _levels[_kept++] = (ms, grams);
        var (since, before) = _levels[0];
        var seconds = Math.Max(10, (ms - since) / 1000.0);
        var limit = Math.Max(Math.Max(LeastGrams, lightestGrams / 2), 6 * wander * Math.Sqrt(seconds));
        if (before - grams > limit)
        {
            return (since, before);
        }

        var far = Math.Max(Farthest * capacityGrams, lightestGrams / 2);
        return -drift > far ? (since, grams - drift) : null;
    }
}
