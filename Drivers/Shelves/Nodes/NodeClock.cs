namespace Drivers.Shelves.Nodes;

/// <summary>Tells how old a sample is from the node's uptime and the times messages arrived here. No I/O.</summary>
/// <remarks>
/// The message that came fastest says best how the two clocks stand to each other; a slower one says only how slow the network was. What is known
/// may grow by 0.2 thousandths a second, more than a crystal drifts, so that it does not stay wrong.
/// </remarks>
internal sealed class NodeClock
{
    private const double MostDrift = 0.0002;

    private TimeSpan? _offset;
    private TimeSpan _at;

    /// <summary>Takes a message.</summary>
    /// <param name="received">When it arrived, by a clock that only goes forward.</param>
    /// <param name="uptime">The uptime of its newest sample.</param>
    public void Learn(TimeSpan received, TimeSpan uptime)
    {
        TimeSpan seen = received - uptime;
        if (_offset is not TimeSpan known)
        {
            (_offset, _at) = (seen, received);
            return;
        }
        TimeSpan grown = known + ((received - _at) * MostDrift);
        (_offset, _at) = (seen < grown ? seen : grown, received);
    }

    /// <summary>How long before <paramref name="received"/> a sample was taken; never negative.</summary>
    public TimeSpan Age(TimeSpan received, TimeSpan uptime)
    {
        TimeSpan age = received - (uptime + _offset!.Value);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>The node started anew: its uptime begins at 0.</summary>
    public void Forget() => _offset = null;
}
