using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The plates of a store at work: readings in, stock events out, each once whatever is killed when. Thread-safe.</summary>
/// <remarks>
/// One lock around everything; under it a decision is written to the disk with its events before anybody hears of it (<see cref="ShelfFile"/>). Written on
/// every decision and, where the level has moved, once a minute.
/// </remarks>
public sealed class StoreShelves : IDisposable
{
    private const long LookEveryMs = 1000;
    private const int MostUncommitted = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedPlate> _plates = new(StringComparer.Ordinal);
    private readonly List<ShelfEvent> _events = [];
    private readonly ShelfBooks _books;
    private readonly TellingQueue _tellings;
    private readonly ShelfCalibration _calibration;
    private readonly ShelfMetrics _metrics;
    private readonly ShelfClock _clock;
    private readonly TimeProvider _time;
    private readonly ShelfView _view;
    private bool _running = true;

    private StoreShelves(
        ShelfFile file, bool isAnew, ShelfCalibration calibration, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep,
        ShelfMetrics metrics, TimeProvider clock, ILogger logger)
    {
        (_calibration, _metrics, _time) = (calibration, metrics, clock);
        _tellings = new TellingQueue(keep, Delivered, clock);
        _books = new ShelfBooks(file, isAnew, _plates, _tellings, metrics, clock, logger);
        _clock = new ShelfClock(clock, _books.LastMs);
        _view = new ShelfView(_plates, _books, _clock);
        metrics.Untold = () => _tellings.Count;
    }

    /// <summary>Opens what is kept in a data folder. A file that is damaged is put aside and said so; nobody knows the counts then until they are counted.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="calibration">What people find out on the plates.</param>
    /// <param name="keep">Stamps events and appends them to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">One line a change.</param>
    /// <exception cref="IOException">The file cannot be made; the message is one line for people.</exception>
    public static StoreShelves Open(
        string path,
        ShelfCalibration calibration,
        Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep,
        ShelfMetrics metrics,
        TimeProvider clock,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            return new StoreShelves(ShelfFile.Open(path), false, calibration, keep, metrics, clock, logger);
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
            foreach (var suffix in ((string[])["", "-wal", "-shm"]).Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }

            LogMessages.ShelvesDamaged(logger, path, aside, fault.Message);
            return new StoreShelves(ShelfFile.Open(path), true, calibration, keep, metrics, clock, logger);
        }
        catch (SqliteFault fault)
        {
            throw new IOException($"the file of shelves {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>The planogram in force.</summary>
    public LivePlanogram Planogram => _books.Planogram;

    /// <summary>Hands events to the outbox until the token; what it has not accepted by then is told after the next start.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _tellings.RunAsync(cancellationToken);

    /// <summary>A device is there that weighs a plate.</summary>
    /// <param name="device">The device.</param>
    /// <param name="plate">The plate's name in the planogram.</param>
    public PlateFeed Connect(DeviceOptions device, string plate)
    {
        ArgumentNullException.ThrowIfNull(device);
        lock (_gate)
        {
            return Plate(plate).Feed = new PlateFeed(this, plate, device);
        }
    }

    /// <summary>Puts a planogram in force. Plates whose goods are the same keep what is known of them.</summary>
    public void Apply(LivePlanogram planogram)
    {
        ArgumentNullException.ThrowIfNull(planogram);
        lock (_gate)
        {
            foreach (var plate in planogram.Plates)
            {
                Plate(plate.Plate);
            }

            _books.Apply(planogram, _calibration);
        }
    }

    /// <summary>A calibration or a weight that was found has changed: plates that it concerns begin anew with the counts they had.</summary>
    public void Recalibrated()
    {
        lock (_gate)
        {
            _books.Apply(_books.Planogram, _calibration);
        }
    }

    /// <summary>Takes counts by hand in: the event that is answered says what the plate was thought to have. Others pass through.</summary>
    /// <exception cref="Outbox.OutboxUnavailableException">The disk does not take it; nothing was done.</exception>
    public IReadOnlyList<EventDraft> Carry(IReadOnlyList<EventDraft> drafts)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        if (!drafts.Any(draft => draft.Type == Cloud.Contracts.EventTypes.StockCountRecorded))
        {
            return drafts;
        }

        lock (_gate)
        {
            return _running ? _books.Carry(drafts, _clock) : drafts;
        }
    }

    /// <summary>Keeps a planogram as it was accepted, by where it came from; null forgets it.</summary>
    /// <exception cref="IOException">The disk does not take it; the message is one line for people.</exception>
    internal void Keep(string source, KeptPlanogram? planogram)
    {
        lock (_gate)
        {
            _books.Keep($"planogram.{source}", planogram is null ? null : JsonSerializer.SerializeToUtf8Bytes(planogram, KeptJson.Default.KeptPlanogram));
        }
    }

    /// <summary>A planogram that was kept, or null.</summary>
    internal KeptPlanogram? Kept(string source)
    {
        lock (_gate)
        {
            return _books.Kept($"planogram.{source}") is { } text ? JsonSerializer.Deserialize(text, KeptJson.Default.KeptPlanogram) : null;
        }
    }

    /// <summary>The plates now.</summary>
    /// <param name="planogram">What is said of the planogram.</param>
    public ShelvesView Snapshot(PlanogramView planogram)
    {
        lock (_gate)
        {
            return new ShelvesView(planogram, _view.Plates());
        }
    }

    /// <summary>What is known of a plate; null where it is not in the planogram.</summary>
    internal PlateStanding? Standing(string plate)
    {
        lock (_gate)
        {
            return _books.Standing(plate);
        }
    }

    /// <summary>The last two minutes of a plate's load, oldest first; null where there is no such plate.</summary>
    public IReadOnlyList<TracePoint>? Trace(string plate)
    {
        lock (_gate)
        {
            return _plates.TryGetValue(plate, out var watched) ? watched.Trace.Points(_clock.Now, _clock.At) : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_running)
            {
                _running = false;
                _books.Close();
            }
        }

        _tellings.Dispose();
    }

    internal void Take(string plate, PlateFeed feed, LoadReading reading)
    {
        var isCalibrating = _calibration.IsCalibrating(plate);
        lock (_gate)
        {
            if (!_running || !_plates.TryGetValue(plate, out var watched) || watched.Feed != feed)
            {
                return;
            }

            var ms = _clock.Of(reading.Time);
            var sample = watched.Take(ms, reading);
            if (watched.Plan is not { } plan || isCalibrating || !_tellings.HasRoom || _books.Uncommitted >= MostUncommitted)
            {
                _metrics.Sample(watched.Plan is null ? "unplanned" : isCalibrating ? "calibrating" : "full");
                return;
            }

            _metrics.Sample(sample is null ? "fault" : "taken");
            if (sample is { } load)
            {
                _events.Clear();
                _books.Infer(watched, load, _events, _clock);
            }

            if (ms - watched.LookedMs >= LookEveryMs || watched.LookedMs == 0)
            {
                watched.LookedMs = ms;
                _books.Look(watched, plan, ms);
            }

            _books.CommitWhereNeeded(ms);
        }
    }

    internal void Disconnect(string plate, PlateFeed feed)
    {
        lock (_gate)
        {
            if (_plates.TryGetValue(plate, out var watched) && watched.Feed == feed)
            {
                watched.Feed = null;
            }
        }
    }

    private WatchedPlate Plate(string name)
    {
        if (!_plates.TryGetValue(name, out var plate))
        {
            _plates[name] = plate = new WatchedPlate(name);
        }

        return plate;
    }

    private void Delivered(TellingGroup group)
    {
        lock (_gate)
        {
            _books.Delivered(group);
        }
    }
}
