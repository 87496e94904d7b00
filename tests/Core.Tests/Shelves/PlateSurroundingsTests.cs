using EdgeGateway.Core.Shelves;

namespace Core.Tests.Shelves;

/// <summary>What is not one shopper at one plate: neighbours, the time before the start, temperature, slow losses, bad input.</summary>
public sealed class PlateSurroundingsTests
{
    private const string Cola = "6901234567892";
    private const string Tea = "6901234567908";
    private const string Water = "4006381333931";

    private static readonly PlanogramPlate s_two = ScriptedPlate.PlateAt(6006, (Cola, 330.5, 1.8, 12), (Tea, 255, 1.2, 8));
    private static readonly PlanogramPlate s_other = ScriptedPlate.PlateAt(8096, (Water, 1012, 4, 8)) with { Plate = "B1" };

    private static ScriptedPlate Full(int seed = 1) => new(seed) { Load = 12 * 330.5 + 8 * 255 };

    private static ScriptedPlate FullOther(int seed = 2) => new(seed) { Load = 8 * 1012 };

    private static List<ShelfEvent> Together(ScriptedPlate one, ScriptedPlate other)
    {
        var shelf = new ShelfInference(new Planogram([s_two, s_other]));
        var events = new List<ShelfEvent>();
        foreach (var (plate, sample) in one.Samples.Select(sample => ("A1", sample)).Concat(other.Samples.Select(sample => ("B1", sample))).OrderBy(row => row.sample.TimeMs))
        {
            shelf.Take(plate, sample, events);
        }

        shelf.Finish(events);
        return events;
    }

    [Fact]
    public void Take_PieceIsPutOnTheWrongPlate_IsDisturbedThereWithItsSkuAsCandidate()
    {
        var events = Together(Full().Rest(5).Move(-331.7).Rest(14), FullOther().Rest(12).Move(331.7).Rest(7));

        Assert.Equal([("A1", ShelfEventKind.Taken), ("B1", ShelfEventKind.Disturbed)], events.Select(told => (told.Plate, told.Kind)));
        var candidate = Assert.Single(events[1].Candidates);
        Assert.Equal((Cola, 1), (candidate.Sku, candidate.Count));
        Assert.True(candidate.Probability > 0.8);
    }

    [Fact]
    public void Take_PieceComesBackFromTheWrongPlate_IsReturned()
    {
        var events = Together(
            Full().Rest(5).Move(-331.7).Rest(24).Move(331.7).Rest(5),
            FullOther().Rest(12).Move(331.7).Rest(10).Move(-331.7).Rest(12));

        Assert.Equal(0, ScriptedPlate.Net(events.Where(told => told.Plate == "A1"), Cola));
        Assert.Equal([ShelfEventKind.Disturbed, ShelfEventKind.Disturbed], events.Where(told => told.Plate == "B1").Select(told => told.Kind));
    }

    [Fact]
    public void Take_TwoShoppersAtTwoPlates_AreTwoTakes()
    {
        var events = Together(Full().Rest(6).Move(-331).Rest(6), FullOther().Rest(6).Move(-1012).Rest(6));

        Assert.Equal([("A1", Cola), ("B1", Water)], events.Where(told => told.Kind == ShelfEventKind.Taken).Select(told => (told.Plate, told.Sku)).Order());
    }

    [Fact]
    public void Take_TelephoneOnTheNeighbour_HasNoCandidates() =>
        Assert.Empty(Assert.Single(Together(Full().Rest(5).Move(-331.7).Rest(14), FullOther().Rest(12).Move(196).Rest(7)), told => told.Plate == "B1").Candidates);

    [Fact]
    public void Take_OnePieceFewerThanTheStartSays_IsTakenAtTheStart()
    {
        var plate = new ScriptedPlate { Load = 12 * 330.5 + 7 * 255 }.Rest(5);
        var told = Assert.Single(plate.Events(s_two));

        Assert.Equal((ShelfEventKind.Taken, Tea, 1), (told.Kind, told.Sku, told.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(6)]
    public void Take_NextTakeSoonAfterOneThatTheStartTold_TellsEachOnce(double seconds)
    {
        var plate = new ScriptedPlate { Load = 12 * 330.5 + 7 * 255 }.Rest(1.5 + seconds).Move(-330.5).Rest(5);

        Assert.Equal([(ShelfEventKind.Taken, Tea, 1), (ShelfEventKind.Taken, Cola, 1)], plate.Events(s_two).Select(told => (told.Kind, told.Sku!, told.Count)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    [InlineData(6)]
    public void Take_PieceThatTheStartToldComesBackSoon_IsReturned(double seconds)
    {
        var plate = new ScriptedPlate { Load = 12 * 330.5 + 7 * 255 }.Rest(1.5 + seconds).Move(254).Rest(5);

        Assert.Equal([(ShelfEventKind.Taken, Tea, 1), (ShelfEventKind.Returned, Tea, 1)], plate.Events(s_two).Select(told => (told.Kind, told.Sku!, told.Count)));
    }

    [Fact]
    public void Take_HalfEmptyAtTheStart_IsToldAndNeverForced()
    {
        var told = new ScriptedPlate { Load = 3000 }.Rest(5).Events(s_two);

        Assert.NotEmpty(told);
        Assert.Equal(3000 - (12 * 330.5 + 8 * 255), (double)told.Sum(one => one.Grams), 0.5);
        Assert.Equal(ShelfEventKind.Ambiguous, Assert.Single(told).Kind);
    }

    [Fact]
    public void Take_BatchAndZeroAreABitOffAtTheStart_IsNothing() =>
        Assert.Empty(new ScriptedPlate { Load = 12 * 330.5 * 1.007 + 8 * 255 * 1.005 + 3 }.Rest(8).Events(s_two));

    [Fact]
    public void Save_ColderAfterARestart_LearntCoefficientExplainsIt()
    {
        // 1.5 g a degree, 8 degrees up and down in an hour and a half.
        static double Celsius(double ms) => 22 + 4 * Math.Sin(ms / 860_000);
        var random = new Random(3);
        var first = new PlateInference(s_two);
        var events = new List<ShelfEvent>();
        LoadSample Sample(long ms, double celsius) => new(
            ms, ScriptedPlate.Zero + (long)((12 * 330.5 + 8 * 255 + 1.5 * (celsius - 22) + 0.1 * random.NextDouble()) * ScriptedPlate.CountsPerGram), celsius);
        for (var ms = 0L; ms < 5_400_000; ms += 200)
        {
            first.Take(Sample(ms, Celsius(ms)), events);
        }

        var state = first.Save()!;
        Assert.InRange(state.GramsADegree, 1.3, 1.7);
        var second = new PlateInference(s_two, state);
        for (var ms = 5_500_000L; ms < 5_510_000; ms += 100)
        {
            second.Take(Sample(ms, state.LevelCelsius!.Value - 12), events);
        }

        Assert.Empty(events);
        Assert.Equal(PlateCondition.Resting, second.Standing().Condition);
    }

    [Fact]
    public void Take_BottleLeaks_IsAmbiguousWithCandidatesAndNoDrift()
    {
        var plate = Full().Rest(60);
        plate.DriftGramsASecond = -0.3;
        var shift = 0.3 * plate.Now / 1000;
        plate.Load += shift;
        plate.Rest(600);
        var events = plate.Events(s_two);

        Assert.NotEmpty(events);
        Assert.All(events, told => Assert.Equal(ShelfEventKind.Ambiguous, told.Kind));
        Assert.InRange((double)events.Sum(told => told.Grams), -185, -60);
    }

    [Fact]
    public void Take_LossSlowerThanDriftAddsUp_IsToldOnceItIsFartherThanAZeroGoes()
    {
        var plate = Full();
        plate.DriftGramsASecond = -0.03;
        var inference = new PlateInference(s_two);
        var events = new List<ShelfEvent>();
        foreach (var sample in plate.Rest(6000).Samples)
        {
            inference.Take(sample, events);
        }

        Assert.Equal(ShelfEventKind.Ambiguous, Assert.Single(events).Kind);
        Assert.InRange((double)events[0].Grams, -130, -120);
        Assert.InRange(inference.DriftGrams, -60, -45);
    }

    // Drift passes the weight of the lighter piece about when the first of two takes has settled.
    [Fact]
    public void Take_NextTakeSoonAfterALossThatWasTold_TheLossStaysAmbiguous()
    {
        var plate = ScriptedPlate.Plate((Cola, 330.5, 1.8, 12), (Tea, 40, 0.5, 20));
        var losses = 0;
        for (var seconds = 1330.0; seconds <= 1340; seconds += 0.5)
        {
            var script = new ScriptedPlate { Load = 5000, DriftGramsASecond = -0.03 };
            var events = script.Rest(seconds).Move(-330.5).Rest(2).Move(-330.5).Rest(5).Events(plate);

            Assert.Equal((-2, 0), (ScriptedPlate.Net(events, Cola), ScriptedPlate.Net(events, Tea)));
            losses += events.Count(told => told.Kind == ShelfEventKind.Ambiguous);
        }

        Assert.InRange(losses, 1, 21);
    }

    [Fact]
    public void Take_TimesAndCountsThatCannotBe_AreNoSamples()
    {
        var plate = Full().Rest(5).Move(-331).Rest(5);
        var samples = plate.Samples.ToList();
        samples.InsertRange(30, [new(long.MinValue, 5), new(long.MaxValue, 5), new(samples[30].TimeMs, long.MaxValue), new(samples[30].TimeMs, long.MinValue)]);
        samples.Insert(0, new(long.MinValue, 0, double.NaN));

        Assert.Equal((ShelfEventKind.Taken, Cola), (Assert.Single(ScriptedPlate.Events(s_two, samples)).Kind, ScriptedPlate.Events(s_two, samples)[0].Sku));
    }

    [Fact]
    public void Save_StateThatCannotBe_IsTakenUpWithoutHarm()
    {
        var kept = new PlateState("A1", 0, double.NaN, double.NaN, -1, long.MaxValue, double.NaN, -3, double.PositiveInfinity, null, double.NaN, -1,
            [new HypothesisState(double.NaN, [new ItemState(Cola, -4, double.NaN, -1, [])], [double.NaN], [])]);
        var inference = new PlateInference(s_two, kept);
        var events = new List<ShelfEvent>();
        foreach (var sample in Full().Rest(5).Move(-331).Rest(5).Samples)
        {
            inference.Take(sample, events);
        }

        Assert.Equal((ShelfEventKind.Taken, Cola), (Assert.Single(events).Kind, events[0].Sku));
    }
}
