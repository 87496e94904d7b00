namespace EdgeGateway.Core.Shelves;

/// <content>Explains changes, waits as long as it pays, and tells.</content>
public sealed partial class PlateInference
{
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

        // Samples that were late tell of the time before the count: what moved then is in it.
        if (ms <= _counted?.LastMs)
        {
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
            _telling.Moved(best, posterior, first.FirstMs, expected, first, false, events);
            Continue(stories, expected, first);

            // It is no part of what the shoppers who come next do.
            _goods.Begin();
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
        _counted = null;
        (_settledMs, _acceptedMs) = (ms, ms);
    }

    private void Decide(Plateau decided, List<ShelfEvent> events, bool last)
    {
        var now = _run.Estimate(SureMs, 0, _noise.Sigma);
        if (_counted is { } counted && Math.Abs(now.Grams - counted.Grams) < Math.Abs(now.Grams - decided.Grams))
        {
            // The count has told of it already; what came and went was that.
            (decided, _peak) = (counted, 0);
        }

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
        var corrects = false;
        if (_goods.Untold(stories) is [var untold, ..] left && IsClear(untold) && !(IsClear(best) && untold.Net.AsSpan().SequenceEqual(best.Net)))
        {
            (best, posterior, corrects) = (untold, left, true);
        }

        if (IsClear(best))
        {
            if (last || !best.NoGoods || !moved || _run.SpanMs >= SureMs)
            {
                Tell(best, posterior, stories, decided, now, moved, corrects, events);
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

    private static bool IsClear(Explanation best) => best.Weight >= Clear && !best.Unknown && !(best.Late && !best.NoGoods);

    private static List<Explanation> Normalised(List<Explanation> explanations)
    {
        var total = explanations.Sum(explanation => explanation.Weight);
        return [.. explanations.Select(explanation => explanation with { Weight = explanation.Weight / total })];
    }

    private void Tell(Explanation best, List<Explanation> posterior, List<Explanation> stories, Plateau decided, Plateau now, bool moved, bool corrects, List<ShelfEvent> events)
    {
        if (moved || !best.NoGoods)
        {
            _goods.LearnHabits(stories);
        }

        if (!best.NoGoods)
        {
            _telling.Moved(best, posterior, _trail.StepMs(_openedMs, decided.Grams, now.Grams), decided, now, corrects, events);
            _goods.Tell(best.Net);
            if (best.Weight > 0.99 && !corrects && _between.Count == 0 && now.FirstMs > decided.LastMs && best.Net.Count(n => n != 0) == 1)
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
        _goods.Begin();
    }

    private void Continue(List<Explanation> stories, Plateau decided, Plateau now) =>
        _goods.Continue(stories, now.Grams - decided.Grams, decided.Variance + now.Variance, now.FirstMs);
}
