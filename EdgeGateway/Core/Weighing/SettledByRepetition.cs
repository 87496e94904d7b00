namespace EdgeGateway.Core.Weighing;

/// <summary>Stands in for the stability bit of protocols that have none: three equal weights over at least 600 ms.</summary>
internal sealed class SettledByRepetition
{
    private const int Repetitions = 3;
    private static readonly TimeSpan s_span = TimeSpan.FromMilliseconds(600);

    private decimal _weight;
    private DateTimeOffset _since;
    private DateTimeOffset _last;
    private int _count;

    /// <summary>Takes the next weight; true where it has stood long enough.</summary>
    public bool IsSettled(decimal weight, DateTimeOffset time)
    {
        var clockWentBack = time < _last;
        _last = time;
        if (_count == 0 || weight != _weight || clockWentBack)
        {
            (_weight, _since, _count) = (weight, time, 1);
            return false;
        }

        _count = Math.Min(_count + 1, Repetitions);
        return _count >= Repetitions && time - _since >= s_span;
    }

    /// <summary>Forgets what it has seen.</summary>
    public void Reset() => _count = 0;
}
