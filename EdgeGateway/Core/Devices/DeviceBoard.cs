using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Devices;

/// <summary>The present state of every device, for the pages and the health event. Thread-safe; written by supervisors, never by anything that
/// waits for the disk.</summary>
/// <remarks>A weight is shown only while it holds: a frame without one, silence, a broken connection or being offline takes it away.</remarks>
/// <param name="clock">Time.</param>
/// <param name="decoder">Understands scans, for what is shown of them; null for a store without labels.</param>
public sealed class DeviceBoard(TimeProvider clock, ScanDecoder? decoder = null)
{
    /// <summary>How long a weight is shown after it was read.</summary>
    public static readonly TimeSpan WeightHolds = TimeSpan.FromSeconds(3);

    /// <summary>How often "last seen" alone counts as a change.</summary>
    private static readonly TimeSpan s_lastSeenEvery = TimeSpan.FromSeconds(1);

    private readonly ScanDecoder _decoder = decoder ?? ScanDesk.Plain.Decoder;
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    /// <summary>Counts changes of what is shown, from 0.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>Devices online now, and all.</summary>
    public (int Online, int Total) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_entries.Count(entry => entry.State.Availability == Availability.Online), _entries.Count);
            }
        }
    }

    /// <summary>Adds a device; it is unknown until its supervisor says more.</summary>
    /// <exception cref="ArgumentException">A device of that name is there already.</exception>
    public void Register(DeviceOptions device, DriverDescription driver)
    {
        lock (_gate)
        {
            if (_entries.Exists(entry => entry.State.Id == device.Id))
            {
                throw new ArgumentException($"Device '{device.Id}' is on the board already.", nameof(device));
            }

            _entries.Add(new Entry(new DeviceState(
                device.Id, driver.Name, driver.Kind, device.Port, Availability.Unknown, clock.GetUtcNow(), "not read yet", null, null, null)
            {
                Name = device.Name,
                Role = device.Role,
            }));
            Bump();
        }
    }

    /// <summary>Takes a device off; its supervisor has ended.</summary>
    public void Remove(string deviceId)
    {
        lock (_gate)
        {
            if (_entries.RemoveAll(entry => entry.State.Id == deviceId) > 0)
            {
                Bump();
            }
        }
    }

    /// <summary>Every device in the order of the configuration; weights that are too old are taken away.</summary>
    public IReadOnlyList<DeviceState> Snapshot()
    {
        lock (_gate)
        {
            Expire();
            return _entries.ConvertAll(entry => entry.State);
        }
    }

    /// <summary>Waits until the version is above <paramref name="seen"/>; a weight growing too old is a change too.</summary>
    /// <returns>The version then.</returns>
    public async Task<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan expiry;
            lock (_gate)
            {
                expiry = Expire();
                if (_version > seen)
                {
                    return _version;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(expiry, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // A weight has grown too old; the next turn takes it away.
            }
        }
    }

    /// <summary>Shows a reading.</summary>
    internal void Show(Reading reading) => Change(reading.DeviceId, entry =>
    {
        var state = entry.State with { LastSeen = reading.Time };
        state = reading switch
        {
            WeightReading weight => state with { Weight = ShownReading.Of(weight.Frame) },
            LoadReading load => state with { Load = ShownReading.Of(load) },
            ScanReading scan => state with { Scan = ScanState.After(state.Scan, scan, _decoder.Decode(scan)) },
            CameraReading camera => state with { Camera = CameraState.Of(camera) },
            ReadyReading => entry.State,
            _ => state,
        };
        entry.ReadAt = clock.GetTimestamp();
        return state;
    });

    /// <summary>Shows an availability and takes the weight away unless it is online.</summary>
    internal void Show(string deviceId, Availability availability, string reason) => Change(deviceId, entry =>
    {
        var since = entry.State.Availability == availability ? entry.State.Since : clock.GetUtcNow();
        var state = entry.State with { Availability = availability, Since = since, Reason = reason };
        return availability == Availability.Online ? state : ShownReading.Without(state, "offline");
    });

    /// <summary>Shows by which name what was opened is known.</summary>
    internal void Place(string deviceId, string stableName) => Change(deviceId, entry => entry.State with { StableName = stableName });

    /// <summary>Takes the weight away because the connection broke.</summary>
    internal void Interrupt(string deviceId) => Change(deviceId, entry => ShownReading.Without(entry.State, "reconnecting"));

    private void Change(string deviceId, Func<Entry, DeviceState> change)
    {
        lock (_gate)
        {
            var entry = _entries.Find(one => one.State.Id == deviceId)
                ?? throw new ArgumentException($"Device '{deviceId}' is not on the board.", nameof(deviceId));
            var (before, after) = (entry.State, change(entry));
            entry.State = after;
            if (!Same(before, after) || clock.GetElapsedTime(entry.BumpedAt) >= s_lastSeenEvery)
            {
                entry.BumpedAt = clock.GetTimestamp();
                Bump();
            }
        }
    }

    /// <summary>Takes away weights that are too old.</summary>
    /// <returns>How long until the next one is; infinite where there is none.</returns>
    private TimeSpan Expire()
    {
        var next = Timeout.InfiniteTimeSpan;
        foreach (var entry in _entries.Where(entry => ShownReading.HasWeight(entry.State)))
        {
            var left = WeightHolds - clock.GetElapsedTime(entry.ReadAt);
            if (left <= TimeSpan.Zero)
            {
                entry.State = ShownReading.Without(entry.State, "stale");
                Bump();
            }
            else if (next == Timeout.InfiniteTimeSpan || left < next)
            {
                next = left;
            }
        }

        return next;
    }

    private void Bump()
    {
        _version++;
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Whether two states look the same but for "last seen". Lists compare by content.</summary>
    private static bool Same(DeviceState a, DeviceState b) =>
        a with { LastSeen = null, Weight = null, Load = null } == b with { LastSeen = null, Weight = null, Load = null }
        && Same(a.Weight, b.Weight) && Same(a.Load, b.Load);

    private static bool Same(WeightState? a, WeightState? b) => a is null || b is null
        ? a is null && b is null
        : a with { Errors = b.Errors, Flags = b.Flags } == b && a.Errors.SequenceEqual(b.Errors) && a.Flags.SequenceEqual(b.Flags);

    /// <summary>Raw counts never rest, so they alone are no change.</summary>
    private static bool Same(LoadState? a, LoadState? b) => a is null || b is null
        ? a is null && b is null
        : a with { Counts = b.Counts, Errors = b.Errors } == b && a.Errors.SequenceEqual(b.Errors);

    private sealed class Entry(DeviceState state)
    {
        public DeviceState State { get; set; } = state;

        public long ReadAt { get; set; }

        public long BumpedAt { get; set; }
    }
}
