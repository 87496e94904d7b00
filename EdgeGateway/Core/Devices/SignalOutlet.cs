namespace EdgeGateway.Core.Devices;

/// <summary>One supervisor's end of <see cref="DeviceSignals"/>; never waits. Not thread-safe.</summary>
internal sealed class SignalOutlet(DeviceSignals signals, DeviceMetrics metrics, string driverName)
{
    private const int KeptCapacity = 256;

    /// <summary>What may not be lost, in order, until there is room. Beyond the capacity the newest takes the place of the one before it, so
    /// that the last state is always told.</summary>
    private readonly List<DeviceSignal> _kept = [];

    /// <summary>Passes a reading on, or drops and counts it where there is no room.</summary>
    public void Pass(ReadingSignal signal)
    {
        if (!TryFlush() || !signals.TryWrite(signal))
        {
            metrics.SignalDropped(driverName);
        }
    }

    /// <summary>Passes on what may not be lost, now or as soon as there is room and something else happens.</summary>
    public void Pass(DeviceSignal signal)
    {
        if (_kept.Count == KeptCapacity)
        {
            _kept[^1] = signal;
            metrics.SignalDropped(driverName);
        }
        else
        {
            _kept.Add(signal);
        }

        TryFlush();
    }

    private bool TryFlush()
    {
        var passed = 0;
        while (passed < _kept.Count && signals.TryWrite(_kept[passed]))
        {
            passed++;
        }

        _kept.RemoveRange(0, passed);
        return _kept.Count == 0;
    }
}
