using EdgeGateway.Core.Shelves;

namespace Core.Tests.Shelves;

/// <summary>What pages and stocktakes ask of a plate, and what it keeps.</summary>
public sealed class PlateStandingTests
{
    private const string Cola = "6901234567892";
    private const string Tea = "6901234567908";

    private static readonly PlanogramPlate s_two = ScriptedPlate.PlateAt(6006, (Cola, 330.5, 1.8, 12), (Tea, 255, 1.2, 8));

    // What twelve and eight pieces weigh.
    private static ScriptedPlate Full(int seed = 1) => new(seed) { Load = 12 * 330.5 + 8 * 255 };

    private static PlateInference After(ScriptedPlate plate, PlanogramPlate planogram, List<ShelfEvent>? events = null, PlateState? state = null)
    {
        var inference = new PlateInference(planogram, state);
        foreach (var sample in plate.Samples)
        {
            inference.Take(sample, events ?? []);
        }

        return inference;
    }

    [Fact]
    public void Standing_PlateAtRest_SaysCountsAndHowSure()
    {
        var standing = After(Full().Rest(5).Move(-330.9).Rest(5), s_two).Standing();

        Assert.Equal(("A1", PlateCondition.Resting), (standing.Plate, standing.Condition));
        Assert.Equal([(Cola, (int?)11), (Tea, 8)], standing.Items.Select(item => (item.Sku, item.Count)));
        Assert.True(standing.Confidence > 0.98);
        Assert.InRange(standing.LevelGrams!.Value, 5674, 5676);
        Assert.InRange(standing.NoiseGrams, 0.02, 0.2);
    }

    [Fact]
    public void Standing_HandOnThePlate_IsChanging() => Assert.Equal(PlateCondition.Changing, After(Full().Rest(5).Lean(900, 2), s_two).Standing().Condition);

    [Fact]
    public void Standing_BeforeTheFirstLoadSettles_IsWaiting()
    {
        var standing = new PlateInference(s_two).Standing();

        Assert.Equal((PlateCondition.Waiting, (double?)null, (long?)null), (standing.Condition, standing.LevelGrams, standing.SinceMs));
    }

    [Fact]
    public void Standing_NobodyCounted_IsNotSureOfAnything()
    {
        var standing = After(Full().Rest(5).Move(-330.9).Rest(5), s_two with { Start = null }).Standing();

        Assert.Equal(0, standing.Confidence);
        Assert.All(standing.Items, item => Assert.Equal(((int?)null, false, 0.0), (item.Count, item.Counted, item.Confidence)));
    }

    [Fact]
    public void Standing_WhatMovedIsAmbiguous_CountsAreLessSure()
    {
        var twins = ScriptedPlate.PlateAt(12 * 330.5 + 8 * 330.9, (Cola, 330.5, 1.8, 12), (Tea, 330.9, 1.8, 8));

        Assert.InRange(After(new ScriptedPlate { Load = 12 * 330.5 + 8 * 330.9 }.Rest(5).Move(-330.7).Rest(5), twins).Standing().Confidence, 0.4, 0.75);
    }

    [Fact]
    public void Standing_TelephoneLiesThere_SaysItsWeight()
    {
        Assert.InRange(After(Full().Rest(5).Move(187).Rest(5), s_two).Standing().ForeignGrams, 186, 188);
    }

    [Fact]
    public void Correct_Stocktake_SetsTheCountAndIsSureOfIt()
    {
        var twins = ScriptedPlate.PlateAt(12 * 330.5 + 8 * 330.9, (Cola, 330.5, 1.8, 12), (Tea, 330.9, 1.8, 8));
        var inference = After(new ScriptedPlate { Load = 12 * 330.5 + 8 * 330.9 }.Rest(5).Move(-330.7).Rest(5), twins);
        inference.Correct(Cola, 11);
        inference.Correct(Tea, 8);

        Assert.Equal([(Cola, (int?)11), (Tea, 8)], inference.Counts);
        Assert.Equal(1, inference.Standing().Confidence, 6);
    }

    [Fact]
    public void Correct_WhereNobodyCounted_CountsFromThen()
    {
        var plate = Full().Rest(5);
        var inference = After(plate, s_two with { Start = null });
        inference.Correct(Cola, 12);
        foreach (var sample in plate.Move(-331).Rest(5).Samples.Skip(50))
        {
            inference.Take(sample, []);
        }

        Assert.Equal([(Cola, (int?)11), (Tea, null)], inference.Counts);
    }

    [Fact]
    public void Correct_SkuOfAnotherPlate_IsRefused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new PlateInference(s_two).Correct("4006381333931", 3));

        Assert.Contains($"SKU came 4006381333931; expected one of plate A1: {Cola}, {Tea}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Correct_LessThanNone_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new PlateInference(s_two).Correct(Cola, -1));

    [Fact]
    public void Save_NewPlanogramWithAnotherSku_KeepsWhatStays()
    {
        var shelf = new ShelfInference(new Planogram([s_two, s_two with { Plate = "A2" }]));
        var plate = Full().Rest(5).Move(-331).Rest(5);
        foreach (var sample in plate.Samples)
        {
            Assert.True(shelf.Take("A1", sample, []));
        }

        const string Water = "4006381333931";
        var changed = s_two with { Items = [.. s_two.Items, new PlanogramItem(Water, 512, 2)], Start = [.. s_two.Start!, new StartCount(Water, 4)] };
        var next = new ShelfInference(new Planogram([changed]), shelf.Save(), shelf.Habits);
        var events = new List<ShelfEvent>();
        var later = new ScriptedPlate(5) { Load = plate.Load }.Gap(12).Rest(5).Move(-255).Rest(5);
        foreach (var sample in later.Samples)
        {
            next.Take("A1", sample, events);
        }

        Assert.Equal((ShelfEventKind.Taken, Tea), (Assert.Single(events).Kind, events[0].Sku));
        Assert.Equal([(Cola, (int?)11), (Tea, 7), (Water, 4)], next.Plates["A1"].Counts);
        Assert.False(next.Take("A2", later.Samples[0], events));
    }

    [Fact]
    public void Save_NewCalibration_IsNoChangeOfLoad()
    {
        var before = After(Full().Rest(5), s_two);
        var events = new List<ShelfEvent>();
        var calibrated = s_two with { CountsPerGram = 428, ZeroCounts = 8388608 + 9000 };
        After(new ScriptedPlate(7) { Load = 6006 }.Gap(10).Rest(5), calibrated, events, before.Save());

        Assert.Empty(events);
    }

    [Fact]
    public void Save_ManyAmbiguousChanges_StaysSmall()
    {
        var twins = ScriptedPlate.PlateAt(8000, (Cola, 330.5, 1.8, 12), (Tea, 330.9, 1.8, 12), ("4006381333931", 165.3, 1, 12), ("4006381333948", 110.2, 1, 12));
        var random = new Random(4);
        var plate = new ScriptedPlate(3) { Load = 8000 }.Rest(4);
        for (var i = 0; i < 150; i++)
        {
            plate.Move((random.Next(2) == 0 ? -1 : 1) * random.Next(100, 700)).Rest(2.5);
        }

        var state = After(plate, twins).Save()!;

        Assert.InRange(state.Hypotheses.Count, 1, 24);
        Assert.Equal(1, state.Hypotheses.Sum(story => story.Weight), 6);
        Assert.All(state.Hypotheses, story =>
        {
            Assert.InRange(story.Foreign.Count, 0, 6);
            Assert.All(story.Items, item => Assert.InRange(item.Out.Count, 0, 16));
            Assert.All(story.Items, item => Assert.InRange(item.Batch, -0.03, 0.03));
        });
    }

    [Fact]
    public void Habits_KeptAndTakenUp_AreTheSame()
    {
        var habits = new Habits();
        var inference = new PlateInference(s_two, null, habits);
        foreach (var sample in Full().Rest(5).Move(-331).Rest(5).Move(-255).Rest(5).Samples)
        {
            inference.Take(sample, []);
        }

        var kept = habits.Save();
        var again = new Habits(kept).Save();

        Assert.InRange(kept.Takes, 1.9, 2.1);
        Assert.Equal(kept with { Pieces = [] }, again with { Pieces = [] });
        Assert.Equal(kept.Pieces, again.Pieces);
    }

    [Fact]
    public void Habits_KeptValuesCannotBe_StartAnew() =>
        Assert.Equal(0, new Habits(new HabitsState(10, double.NaN, 0, 0, 0, 0, [0, 0, 0, 0, 0], 1, 0.1)).Save().Changes);
}
