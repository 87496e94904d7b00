namespace EdgeGateway.Core.Shelves;

/// <summary>The goods and other things on one plate, and what decisions do to them.</summary>
internal sealed class PlateGoods
{
    private const int MostForeign = 8;
    private const double LearnFrom = 0.8;
    private const double LearnWithin = 3;

    private readonly Habits _habits;
    private readonly List<ForeignObject> _foreign = [];

    /// <summary>Goods as the planogram says, or as they were kept.</summary>
    public PlateGoods(PlanogramPlate plate, PlateState? state, Habits habits)
    {
        _habits = habits;
        foreach (var item in plate.Items)
        {
            var start = plate.Start is null ? (int?)null : plate.Start.FirstOrDefault(entry => entry.Sku == item.Sku)?.Count ?? 0;
            var stocked = new StockedItem(item, start);
            if (state?.Items.FirstOrDefault(kept => kept.Sku == item.Sku) is { } before)
            {
                (stocked.Count, stocked.Slack, stocked.Batch, stocked.BatchVariance) = (before.Count, before.Slack, before.Batch, before.BatchVariance);
                stocked.OutPieces = before.OutPieces;
                stocked.Out.AddRange(before.Out);
            }

            Items.Add(stocked);
        }

        _foreign.AddRange(state?.Foreign ?? []);
        Explainer = new ChangeExplainer(Items, _foreign, habits);
    }

    /// <summary>Each SKU.</summary>
    public List<StockedItem> Items { get; } = [];

    /// <summary>What is not goods.</summary>
    public IReadOnlyList<ForeignObject> Foreign => _foreign;

    /// <summary>Explains changes by what is known here.</summary>
    public ChangeExplainer Explainer { get; }

    /// <summary>The lightest piece, in grams.</summary>
    public double LightestGrams => Items.Min(item => item.UnitGrams);

    /// <summary>The decision was that these goods moved.</summary>
    public void Move(Explanation decided, Plateau before, Plateau after)
    {
        var change = after.Grams - before.Grams;
        var variance = before.Variance + after.Variance;
        var (innovation, expected) = Explainer.Misfit(change, variance, decided.Net);
        var alone = decided.Net.Count(n => n != 0) == 1 && decided.ForeignGrams == 0 && decided.Gone == 0;
        var learns = decided.ForeignGrams == 0 && decided.Gone == 0 && decided.Weight >= LearnFrom && innovation * innovation <= LearnWithin * LearnWithin * expected;
        for (var s = 0; s < Items.Count; s++)
        {
            var pieces = decided.Net[s];
            if (pieces == 0)
            {
                continue;
            }

            if (learns && pieces < 0)
            {
                Items[s].Learn(pieces, innovation, expected);
            }

            Items[s].Move(pieces, alone ? change : null, variance);
        }
    }

    /// <summary>Takes up what a decision says of things that are not goods.</summary>
    public void MoveForeign(Explanation decided, IReadOnlyList<Explanation> posterior, double variance, long atMs)
    {
        for (var i = _foreign.Count - 1; i >= 0; i--)
        {
            if ((decided.Gone >> i & 1) != 0)
            {
                _foreign.RemoveAt(i);
            }
        }

        foreach (var explanation in posterior)
        {
            if (explanation.ForeignGrams > 0)
            {
                Put(new ForeignObject(explanation.ForeignGrams, variance, atMs, explanation.Weight));
            }
        }
    }

    /// <summary>Nobody knows what moved: counts are less sure, and the same weight may come back or go again.</summary>
    public void Doubt(IReadOnlyList<Explanation> posterior, double change, double variance, long atMs)
    {
        var (unknown, told) = (0.0, new List<ForeignObject>());
        foreach (var explanation in posterior)
        {
            if (explanation.Unknown)
            {
                unknown += explanation.Weight;
                continue;
            }

            if (explanation.ForeignGrams > 0)
            {
                told.Add(new ForeignObject(explanation.ForeignGrams, variance, atMs, explanation.Weight));
            }

            if (explanation.Weight < 0.02)
            {
                continue;
            }

            for (var s = 0; s < Items.Count; s++)
            {
                var pieces = explanation.Net[s];
                Items[s].Slack = Math.Max(Items[s].Slack, Math.Min(50, Items[s].Slack + Math.Abs(pieces)));
                if (pieces < 0 && explanation.Net.Count(n => n != 0) == 1)
                {
                    Items[s].OutPieces -= pieces;
                    Items[s].Remember(new TakenPieces(-pieces, -change, variance));
                }
            }
        }

        foreach (var thing in told)
        {
            Put(thing);
        }

        if (change > 0)
        {
            Put(new ForeignObject(change, variance, atMs, unknown));
        }
    }

    /// <summary>Learns how often foreign objects and unasked returns are, by the shares of a posterior.</summary>
    public void LearnHabits(IReadOnlyList<Explanation> posterior)
    {
        var (foreign, unasked) = (0.0, 0.0);
        foreach (var explanation in posterior)
        {
            foreign += explanation.ForeignGrams > 0 ? explanation.Weight : 0;
            var brought = !explanation.Unknown && Enumerable.Range(0, Items.Count).Any(s => explanation.Net[s] is > 0 and < 3 && Items[s].OutPieces < explanation.Net[s]);
            unasked += brought ? explanation.Weight : 0;
        }

        _habits.Learn(foreign, unasked);
    }

    private void Put(ForeignObject thing)
    {
        if (thing.Probability < 0.02)
        {
            return;
        }

        if (_foreign.Count == MostForeign)
        {
            _foreign.RemoveAt(0);
        }

        _foreign.Add(thing);
    }
}
