using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Pipeline;

/// <summary>Makes <c>device.online</c>, <c>device.offline</c> and <c>device.fault</c>, each once a change. No I/O; fed in order.</summary>
/// <remarks>
/// A fault is an error that says something of the device, not of the load, and lasts three seconds: scales blurt out odd frames. When it is
/// over, <c>device.online</c> says so. An incident (a restart, samples lost) is told at once.
/// </remarks>
/// <param name="device">The device.</param>
/// <param name="driverName">Its driver.</param>
public sealed class AvailabilityInterpreter(DeviceOptions device, string driverName)
{
    private static readonly TimeSpan s_faultLasts = TimeSpan.FromSeconds(3);

    private Availability _told = Availability.Unknown;
    private DateTimeOffset? _faultySince;
    private bool _faultTold;
    private string _stableName = device.Port;

    /// <summary>Takes a change of availability.</summary>
    /// <returns>The event, or null where it changes nothing that was told.</returns>
    public EventDraft? Take(AvailabilitySignal signal)
    {
        if (signal.Availability == _told || signal.Availability == Availability.Unknown)
        {
            return null;
        }

        _told = signal.Availability;
        _stableName = signal.StableName ?? _stableName;
        (_faultySince, _faultTold) = (null, false);
        return signal.Availability == Availability.Online
            ? Draft(EventTypes.DeviceOnline, signal.Time, signal.Reason)
            : Draft(EventTypes.DeviceOffline, signal.Time, signal.Reason);
    }

    /// <summary>Takes a reading, for the faults it names.</summary>
    /// <returns>The event that a fault has lasted or is over, or null.</returns>
    public EventDraft? Take(Reading reading)
    {
        if (ReadingFacts.Incident(reading) is { } incident)
        {
            (_faultySince, _faultTold) = (reading.Time, true);
            return Draft(EventTypes.DeviceFault, reading.Time, incident);
        }

        var errors = ReadingFacts.Errors(reading).Where(error => !ReadingFacts.IsLoadCondition(error)).ToArray();
        if (errors.Length == 0)
        {
            var told = _faultTold;
            (_faultySince, _faultTold) = (null, false);
            return told ? Draft(EventTypes.DeviceOnline, reading.Time, "the fault is over") : null;
        }

        if (_faultySince is not { } since || reading.Time < since)
        {
            _faultySince = reading.Time;
            return null;
        }

        if (_faultTold || reading.Time - since < s_faultLasts || !ReadingFacts.IsValid(reading))
        {
            return null;
        }

        _faultTold = true;
        return Draft(EventTypes.DeviceFault, reading.Time, string.Join(", ", errors));
    }

    /// <summary>The connection broke: a fault seen before it and one after it are two.</summary>
    public void Interrupt() => _faultySince = null;

    /// <summary>The event of a type about this device.</summary>
    internal EventDraft Draft(string type, DateTimeOffset time, string reason) => new(
        type,
        device.Id,
        time,
        DraftJson.Write(json =>
        {
            json.WriteString("driver", driverName);
            json.WriteString("stable_name", _stableName);
            json.WriteString("reason", reason);
        }));
}
