using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>
/// Remembers the last stable weight for scales that then only say "nothing changed". It stands only while every answer
/// since confirms it: never beyond motion, zero, a fault, a switch between net and gross, or its age.
/// </summary>
internal sealed class NoChange(TimeSpan hold, TimeProvider clock)
{
    private WeightFrame? _last;
    private long _since;

    /// <summary>The frame as it is, or the weight that still stands where the frame says that nothing changed.</summary>
    public WeightFrame Resolve(WeightFrame frame)
    {
        if (frame is { Weight: not null, Stable: true })
        {
            _last = frame with { Flags = ["no_change"] };
            _since = clock.GetTimestamp();
            return frame;
        }
        bool confirms = frame is { Stable: true, Errors.Count: 0 }
            && !frame.Flags.Contains("center_of_zero")
            && frame.NetGross == _last?.NetGross
            && clock.GetElapsedTime(_since) <= hold;
        if (!confirms)
            _last = null;
        return _last ?? frame;
    }

    /// <summary>Lets the remembered weight go, because an answer was lost.</summary>
    public void Forget() => _last = null;
}
