using EdgeGateway.Core.Shelves;

namespace Core.Tests.Shelves;

public sealed class PlateInferenceTests
{
    private const string Cola = "6901234567892";
    private const string Tea = "6901234567908";

    private static readonly PlanogramPlate s_one = ScriptedPlate.Plate((Cola, 330.5, 1.8, 12));
    private static readonly PlanogramPlate s_two = ScriptedPlate.Plate((Cola, 330.5, 1.8, 12), (Tea, 255, 1.2, 8));

    private static ScriptedPlate Full(int seed = 1, double hz = 10, double noise = 0.05) => new(seed, hz, noise) { Load = 5000 };

    [Fact]
    public void Take_OnePieceLeaves_IsTakenWithinASecondAndAHalf()
    {
        var plate = Full().Rest(5);
        var hand = plate.Now;
        var told = Assert.Single(plate.Move(-331.2).Rest(5).Events(s_one));

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (told.Kind, told.Sku, told.Count));
        Assert.InRange(told.Grams, -331.5m, -330.9m);
        Assert.InRange(told.TimeMs - hand, 500, 2000);
        Assert.InRange(told.AtMs - hand, -200, 700);
        Assert.True(told.Confidence > 0.99);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(80)]
    [InlineData(20)]
    public void Take_ThreePiecesLeave_AreThreeAtAnySampleRate(double hz)
    {
        var told = Assert.Single(Full(2, hz).Rest(5).Move(-992).Rest(5).Events(s_one with { SampleHz = hz }));

        Assert.Equal((ShelfEventKind.Taken, Cola, 3), (told.Kind, told.Sku, told.Count));
    }

    [Fact]
    public void Take_PieceComesBack_IsReturned()
    {
        var events = Full().Rest(5).Move(-331).Rest(10).Move(331).Rest(5).Events(s_one);

        Assert.Equal([ShelfEventKind.Taken, ShelfEventKind.Returned], events.Select(told => told.Kind));
        Assert.Equal(0, ScriptedPlate.Net(events, Cola));
    }

    [Fact]
    public void Take_OneSkuForAnother_IsTwoLines()
    {
        var events = Full().Rest(5).Move(-255.2).Rest(8).Move(255.2 - 331).Rest(5).Events(s_two);

        Assert.Equal(3, events.Count);
        Assert.Contains(events, told => told.Kind == ShelfEventKind.Returned && told.Sku == Tea && told.Count == 1);
        Assert.Contains(events, told => told.Kind == ShelfEventKind.Taken && told.Sku == Cola && told.Count == 1);
    }

    [Fact]
    public void Take_SomebodyLeans_IsDisturbedAndNoGoods()
    {
        var told = Assert.Single(Full().Rest(5).Lean(1500, 7).Rest(5).Events(s_two));

        Assert.Equal(ShelfEventKind.Disturbed, told.Kind);
        Assert.Equal(0, told.Count);
        Assert.Null(told.Sku);
    }

    [Fact]
    public void Take_PieceLeavesWhileSomebodyLeans_IsTaken()
    {
        var plate = Full().Rest(5).Lean(1500, 4);
        plate.Load -= 331;
        var events = plate.Lean(1500, 4).Rest(5).Events(s_one);

        Assert.Equal(-1, ScriptedPlate.Net(events, Cola));
    }

    [Fact]
    public void Take_PhoneIsPutDownAndTakenAway_IsNoGoods()
    {
        var events = Full().Rest(5).Move(187).Rest(12).Move(-187).Rest(5).Events(s_two);

        Assert.Equal([ShelfEventKind.Disturbed, ShelfEventKind.Disturbed], events.Select(told => told.Kind));
    }

    [Fact]
    public void Take_GoodsLeaveWhileAPhoneLiesThere_OnlyTheGoodsAreTold()
    {
        var events = Full().Rest(5).Move(187).Rest(8).Move(-331).Rest(8).Move(-187).Rest(5).Events(s_two);

        Assert.Equal(-1, ScriptedPlate.Net(events, Cola));
        Assert.Equal(0, ScriptedPlate.Net(events, Tea));
        Assert.DoesNotContain(events, told => told.Kind == ShelfEventKind.Ambiguous);
    }

    [Theory]
    [InlineData(-320)]
    [InlineData(330)]
    public void Take_SingleSpike_IsNothing(double grams) => Assert.Empty(Full().Rest(5).Spike(grams).Gap(0.06).Rest(5).Events(s_one));

    [Fact]
    public void Take_SpikeWhileSettling_ChangesNothing()
    {
        var events = Full().Rest(5).Move(-331).Rest(0.4).Spike(-255).Rest(5).Events(s_two);

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (Assert.Single(events).Kind, events[0].Sku, events[0].Count));
    }

    [Fact]
    public void Take_ZeroDriftsForAnHour_OnlyTheTakeIsTold()
    {
        var plate = Full();
        plate.DriftGramsASecond = 30.0 / 3600;
        plate.HumGrams = 0.6;
        var events = plate.Rest(3600).Move(-331).Rest(5).Events(s_one);

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (Assert.Single(events).Kind, events[0].Sku, events[0].Count));
    }

    [Fact]
    public void DriftGrams_ZeroDriftsForAnHour_SaysHowFar()
    {
        var plate = Full();
        plate.DriftGramsASecond = 30.0 / 3600;
        var inference = new PlateInference(s_one);
        foreach (var sample in plate.Rest(3600).Samples)
        {
            inference.Take(sample, []);
        }

        Assert.InRange(inference.DriftGrams, 29, 31);
        Assert.InRange(inference.Save()!.DriftGrams, 29, 31);
    }

    [Fact]
    public void Take_ShelfIsFilledUp_IsReturnedInBulk()
    {
        var plate = Full().Rest(5);
        for (var i = 0; i < 8; i++)
        {
            plate.Move(-330.5).Rest(6);
        }

        var told = plate.Move(8 * 330.6, 900, 1).Rest(8).Events(s_one)[^1];

        Assert.Equal((ShelfEventKind.Returned, Cola, 8), (told.Kind, told.Sku, told.Count));
    }

    [Fact]
    public void Take_TwoTakesInOneSecond_AreBothCounted()
    {
        var events = Full().Rest(5).Move(-331, 150, 0.4).Rest(0.6).Move(-255.5, 150, 0.4).Rest(5).Events(s_two);

        Assert.Equal((-1, -1), (ScriptedPlate.Net(events, Cola), ScriptedPlate.Net(events, Tea)));
    }

    [Fact]
    public void Take_TwoSkusWeighTheSame_IsAmbiguousWithBoth()
    {
        var twins = ScriptedPlate.Plate((Cola, 330.5, 1.8, 12), (Tea, 330.9, 1.8, 12));
        var told = Assert.Single(Full().Rest(5).Move(-330.7).Rest(5).Events(twins));

        Assert.Equal((ShelfEventKind.Ambiguous, (string?)null), (told.Kind, told.Sku));
        Assert.Equal([Cola, Tea], told.Candidates.Where(candidate => candidate.Count == -1).Select(candidate => candidate.Sku).Take(2).Order());
    }

    [Fact]
    public void Take_WeightOfNoGoodsLeaves_IsAmbiguousAndNeverForced()
    {
        var told = Assert.Single(Full().Rest(5).Move(-123).Rest(6).Events(s_two));

        Assert.Equal(ShelfEventKind.Ambiguous, told.Kind);
        Assert.Null(told.Sku);
    }

    [Fact]
    public void Take_MoreThanThereAre_IsNotBelievedWhereSomethingElseFits()
    {
        var plate = ScriptedPlate.Plate((Cola, 330.5, 1.8, 0), (Tea, 331.8, 1.8, 8));

        Assert.Equal(Tea, Assert.Single(Full().Rest(5).Move(-330.8).Rest(5).Events(plate)).Sku);
    }

    [Fact]
    public void Take_CellSaturatesDuringATake_TheChangeIsToldAfterwards()
    {
        var plate = Full().Rest(5).Saturated(1.5);
        plate.Load -= 331;
        var told = Assert.Single(plate.Rest(5).Events(s_one));

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (told.Kind, told.Sku, told.Count));
    }

    [Fact]
    public void Take_SamplesAreMissingDuringATake_TheChangeIsToldAfterwards()
    {
        var plate = Full().Rest(5).Gap(20);
        plate.Load -= 331;
        var told = Assert.Single(plate.Rest(5).Events(s_one));

        Assert.Equal((ShelfEventKind.Taken, Cola, 1), (told.Kind, told.Sku, told.Count));
    }

    [Fact]
    public void Take_BatchIsHeavier_IsLearntFromClearTakes()
    {
        var plate = Full().Rest(5);
        for (var i = 0; i < 6; i++)
        {
            plate.Move(-333.5).Rest(7);
        }

        var inference = new PlateInference(s_one with { Start = null });
        foreach (var sample in plate.Samples)
        {
            inference.Take(sample, []);
        }

        Assert.InRange(inference.Save()!.Hypotheses[0].Items[0].Batch, 0.006, 0.012);
    }

    [Fact]
    public void Save_GatewayWasOffDuringATake_ReportsItOnStart()
    {
        var before = Full().Rest(5);
        var first = new PlateInference(s_one);
        foreach (var sample in before.Samples)
        {
            first.Take(sample, []);
        }

        var later = new ScriptedPlate(9) { Load = 5000 - 661 }.Gap(600).Rest(5);
        var second = new PlateInference(s_one, first.Save());
        var events = new List<ShelfEvent>();
        foreach (var sample in later.Samples)
        {
            second.Take(sample, events);
        }

        var told = Assert.Single(events);
        Assert.Equal((ShelfEventKind.Taken, Cola, 2), (told.Kind, told.Sku, told.Count));
        Assert.Equal(10, second.Counts[0].Count);
    }

    [Fact]
    public void Take_LaterThanTheNextSample_IsIgnored()
    {
        var samples = Full().Rest(5).Move(-331).Rest(5).Samples.ToList();
        samples.InsertRange(60, samples.Take(20).ToList());

        Assert.Single(ScriptedPlate.Events(s_one, samples));
    }
}
