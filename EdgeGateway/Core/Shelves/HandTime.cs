namespace EdgeGateway.Core.Shelves;

/// <summary>How long one hand keeps a plate unsettled: shoppers, the converter, and how long this plate rings.</summary>
/// <remarks>Starts from what the store's plates have in common and is learnt from the plate's own clear single takes.</remarks>
internal sealed class HandTime(Habits habits)
{
    private const double OwnAfter = 6;
    private const double Slowest = 0.04;

    private double _seen;
    private double _mean;
    private double _variance;

    /// <summary>A clear single move took so long.</summary>
    public void Learn(double seconds)
    {
        habits.LearnHand(seconds);
        seconds = Math.Clamp(seconds, 0, 4);
        var share = Math.Max(Slowest, 1 / (_seen + 1));
        var off = seconds - _mean;
        _mean += share * off;
        _variance += share * (Math.Min(off * off * (1 - share), 1) - _variance);
        _seen++;
    }

    /// <summary>How long a single move keeps the load unsettled at the most, in seconds.</summary>
    public double LongSeconds
    {
        get
        {
            var own = _seen / (_seen + OwnAfter);
            var mean = own * _mean + (1 - own) * habits.HandSeconds;
            var variance = own * _variance + (1 - own) * habits.HandVariance + own * (1 - own) * (_mean - habits.HandSeconds) * (_mean - habits.HandSeconds);
            return mean + 2.2 * Math.Sqrt(Math.Max(variance, 0.01));
        }
    }
}
