using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Where plates are calibrated and unit weights are learnt. Fed every sample of every plate; safe for use from several threads.</summary>
/// <remarks>One piece of work a plate at a time; it is forgotten when nothing was captured for ten minutes. While it is there, see <see cref="IsCalibrating"/>, the loads of the
/// plate say nothing of shoppers.</remarks>
/// <param name="calibrations">Where calibrations are kept.</param>
/// <param name="weights">Where unit weights are kept.</param>
/// <param name="facts">What is known of a plate; null where there is none of that name.</param>
/// <param name="clock">Time.</param>
public sealed class CalibrationDesk(CalibrationStore calibrations, LearntWeightStore weights, Func<string, PlateFacts?> facts, TimeProvider clock)
{
    /// <summary>How long work is kept while nothing is captured.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int LongestWho = 64;
    private const double MuchPercent = 2;
    private const double MuchWeightPercent = 10;

    private static readonly TimeSpan s_silent = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PlateWork> _works = new(StringComparer.Ordinal);

    /// <summary>Plates whose transmitter says grams itself.</summary>
    private readonly HashSet<string> _sayGrams = new(StringComparer.Ordinal);

    /// <summary>Work at a plate has begun or ended; that it was forgotten is told with the plate's next sample. Raised outside every lock.</summary>
    public event EventHandler<PlateChangedEventArgs>? Changed;

    /// <summary>Whether somebody calibrates the plate or weighs pieces on it, so that its loads say nothing of shoppers.</summary>
    public bool IsCalibrating(string plate)
    {
        lock (_gate)
        {
            return Work(plate) is not null;
        }
    }

    /// <summary>Takes a sample.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="reading">The sample.</param>
    public void Take(string plate, LoadReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var expired = false;
        lock (_gate)
        {
            if (reading.Grams is not null)
            {
                _sayGrams.Add(plate);
            }
            else if (reading.Errors.Count == 0)
            {
                _sayGrams.Remove(plate);
            }

            if (_works.Count == 0)
            {
                return;
            }

            if (Work(plate) is not { } work)
            {
                expired = _works.Remove(plate);
            }
            else
            {
                work.HeardAt = clock.GetTimestamp();
                work.Take(reading);
                if (work.Learning is { IsReady: false } learning && learning.TryBegin(work.Window.Judge()))
                {
                    work.Window.Clear();
                }
            }
        }

        if (expired)
        {
            Changed?.Invoke(this, new PlateChangedEventArgs(plate));
        }
    }

    /// <summary>The connection of a plate broke: samples before and after do not belong together.</summary>
    public void Interrupt(string plate)
    {
        lock (_gate)
        {
            _works.GetValueOrDefault(plate)?.Window.Clear();
        }
    }

    /// <summary>How the calibration of a plate stands; null where there is no such plate.</summary>
    public CalibrationView? View(string plate)
    {
        if (facts(plate) is not { } known)
        {
            return null;
        }

        lock (_gate)
        {
            var work = Work(plate);
            return CalibrationViews.Of(
                known, work, work is null ? default : Judge(work), ExpiresAt(work), calibrations.History(plate), [.. (known.Items ?? []).Select(item => weights.Find(item.Sku)).OfType<LearntWeight>()],
                calibrations.Problem ?? weights.Problem, MuchPercent, MuchWeightPercent);
        }
    }

    /// <summary>Begins a calibration.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Begin(string plate, string? who) => Begin(plate, who, (known, name) =>
    {
        var before = calibrations.Find(plate);
        return (new PlateWork(plate, name, clock.GetUtcNow()) { Calibration = new CalibrationSession(known.CapacityGrams, before), Scale = ScaleOf(known) }, null);
    });

    /// <summary>Captures a known weight; 0 is the empty plate and comes first.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Capture(string plate, decimal grams) => With(plate, Calibrating, work =>
    {
        var refusal = work.Calibration!.Capture(grams, Judge(work), clock.GetUtcNow());
        return refusal ?? Captured(work);
    });

    /// <summary>Takes the last point back.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? TakeBack(string plate) => With(plate, Calibrating, work => work.Calibration!.TakeBack()
        ? Captured(work)
        : CalibrationRefusal.Conflict(CalibrationRefusalReason.FewPoints, $"there is no point to take back", ("came", 0)));

    /// <summary>Keeps what the points say, and ends the calibration.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Finish(string plate) => Finish(
        plate,
        Calibrating,
        work => (work.Calibration!.Finish(plate, work.Who, clock.GetUtcNow(), out var refusal), refusal),
        calibrations.Keep);

    /// <summary>Begins to learn what a piece of a SKU weighs, or captures that pieces were put on.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="pieces">0 begins; then how many were put on since the last capture.</param>
    /// <param name="who">Who does it.</param>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Weigh(string plate, string sku, int pieces, string? who) => pieces == 0
        ? Begin(plate, who, (known, name) => Learning(known, sku, name))
        : With(plate, work => LearningOf(work, sku), work =>
        {
            var refusal = work.Learning!.Capture(pieces, Judge(work));
            return refusal ?? Captured(work);
        });

    /// <summary>Keeps what the pieces say, and ends the learning.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? FinishWeighing(string plate, string sku) => Finish(
        plate,
        work => LearningOf(work, sku),
        work => (work.Learning!.Finish(plate, work.Who, clock.GetUtcNow(), out var refusal), refusal),
        weights.Keep);

    /// <summary>Ends whatever is under way at a plate and keeps nothing of it.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Cancel(string plate)
    {
        if (facts(plate) is null)
        {
            return NoPlate(plate);
        }

        PlateWork? work;
        lock (_gate)
        {
            work = Work(plate);
        }

        return work is null ? Calibrating(null) : Ended(work);
    }

    /// <summary>Forgets what was learnt of a SKU.</summary>
    /// <returns>Why not, or null.</returns>
    public CalibrationRefusal? Forget(string sku)
    {
        var forgotten = false;
        return Keep(() => forgotten = weights.Forget(sku))
            ?? (forgotten ? null : CalibrationRefusal.Make(CalibrationRefusalKind.NotFound, CalibrationRefusalReason.NoWeight, "sku", $"nothing was learnt of {sku}", [("sku", sku)]));
    }

    private static CalibrationRefusal NoPlate(string plate) =>
        CalibrationRefusal.Make(CalibrationRefusalKind.NotFound, CalibrationRefusalReason.NoPlate, "plate", $"there is no plate \"{plate}\"; GET /v1/shelves lists them", [("plate", plate)]);

    private static CalibrationRefusal? Calibrating(PlateWork? work) => work?.Calibration is not null ? null
        : CalibrationRefusal.Conflict(CalibrationRefusalReason.NotBegun, $"no calibration is under way, or it was forgotten after {Patience.TotalMinutes:0} minutes; expected one: begin again", ("minutes", Patience.TotalMinutes));

    private static CalibrationRefusal? LearningOf(PlateWork? work, string sku) => work?.Learning?.Sku == sku ? null
        : CalibrationRefusal.Conflict(
            CalibrationRefusalReason.NotBegun, $"no weighing of {sku} is under way, or it was forgotten after {Patience.TotalMinutes:0} minutes; expected one: begin again with 0 pieces", ("minutes", Patience.TotalMinutes));

    private static CalibrationRefusal? Keep(Action keep)
    {
        try
        {
            keep();
            return null;
        }
        catch (IOException e)
        {
            return CalibrationRefusal.Make(CalibrationRefusalKind.Unavailable, CalibrationRefusalReason.Disk, "", $"it cannot be kept: {e.Message}", [("why", e.Message)]);
        }
    }

    private (PlateWork?, CalibrationRefusal?) Learning(PlateFacts known, string sku, string who)
    {
        var planned = known.Items?.FirstOrDefault(item => item.Sku == sku);
        if (planned is null && (known.Items is { Count: > 0 } || sku.Length > LongestWho))
        {
            return (null, CalibrationRefusal.Make(
                CalibrationRefusalKind.NotFound, CalibrationRefusalReason.NoSku, "sku", $"{sku} is not one of the plate's goods; expected {string.Join(", ", (known.Items ?? []).Select(item => item.Sku))}", [("sku", sku)]));
        }

        var own = ScaleOf(known);
        return (own ?? (_sayGrams.Contains(known.Plate) ? PlateWork.TransmitterScale : null)) is { } scale
            ? (new PlateWork(known.Plate, who, clock.GetUtcNow()) { Learning = new WeightLearning(sku, planned, scale, known.CapacityGrams), Scale = scale, ByTransmitter = own is null }, null)
            : (null, CalibrationRefusal.Conflict(CalibrationRefusalReason.Uncalibrated, $"the plate is not calibrated; expected it to know grams: calibrate it first"));
    }

    private CalibrationRefusal? Begin(string plate, string? who, Func<PlateFacts, string, (PlateWork?, CalibrationRefusal?)> make)
    {
        if (facts(plate) is not { } known)
        {
            return NoPlate(plate);
        }

        if (who?.Trim() is not { Length: >= 1 and <= LongestWho } name || name.Any(char.IsControl))
        {
            return CalibrationRefusal.Invalid(CalibrationRefusalReason.Who, "who", $"came {(string.IsNullOrWhiteSpace(who) ? "nothing" : "a name that is too long")}; expected who does it, 1 to {LongestWho} characters", ("limit", LongestWho));
        }

        lock (_gate)
        {
            if (Work(plate) is { } other)
            {
                return CalibrationRefusal.Conflict(CalibrationRefusalReason.Busy, $"{other.Who} is at this plate since {other.StartedAt:HH:mm}; expected nobody: finish that or cancel it", ("who", other.Who));
            }

            var (work, refusal) = make(known, name);
            if (work is null)
            {
                return refusal;
            }

            work.TouchedAt = clock.GetTimestamp();
            _works[plate] = work;
        }

        Changed?.Invoke(this, new PlateChangedEventArgs(plate));
        return null;
    }

    private CalibrationRefusal? With(string plate, Func<PlateWork?, CalibrationRefusal?> check, Func<PlateWork, CalibrationRefusal?> act)
    {
        if (facts(plate) is null)
        {
            return NoPlate(plate);
        }

        lock (_gate)
        {
            var work = Work(plate);
            return check(work) ?? act(work!);
        }
    }

    /// <summary>What is kept goes to the disk outside the lock: samples must not wait for it.</summary>
    private CalibrationRefusal? Finish<T>(
        string plate, Func<PlateWork?, CalibrationRefusal?> check, Func<PlateWork, (T? Made, CalibrationRefusal? Refusal)> make, Action<T> keep)
        where T : class
    {
        PlateWork? work = null;
        T? made = null;
        var refusal = With(plate, check, found =>
        {
            (work, (made, var wrong)) = (found, make(found));
            return wrong;
        });
        return made is null ? refusal : Keep(() => keep(made)) ?? Ended(work!);
    }

    private CalibrationRefusal? Captured(PlateWork work)
    {
        work.TouchedAt = clock.GetTimestamp();
        work.Window.Clear();
        return null;
    }

    private CalibrationRefusal? Ended(PlateWork work)
    {
        lock (_gate)
        {
            if (_works.GetValueOrDefault(work.Plate) == work)
            {
                _works.Remove(work.Plate);
            }
        }

        Changed?.Invoke(this, new PlateChangedEventArgs(work.Plate));
        return null;
    }

    /// <summary>What is under way, unless nothing was captured for too long.</summary>
    private PlateWork? Work(string plate) => _works.TryGetValue(plate, out var work) && clock.GetElapsedTime(work.TouchedAt) < Patience ? work : null;

    private DateTimeOffset ExpiresAt(PlateWork? work) => work is null ? default : clock.GetUtcNow() + Patience - clock.GetElapsedTime(work.TouchedAt);

    private Steadiness Judge(PlateWork work) => clock.GetElapsedTime(work.HeardAt ?? work.TouchedAt) >= s_silent
        ? new Steadiness(SteadyState.Silent, 0, 0, 0, null, null)
        : work.Window.Judge();

    private PlateScale? ScaleOf(PlateFacts known) => calibrations.Find(known.Plate) is { } made ? new PlateScale(made.CountsPerGram, made.ZeroCounts) : known.Scale;
}
