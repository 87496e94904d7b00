using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What lies on the plates, by the planogram in force, and the disk that knows it. Not thread-safe.</summary>
internal sealed class ShelfBooks
{
    private const long CheckpointMs = 60_000;
    private const long KeptForMs = 600_000;
    private const double KeptWithinGrams = 0.2;
    private const double Certain = 0.95;
    private const string Habits = "habits";
    private const string Levels = "levels";

    private readonly ShelfFile _file;
    private readonly IReadOnlyDictionary<string, WatchedPlate> _plates;
    private readonly Dictionary<string, KeptPlate> _known = new(StringComparer.Ordinal);
    private readonly TellingQueue _tellings;
    private readonly ShelfMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StockLevels _levels = new();
    private readonly RecentMoves _moves = new();
    private readonly Habits _habits;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private ShelfInference _inference = new(new Planogram([]));
    private LivePlanogram _planogram = LivePlanogram.Empty;
    private ShelfChange _change = new();
    private bool _countsAreLost;
    private bool _mustForget;
    private bool _failing;
    private long _checkpointMs;
    private long _retryMs;

    /// <summary>Goes on with what the file has.</summary>
    public ShelfBooks(
        ShelfFile file, bool isAnew, IReadOnlyDictionary<string, WatchedPlate> plates, TellingQueue tellings, ShelfMetrics metrics, TimeProvider clock, ILogger logger)
    {
        (_file, _plates, _tellings, _metrics, _time, _logger, _countsAreLost) = (file, plates, tellings, metrics, clock, logger, isAnew);
        foreach (var (name, kept) in file.Plates())
        {
            _known[name] = kept ?? KeptPlate.Unknown;
            if (kept is null)
            {
                LogMessages.PlateUnreadable(logger, name);
            }
        }

        LastMs = _known.Values.Select(kept => kept.State?.LevelMs ?? 0).DefaultIfEmpty().Max();
        _habits = new Habits(file.Kept(Habits) is { } habits ? JsonSerializer.Deserialize(habits, KeptJson.Default.HabitsState) : null);
        _levels.Restore(file.Kept(Levels) is { } low ? JsonSerializer.Deserialize(low, KeptJson.Default.StringArray) ?? [] : []);
        foreach (var group in file.Untold())
        {
            tellings.Add(group);
        }
    }

    /// <summary>The planogram in force; safe from any thread.</summary>
    public LivePlanogram Planogram => Volatile.Read(ref _planogram);

    /// <summary>The last moment that was kept, on the clock of the samples; 0 where none was.</summary>
    public long LastMs { get; }

    /// <summary>Events that the disk has not taken yet; nobody hears of them before.</summary>
    public int Uncommitted => _change.Drafts.Count;

    /// <summary>What is known of a plate now; null where it is not in the planogram.</summary>
    public PlateStanding? Standing(string plate) => _inference.Plates.TryGetValue(plate, out var inference) ? inference.Standing() : null;

    /// <summary>Whether a SKU is low in the store.</summary>
    public bool IsLow(string sku) => _levels.IsLow(sku);

    /// <summary>Puts a planogram or other calibrations in force.</summary>
    public void Apply(LivePlanogram planogram, ShelfCalibration calibration)
    {
        foreach (var plate in Planogram.Plates)
        {
            _known[plate.Plate] = Snapshot(_plates[plate.Plate]);
            _plates[plate.Plate].Plan = null;
        }

        // Where there is no planogram at all, it may only be late.
        foreach (var gone in planogram.Plates.Count == 0 ? [] : _known.Keys.Where(name => planogram.Find(name) is null).ToArray())
        {
            _known.Remove(gone);
            _touched.Remove(gone);
            _change.Plates[gone] = null;
        }

        var begun = planogram.Plates.Select(live => PlateBeginning.Of(
            live, calibration, _countsAreLost ? KeptPlate.Unknown : _known.GetValueOrDefault(live.Plate))).ToList();
        _countsAreLost &= planogram.Plates.Count == 0;
        Volatile.Write(ref _planogram, planogram);
        _inference = new ShelfInference(
            new Planogram([.. begun.Select(beginning => beginning.Plate)]), [.. begun.Select(beginning => beginning.State).OfType<PlateState>()], _habits);
        foreach (var beginning in begun)
        {
            beginning.Begin(_plates[beginning.Live.Plate], _inference.Plates[beginning.Live.Plate]);
            _touched.Add(beginning.Live.Plate);
        }

        Compare();
        TryCommit();
    }

    /// <summary>Takes a sample of a plate in the planogram, and makes events of what it decides.</summary>
    public void Infer(WatchedPlate watched, LoadSample sample, List<ShelfEvent> events, ShelfClock clock)
    {
        _inference.Take(watched.Name, sample, events);
        if (events.Count > 0)
        {
            Decide(events, clock);
        }

        if ((events.Count == 0 && watched.Unseen is null && watched.IsBegun) || Standing(watched.Name) is not { Condition: PlateCondition.Resting } standing)
        {
            return;
        }

        watched.Unseen = null;
        if (!watched.IsBegun)
        {
            watched.IsBegun = true;
            _touched.Add(watched.Name);
            Tell(watched, watched.Watch.LookAtStart(standing.LevelGrams!.Value, standing), standing);
        }
    }

    /// <summary>Looks whether a plate should be calibrated.</summary>
    public void Look(WatchedPlate watched, LivePlate plan, long ms)
    {
        var before = watched.Watch.Raised.Count;
        var standing = Standing(watched.Name)!;
        Tell(watched, watched.Watch.Turn(CalibrationReasons.None, watched.LacksLine), null);
        if (watched.Grams is not null)
        {
            Tell(watched, watched.Watch.Look(standing, plan, ms), standing);
        }

        if (watched.Watch.Raised.Count != before)
        {
            _touched.Add(watched.Name);
        }
    }

    /// <summary>Takes counts by hand in, each once: the plate's count becomes what was counted then and what has moved since; the event says what the
    /// plate had and by how much it was wrong, so that books add up in whatever order they are read.</summary>
    /// <exception cref="OutboxUnavailableException">The disk does not take it; ask again.</exception>
    public IReadOnlyList<EventDraft> Carry(IReadOnlyList<EventDraft> drafts, ShelfClock clock)
    {
        var carried = drafts.Select(draft => HandCount.Read(draft, Planogram, _plates) is { } count ? Carry(draft, count, clock) : draft).ToList();
        Compare();
        return TryCommit() ? carried : throw new OutboxUnavailableException("The file of the shelves does not take the count; the disk refuses.");
    }

    /// <summary>Writes what a decision has changed at once, and where levels have moved once a minute.</summary>
    public void CommitWhereNeeded(long ms)
    {
        if (_touched.Count > 0 || !_change.IsEmpty)
        {
            if (!_failing || ms >= _retryMs)
            {
                _retryMs = ms + 1000;
                TryCommit();
            }
        }
        else if (ms - _checkpointMs >= CheckpointMs)
        {
            _checkpointMs = ms;
            foreach (var plate in Planogram.Plates.Select(plate => _plates[plate.Plate]).Where(plate => HasMoved(plate, ms)))
            {
                _touched.Add(plate.Name);
            }

            TryCommit();
        }
    }

    /// <summary>The outbox has a group.</summary>
    public void Delivered(TellingGroup group)
    {
        _file.Delivered(group);
        _mustForget = true;
    }

    /// <summary>Keeps a small thing by name; null forgets it.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Keep(string name, byte[]? value)
    {
        _change.Kept[name] = value;
        if (!TryCommit())
        {
            _change.Kept.Remove(name);
            throw new IOException("the file of the shelves cannot be written; the disk refuses");
        }
    }

    /// <summary>A small thing by name, or null.</summary>
    public byte[]? Kept(string name) => _file.Kept(name);

    /// <summary>Writes how everything stands, and closes the file.</summary>
    public void Close()
    {
        _touched.UnionWith(Planogram.Plates.Select(plate => plate.Plate));
        TryCommit();
        _file.Dispose();
    }

    private EventDraft Carry(EventDraft draft, HandCount count, ShelfClock clock)
    {
        if (draft.OriginId is { } origin
            && (_change.Counts.Find(one => one.Origin == origin).Data ?? _file.FindCount(origin)) is { } known)
        {
            return draft with { Data = known };
        }

        var inference = _inference.Plates[count.Plate];
        var now = Count(count.Plate, count.Sku);
        var moved = _moves.SinceCount(draft.Time, count.Plate, count.Sku, count.Counted, now);
        int? expected = now is null ? null : Math.Max(0, now.Value - moved);
        inference.Correct(count.Sku, Math.Max(0, count.Counted + moved), PlantedFault.Is("count-beside-level") ? null : clock.Of(draft.Time));
        var data = count.Carrying(draft.Data, expected);
        if (draft.OriginId is { } id)
        {
            _change.Counts.Add((id, data));
        }

        var watched = _plates[count.Plate];
        watched.Told[count.Sku] = null;
        watched.Watch.Turn(CalibrationReasons.StartLoad, false);
        watched.LastEvent = new PlateEventView(
            draft.Time, "counted", count.Sku, watched.Plan?.Find(count.Sku)?.Name, count.Counted, "0.0", 1, []);
        _touched.Add(count.Plate);
        return draft with { Data = data };
    }

    private void Decide(List<ShelfEvent> events, ShelfClock clock)
    {
        var decision = Guid.Empty;
        var lasts = events.Select((one, i) => (one.Plate, At: i)).GroupBy(one => one.Plate, one => one.At, StringComparer.Ordinal).Select(plate => plate.Max()).ToHashSet();
        foreach (var line in events.Where(one => one.Sku is not null && Count(one.Plate, one.Sku) is not null))
        {
            _plates[line.Plate].Told[line.Sku!] = Count(line.Plate, line.Sku!)!.Value;
        }

        for (var i = 0; i < events.Count; i++)
        {
            var decided = events[i];
            var isSame = i > 0 && (events[i - 1].Plate, events[i - 1].TimeMs, events[i - 1].AtMs) == (decided.Plate, decided.TimeMs, decided.AtMs);
            var watched = _plates[decided.Plate];
            var (at, decidedAt) = (clock.At(decided.AtMs), clock.At(decided.TimeMs));
            decision = isSame ? decision : DrawnIds.At(decidedAt);
            var item = decided.Sku is { } sku ? watched.Plan?.Find(sku) : null;
            var isRestock = item is not null && decided.Kind == ShelfEventKind.Returned && _moves.IsRestock(at, watched.Name, item, decided.Count);
            if (item is not null)
            {
                _moves.Add(watched.Unseen is null ? at : clock.At(watched.UnseenFromMs), at, watched.Name, item.Sku, decided.Kind == ShelfEventKind.Taken ? -decided.Count : decided.Count);
            }

            var onPlate = item is null ? null : Count(watched.Name, item.Sku);
            _change.Drafts.Add(ShelfDrafts.Of(decided, new Telling(
                watched.Device, at, decidedAt, decision, watched.Unseen, isRestock, onPlate, lasts.Contains(i) ? Recounted(watched) : [])));
            watched.LastEvent = ShelfView.Of(decided, at, item);
            _touched.Add(watched.Name);
            _metrics.Decide(decided.Kind, decidedAt - at);
        }

        _change.Kept[Habits] = JsonSerializer.SerializeToUtf8Bytes(_habits.Save(), KeptJson.Default.HabitsState);
        Compare();
    }

    /// <summary>What the events say of a plate and is now almost certain to be otherwise: a later change has shown an earlier line to be wrong. And what was counted by hand since:
    /// the count says when, and of what moved unseen or is not handed over yet only the gateway knows whether it was before.</summary>
    private List<(string Sku, int OnPlate)> Recounted(WatchedPlate watched)
    {
        var recounted = Standing(watched.Name)!.Items
            .Where(item => !PlantedFault.Is("recount-untold") && item.Count is { } count && item.Confidence >= Certain && watched.Told.TryGetValue(item.Sku, out var told) && told != count)
            .Select(item => (item.Sku, item.Count!.Value)).ToList();
        foreach (var (sku, onPlate) in recounted)
        {
            watched.Told[sku] = onPlate;
        }

        return recounted;
    }

    private void Tell(WatchedPlate watched, string? reason, PlateStanding? standing)
    {
        if (reason is not null)
        {
            _change.Drafts.Add(ShelfDrafts.Uncalibrated(watched.Name, watched.Device, reason, standing, _time.GetUtcNow()));
            _touched.Add(watched.Name);
            LogMessages.PlateNeedsCalibration(_logger, watched.Name, reason);
        }
    }

    private void Compare()
    {
        var told = _change.Drafts.Count;
        _levels.Compare(Planogram, Count, _time.GetUtcNow(), _change.Drafts);
        if (_change.Drafts.Count > told)
        {
            _change.Kept[Levels] = JsonSerializer.SerializeToUtf8Bytes([.. _levels.Low], KeptJson.Default.StringArray);
        }
    }

    private int? Count(string plate, string sku) => _inference.Plates[plate].Counts.First(item => item.Sku == sku).Count;

    private bool HasMoved(WatchedPlate plate, long ms) => Standing(plate.Name) is { Condition: PlateCondition.Resting, LevelGrams: { } level }
        && (plate.KeptLevel is not { } kept || Math.Abs(kept.Grams - level) > KeptWithinGrams || ms - kept.Ms >= KeptForMs);

    private KeptPlate Snapshot(WatchedPlate plate)
    {
        var inference = _inference.Plates[plate.Name];
        return new KeptPlate(
            inference.Save(),
            plate.Line,
            plate.Units,
            inference.Counts.Where(item => item.Count is not null).ToDictionary(item => item.Sku, item => item.Count!.Value, StringComparer.Ordinal),
            [.. plate.Watch.Raised],
            new Dictionary<string, int?>(plate.Told));
    }

    /// <summary>Writes all that is to be written, in one transaction; what the disk does not take stays for the next time.</summary>
    private bool TryCommit()
    {
        foreach (var name in _touched.Where(name => _inference.Plates.ContainsKey(name) && !(_change.Drafts.Count > 0 && PlantedFault.Is("state-beside-events"))))
        {
            _change.Plates[name] = Snapshot(_plates[name]);
        }

        _touched.Clear();
        if (_change.IsEmpty && !_mustForget)
        {
            return true;
        }

        try
        {
            var group = _file.Commit(_change);
            foreach (var (name, kept) in _change.Plates)
            {
                if (kept?.State is { } state && _plates.TryGetValue(name, out var plate))
                {
                    plate.KeptLevel = (state.LevelGrams, state.LevelMs);
                }
            }

            (_change, _mustForget, _failing) = (new ShelfChange(), false, false);
            _metrics.Commit(true);
            if (group is not null)
            {
                _tellings.Add(group);
            }

            return true;
        }
        catch (SqliteFault fault)
        {
            _metrics.Commit(false);
            if (!_failing)
            {
                _failing = true;
                LogMessages.ShelvesNotKept(_logger, fault.Message);
            }

            return false;
        }
    }
}
