namespace EdgeGateway.Core.Shelves;

/// <summary>Tells from the samples of one plate which goods were taken and returned.</summary>
/// <remarks>
/// Pure: samples in, decisions out, no I/O, no clock, bounded memory. Not safe for two threads. How it decides: docs/shelves.md.
/// </remarks>
public sealed partial class PlateInference
{
    private const int BaseWindowMs = 2000;
    private const int SettledMs = 400;
    private const int SureMs = 700;
    private const int PuzzledMs = 1200;
    private const int HoldMs = 900;
    private const int GapMs = 1000;
    private const int SameShoppersMs = 4000;
    private const int RestlessMs = 15_000;
    private const int MostBetween = 6;
    private const double Clear = 0.72;
    private const double ClearAtStart = 0.95;
    private const int MostAtStart = 3;
    private const double DefaultCapacity = 10_000;
    private const double MostMs = 4e15;

    private readonly PlanogramPlate _plate;
    private readonly LoadConversion _conversion;
    private readonly PlateGoods _goods;
    private readonly LevelChain _chain;
    private readonly PlateTelling _telling;
    private readonly BackgroundNoise _noise;
    private readonly TemperatureDrift _temperature;
    private readonly SlowLoss _loss;
    private readonly SampleTrail _trail = new();
    private readonly LoadRun _run = new();
    private readonly List<Plateau> _between = [];
    private readonly List<Plateau> _levels = [];
    private readonly List<LoadSample> _first = [];

    private Plateau? _decided;
    private Plateau? _counted;
    private bool _resting;
    private bool _measured;
    private (long Ms, double Grams)? _off;
    private long? _lastMs;
    private long _openedMs;
    private long _settledMs;
    private long? _seenMs;
    private long _acceptedMs;
    private long _weighedMs;
    private double _lastGrams;
    private double _peak;
    private double _drift;
    private double? _celsius;
    private double? _decidedCelsius;
    private double _restedGrams;

    /// <summary>Starts at the planogram's start count, or where <paramref name="state"/> left off.</summary>
    /// <param name="plate">The plate, as <see cref="PlanogramReader"/> lets it pass.</param>
    /// <param name="state">What <see cref="Save"/> gave before the restart; SKUs that it does not know start anew.</param>
    /// <param name="habits">What is learnt of the store's shoppers, shared by its plates; its own where null.</param>
    public PlateInference(PlanogramPlate plate, PlateState? state = null, Habits? habits = null)
        : this(plate, state, habits ?? new Habits(), new NeighbourTakes())
    {
    }

    internal PlateInference(PlanogramPlate plate, PlateState? state, Habits habits, NeighbourTakes neighbours)
    {
        _plate = plate;
        _conversion = new LoadConversion(plate.CountsPerGram, plate.ZeroCounts);
        _goods = new PlateGoods(plate, state, habits, neighbours);
        _telling = new PlateTelling(plate.Plate, _goods, neighbours);
        _chain = new LevelChain(_goods.Explainer, plate.Items.Count);
        _noise = new BackgroundNoise(state?.NoiseGrams is > 0 and < 100 ? state.NoiseGrams : 0.15, state?.WanderGrams is > 0 and < 10 ? state.WanderGrams : 0.03);
        _temperature = new TemperatureDrift(state?.GramsADegree ?? 0, state?.GramsADegreeVariance ?? TemperatureDrift.FirstVariance);
        _loss = new SlowLoss(plate.CapacityGrams ?? DefaultCapacity, _goods.LightestGrams);
        if (state is not null)
        {
            _decided = state.Level(plate);
            _counted = state.LevelByCount(plate);
            _seenMs = _decided?.LastMs;
            _drift = double.IsFinite(state.DriftGrams) ? state.DriftGrams : 0;
            _decidedCelsius = state.LevelCelsius;

            // The noise is known; the first samples may be of a hand.
            _measured = _decided is not null;
        }
    }

    /// <summary>Pieces of each SKU on the plate as far as decided; null where nobody counted.</summary>
    public IReadOnlyList<(string Sku, int? Count)> Counts => [.. _goods.Skus.Select((sku, s) => (sku, _goods.Count(s)))];

    /// <summary>What is known of the plate now.</summary>
    public PlateStanding Standing()
    {
        var condition = _decided is null && !_resting ? PlateCondition.Waiting : _resting ? PlateCondition.Resting : PlateCondition.Changing;
        var best = _goods.Hypotheses[0];
        var skus = _goods.Skus.Count;
        var items = _goods.Skus.Select((sku, s) => new ItemStanding(
            sku, _goods.Count(s), _goods.Count(s) is not null, _goods.Confidence(s), best.Batches.Units[s], Math.Sqrt(best.Batches.Covariance[s * skus + s]))).ToList();
        return new PlateStanding(
            _plate.Plate,
            condition,
            _lastMs is null ? null : condition == PlateCondition.Changing ? _openedMs : _settledMs,
            _resting ? _run.Centre : _decided?.Grams,
            _noise.Sigma,
            _noise.Wander,
            DriftGrams,
            _goods.Confidence(),
            items,
            best.Foreign.Sum(thing => thing.Grams));
    }

    /// <summary>Somebody counted: sets the pieces of one SKU, and what was doubtful about them is forgotten.</summary>
    /// <param name="sku">One of the plate's SKUs.</param>
    /// <param name="count">Pieces on the plate, 0 or more.</param>
    /// <param name="atMs">When they lay there, on the clock of the samples; null for at the last level that was decided. Where the plate has not been seen at rest since,
    /// the goods that make the difference may have moved before the count or never: of the two, what leaves less to be told when the load settles is believed.</param>
    /// <exception cref="ArgumentException">The plate has no such SKU.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void Correct(string sku, int count, long? atMs = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var item = _goods.Skus.ToList().IndexOf(sku);
        if (item < 0)
        {
            throw new ArgumentException($"SKU came {sku}; expected one of plate {_plate.Plate}: {string.Join(", ", _goods.Skus)}", nameof(sku));
        }

        var had = _goods.Count(item);
        _goods.Correct(item, count);
        if (had is not { } pieces || pieces == count || atMs is not { } at || !(at > AtRestUntilMs))
        {
            return;
        }

        if (_resting)
        {
            EndRun(_settledMs);
        }

        if ((_counted ?? _decided) is { } level)
        {
            var moved = count - pieces;
            _counted = new Plateau(at, at, level.Grams + (moved * _goods.Hypotheses[0].Batches.Units[item]), level.Variance + (Math.Abs(moved) * _goods.Spread[item]));
        }
    }

    /// <summary>What idle tracking has taken up since the start, in grams: zero drift, temperature, creep, and whatever is as slow as they are.</summary>
    public double DriftGrams => _drift + (_resting ? _run.Centre - _restedGrams : 0);

    /// <summary>Takes the next sample and adds what it decides to <paramref name="events"/>.</summary>
    /// <param name="sample">Later than the one before; one that is not is ignored.</param>
    /// <param name="events">Receives the decisions.</param>
    public void Take(LoadSample sample, List<ShelfEvent> events)
    {
        // No clock is so far from its beginning.
        if ((_lastMs is { } last && sample.TimeMs <= last) || Math.Abs((double)sample.TimeMs) > MostMs)
        {
            return;
        }

        if (sample.TemperatureCelsius is { } celsius && celsius is > -60 and < 120)
        {
            _celsius = celsius;
        }

        if (_conversion.Grams(sample.Counts) is not { } grams)
        {
            return;
        }

        if (!_measured)
        {
            _first.Add(sample);
            _trail.Add(sample.TimeMs, grams);
            if (_first.Count >= 12 || sample.TimeMs - _first[0].TimeMs >= 1500)
            {
                Begin(events);
            }

            return;
        }

        Step(sample.TimeMs, grams, events);
    }

    /// <summary>No more samples will come: decides what is still open, as well as it can be told.</summary>
    public void Finish(List<ShelfEvent> events)
    {
        if (!_measured && _first.Count > 0)
        {
            Begin(events);
        }

        if (_decided is { } decided && !_resting && _run.Count >= 3)
        {
            Decide(decided, events, true);
        }
    }

    /// <summary>What to keep over a restart; null before the first load has settled.</summary>
    public PlateState? Save()
    {
        var resting = _resting && _run.Count > 0 ? _run.Estimate(BaseWindowMs, 0, _noise.Sigma) : _decided;
        if (resting is not { } level)
        {
            return null;
        }

        return new PlateState(
            _plate.Plate,
            _plate.CountsPerGram,
            _plate.ZeroCounts,
            level.Grams,
            level.Variance,
            level.LastMs,
            _noise.Sigma,
            _noise.Wander,
            DriftGrams,
            _resting ? _celsius : _decidedCelsius,
            _temperature.GramsADegree,
            _temperature.Variance,
            [.. _goods.Hypotheses.Select(story => HypothesisState.Of(story, _goods.Skus, item => _goods.Count(item) is not null))],
            _counted is { } counted ? new CountedLevel(counted.LastMs, counted.Grams, counted.Variance) : null);
    }
}
