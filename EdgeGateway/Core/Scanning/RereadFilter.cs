using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Scanning;

/// <summary>Tells one scan from another reading of the same symbol while the trigger is held. Pure; one for each scanner.</summary>
/// <remarks>
/// Off unless set: two of the same item are scanned as fast as a hand can, and each counts. Where a scanner repeats what it sees, the same code
/// within the time since it was last seen is no new scan, however long it goes on.
/// </remarks>
/// <param name="hold">How long after the last sight of a code it is still the same sight; zero for none.</param>
public sealed class RereadFilter(TimeSpan hold)
{
    /// <summary>The profile entry, in milliseconds.</summary>
    public const string Profile = "same_code_ms";

    private (string? Symbology, string Data, DateTimeOffset Time)? _last;

    /// <summary>Whether a reading is a new scan.</summary>
    public bool IsNew(ScanReading reading)
    {
        var last = _last;
        _last = (reading.Symbology, reading.Data, reading.Time);
        return hold == TimeSpan.Zero
            || last is not var (symbology, data, time)
            || symbology != reading.Symbology || data != reading.Data
            || reading.Time - time > hold || reading.Time < time;
    }
}
