namespace EdgeGateway.Core.Shelves;

/// <content>Follows the load: levels, spikes, hands, and what an untouched plate tells.</content>
public sealed partial class PlateInference
{
    // A moment after this the plate has not been seen at rest.
    private long? AtRestUntilMs => _resting ? _settledMs + (long)Gap : _seenMs;

    private double Gap => Math.Max(GapMs, 4000 / _plate.SampleHz);

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
        if (elapsed > Gap)
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
            _seenMs = _settledMs;
            _openedMs = ms;
            _peak = 0;
            if (ms - _acceptedMs > SameShoppersMs)
            {
                _goods.Begin();
            }
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

            // It stays ambiguous: no part of what the shoppers who are there do.
            _goods.Begin();
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
}
