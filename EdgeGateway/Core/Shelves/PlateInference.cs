namespace EdgeGateway.Core.Shelves;

/// <summary>Tells from the samples of one plate which goods were taken and returned.</summary>
/// <remarks>
/// Pure: samples in, decisions out, no I/O, no clock, bounded memory. Not safe for two threads. How it decides: docs/shelves.md.
/// </remarks>
public sealed class PlateInference
{
    private const int BaseWindowMs = 2000;
    private const int SettledMs = 400;
    private const int SureMs = 700;
    private const int PuzzledMs = 1200;
    private const int HoldMs = 900;
    private const int GapMs = 1000;
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
    private bool _resting;
    private bool _measured;
    private (long Ms, double Grams)? _off;
    private long? _lastMs;
    private long _openedMs;
    private long _settledMs;
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
    /// <param name="count">Pieces on the plate, 0 or more, as at the last level that was decided: a change that is open (<see cref="PlateStanding.Condition"/>) is decided against it later.</param>
    /// <exception cref="ArgumentException">The plate has no such SKU.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void Correct(string sku, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var item = _goods.Skus.ToList().IndexOf(sku);
        if (item < 0)
        {
            throw new ArgumentException($"SKU came {sku}; expected one of plate {_plate.Plate}: {string.Join(", ", _goods.Skus)}", nameof(sku));
        }

        _goods.Correct(item, count);
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
            [.. _goods.Hypotheses.Select(story => HypothesisState.Of(story, _goods.Skus, item => _goods.Count(item) is not null))]);
    }

    private double Tolerance => Math.Max(4 * _noise.Sigma, Math.Min(2, 0.08 * _goods.LightestGrams));

    private void Begin(List<ShelfEvent> events)
    {
        _measured = true;
        _noise.Raise(Math.Min(_trail.Scatter(), _goods.LightestGrams * 0.15));
        foreach (var sample in _first)
        {
            Step(sample.TimeMs, _conversion.Grams(sample.Counts)!.Value, events);
        }

        _first.Clear();
    }

    private void Step(long ms, double grams, List<ShelfEvent> events)
    {
        if (_lastMs is null)
        {
            (_settledMs, _openedMs) = (ms, ms);
            _decided = _decided is { } kept ? _temperature.Move(kept, _decidedCelsius, _celsius) : null;
            _decidedCelsius = _celsius;
        }

        var elapsed = _lastMs is { } last ? ms - last : 0;
        _lastMs = ms;
        _trail.Add(ms, grams);
        if (elapsed > Math.Max(GapMs, 4000 / _plate.SampleHz))
        {
            EndRun(ms);
        }

        if (_decided is { } decided && !_resting)
        {
            var (now, before) = (Math.Abs(grams - decided.Grams), Math.Abs(_lastGrams - decided.Grams));
            _peak = Math.Max(_peak, Math.Min(now, before));
        }

        _lastGrams = grams;
        if (!Fits(ms, grams))
        {
            return;
        }

        if (_resting)
        {
            Rest(ms, grams, elapsed / 1000.0, events);
        }
        else if (Settled())
        {
            Settle(ms, events);
        }
    }

    // Adds the sample to the run, or begins another; false where it is a single one that is off, which may be a spike.
    private bool Fits(long ms, double grams)
    {
        if (_run.Count == 0 || Math.Abs(grams - _run.Centre) <= Tolerance)
        {
            if (_off is not null)
            {
                _run.Skip();
                _off = null;
            }

            _run.Add(ms, grams);
            if (_run.Outliers >= 3 && _run.Outliers * 4 > _run.Count && !_resting)
            {
                EndRun(ms);
                _run.Add(ms, grams);
            }

            return true;
        }

        if (_off is null && _run.Count >= 3)
        {
            _off = (ms, grams);
            return false;
        }

        var off = _off;
        EndRun(off?.Ms ?? ms);
        if (off is { } one && Math.Abs(one.Grams - grams) <= Tolerance)
        {
            _run.Add(one.Ms, one.Grams);
        }

        _run.Add(ms, grams);
        if (ms - _settledMs > RestlessMs)
        {
            // Never quiet for so long: the noise has become larger, a hand would have gone.
            _noise.Raise(Math.Min(_trail.Scatter(), _goods.LightestGrams * 0.15));
            _settledMs = ms;
        }

        return true;
    }

    private void EndRun(long ms)
    {
        if (_resting)
        {
            var guard = Math.Max(1, (int)(_plate.SampleHz * 0.1));
            _decided = _run.Estimate(BaseWindowMs, Math.Min(guard, _run.Count - 1), _noise.Sigma);
            _drift += _decided.Value.Grams - _restedGrams;
            _noise.Forget();
            _loss.Forget();
            _temperature.Forget();
            _decidedCelsius = _celsius;
            _resting = false;
            _openedMs = ms;
            _peak = 0;
        }
        else if (_run.Count >= 2 && _run.SpanMs >= 90 && _decided is not null)
        {
            // A short level may still be settling.
            var level = _run.Estimate(SureMs, 0, _noise.Sigma);
            if (_between.Count == MostBetween)
            {
                _between.Remove(_between.MinBy(kept => kept.SpanMs));
            }

            _between.Add(_run.SpanMs >= 250 ? level : level with { Variance = level.Variance + _noise.Sigma * _noise.Sigma + 0.1 });
        }

        _run.Clear();
        _off = null;
    }

    private void Rest(long ms, double grams, double seconds, List<ShelfEvent> events)
    {
        _settledMs = ms;
        if (_run.Count < 8)
        {
            return;
        }

        _noise.Take(grams - _run.Centre, seconds);
        _noise.TakeLevel(ms, _run.Centre);
        if (_celsius is { } celsius)
        {
            _temperature.Rest(ms, celsius, _run.Centre, _noise.Wander);
        }

        if (_loss.Rest(ms, _run.Centre, _noise.Wander, DriftGrams) is { } lost)
        {
            TellLoss(lost, events);
        }
    }

    // No hand was there: what leaves so slowly is never told as goods for certain.
    private void TellLoss((long Ms, double Grams) lost, List<ShelfEvent> events)
    {
        var now = _run.Estimate(SureMs, 0, _noise.Sigma);
        var before = new Plateau(lost.Ms, lost.Ms, lost.Grams, now.Variance);
        var stories = Normalised(_chain.Explain(_goods.Hypotheses, [before, now with { FirstMs = now.LastMs }], _noise.Wander));
        if (stories.Count > 0)
        {
            events.Add(_telling.Ambiguous(LevelChain.ByGoods(stories), lost.Ms, before, now));
            Continue(stories, before, now);
        }

        (_drift, _restedGrams) = (DriftGrams - (now.Grams - lost.Grams), _run.Centre);
        _loss.Forget();
        _noise.Forget();
        _temperature.Forget();
    }

    private bool Settled()
    {
        if (_run.Count < 4 || _run.SpanMs < SettledMs - 60)
        {
            return false;
        }

        var half = Math.Max(1, Math.Min(_run.Count, 0.6 * _plate.SampleHz) / 4);
        return _run.SpanMs >= 1200 || Math.Abs(_run.Trend(600)) <= 2.5 * _noise.Sigma / Math.Sqrt(half) + 0.1;
    }

    private void Settle(long ms, List<ShelfEvent> events)
    {
        if (_decided is not { } decided)
        {
            if (_run.SpanMs >= SureMs)
            {
                var first = _run.Estimate(SureMs, 0, _noise.Sigma);
                if (_goods.Start(first) is { } expected)
                {
                    TellStart(expected, first, events);
                }

                Accept(ms);
            }

            return;
        }

        if (_run.SpanMs <= SureMs || ms - _weighedMs >= 200)
        {
            _weighedMs = ms;
            Decide(decided, events, false);
        }
    }

    // The load is not what was counted. Few pieces of one SKU are believed; anything else may as well be the counts or the zero.
    private void TellStart(Plateau expected, Plateau first, List<ShelfEvent> events)
    {
        var stories = Normalised(_chain.Explain(_goods.Hypotheses, [expected, first], _noise.Wander));
        var posterior = LevelChain.ByGoods(stories);
        if (posterior.Count == 0)
        {
            return;
        }

        var best = posterior[0];
        if (best.Weight >= ClearAtStart && !best.Unknown && best.ForeignGrams == 0 && best.Net.Sum(Math.Abs) <= MostAtStart)
        {
            _telling.Moved(best, posterior, first.FirstMs, expected, first, events);
            Continue(stories, expected, first);
        }
        else
        {
            events.Add(_telling.Ambiguous(posterior, first.FirstMs, expected, first));
        }
    }

    private void Accept(long ms)
    {
        _between.Clear();
        _restedGrams = _run.Centre;
        _resting = true;
        _settledMs = ms;
    }

    private void Decide(Plateau decided, List<ShelfEvent> events, bool last)
    {
        var now = _run.Estimate(SureMs, 0, _noise.Sigma);
        decided = _temperature.Move(decided, _decidedCelsius, _celsius);
        _levels.Clear();
        _levels.Add(decided);
        _levels.AddRange(_between);
        _levels.Add(now);
        var stories = Normalised(_chain.Explain(_goods.Hypotheses, _levels, _noise.Wander));
        var posterior = LevelChain.ByGoods(stories);
        var best = posterior[0];
        var change = now.Grams - decided.Grams;
        var spread = Math.Sqrt(decided.Variance + now.Variance + Math.Pow(_noise.Wander, 2) * (now.FirstMs - decided.LastMs) / 1000.0 + 0.04);
        var moved = Math.Abs(change) > 5 * spread;
        if (best.Weight >= Clear && !best.Unknown && !(best.Late && !best.NoGoods))
        {
            if (last || !best.NoGoods || !moved || _run.SpanMs >= SureMs)
            {
                Tell(best, posterior, stories, decided, now, moved, events);
                Accept(now.LastMs);
            }

            return;
        }

        var wait = best.Unknown ? PuzzledMs : change > 0 && moved ? HoldMs : SureMs;
        if (last || _run.SpanMs >= wait)
        {
            Ambiguous(posterior, stories, decided, now, events);
            Accept(now.LastMs);
        }
    }

    private static List<Explanation> Normalised(List<Explanation> explanations)
    {
        var total = explanations.Sum(explanation => explanation.Weight);
        return [.. explanations.Select(explanation => explanation with { Weight = explanation.Weight / total })];
    }

    private void Tell(Explanation best, List<Explanation> posterior, List<Explanation> stories, Plateau decided, Plateau now, bool moved, List<ShelfEvent> events)
    {
        if (moved || !best.NoGoods)
        {
            _goods.LearnHabits(stories);
        }

        if (!best.NoGoods)
        {
            _telling.Moved(best, posterior, _trail.StepMs(_openedMs, decided.Grams, now.Grams), decided, now, events);
            if (best.Weight > 0.99 && _between.Count == 0 && now.FirstMs > decided.LastMs && best.Net.Count(n => n != 0) == 1)
            {
                _goods.Hand.Learn((now.FirstMs - decided.LastMs) / 1000.0);
            }
        }
        else if (moved || _peak > Math.Max(8, 12 * _noise.Sigma))
        {
            events.Add(_telling.Disturbed(best, _openedMs, decided, now, moved));
        }
        else
        {
            _drift += now.Grams - decided.Grams;
        }

        Continue(stories, decided, now);
    }

    private void Ambiguous(List<Explanation> posterior, List<Explanation> stories, Plateau decided, Plateau now, List<ShelfEvent> events)
    {
        events.Add(_telling.Ambiguous(posterior, _trail.StepMs(_openedMs, decided.Grams, now.Grams), decided, now));
        _goods.LearnHabits(stories);
        Continue(stories, decided, now);
    }

    private void Continue(List<Explanation> stories, Plateau decided, Plateau now) =>
        _goods.Continue(stories, now.Grams - decided.Grams, decided.Variance + now.Variance, now.FirstMs);
}
