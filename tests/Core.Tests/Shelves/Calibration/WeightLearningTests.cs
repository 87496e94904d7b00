using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;

namespace Core.Tests.Shelves.Calibration;

public sealed class WeightLearningTests : IDisposable
{
    private const string Cola = "6901234567892";

    private readonly CalibratedPlate _plate = new(new PlateFacts(CalibratedPlate.Name, 10_000m, new PlateScale(430, 8_400_953), [new PlanogramItem(Cola, 330, 1.5)]));
    private double _load = 640;

    public void Dispose() => _plate.Dispose();

    [Fact]
    public void PiecesOneByOne_GiveMeanAndSpread()
    {
        Begin();
        for (var i = 0; i < 30; i++)
        {
            Assert.Null(Put(1, 201 + 2 * _plate.Normal()));
        }

        Assert.Null(_plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola));

        var learnt = _plate.Weights.Find(Cola)!;
        Assert.Equal((30, 30, "Li Na", CalibratedPlate.Name), (learnt.Pieces, learnt.Steps, learnt.Who, learnt.Plate));
        Assert.InRange(learnt.UnitGrams, 201 - 4 * learnt.UnitUncertaintyGrams, 201 + 4 * learnt.UnitUncertaintyGrams);
        Assert.InRange(learnt.UnitUncertaintyGrams, 0.2, 0.6);
        Assert.InRange(learnt.MeasuredSigmaGrams!.Value, 2 - 4 * learnt.SigmaUncertaintyGrams!.Value, 2 + 4 * learnt.SigmaUncertaintyGrams.Value);
        Assert.InRange(learnt.SigmaUncertaintyGrams.Value, 0.1, 0.6);
        Assert.Equal(new PlanogramItem(Cola, learnt.UnitGrams, learnt.SigmaGrams), _plate.Weights.Apply(new PlanogramItem(Cola, 330, 1.5)));
        Assert.False(_plate.Desk.IsCalibrating(CalibratedPlate.Name));
    }

    [Fact]
    public void PiecesAllAtOnce_GiveNoSpread_AndKeepThePlanogramsShare()
    {
        Begin();
        Assert.Null(Put(5, 5 * 220));

        Assert.Null(_plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola));

        var learnt = _plate.Weights.Find(Cola)!;
        Assert.Null(learnt.MeasuredSigmaGrams);
        Assert.Equal(220, learnt.UnitGrams, 0.1);
        Assert.Equal(1.0, learnt.SigmaGrams, 0.01);
    }

    [Fact]
    public void PiecesThatAreAllAlike_AreNotBelievedToHaveNoSpread()
    {
        Begin();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Put(1, 330));
        }

        Assert.Null(_plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola));

        Assert.InRange(_plate.Weights.Find(Cola)!.MeasuredSigmaGrams!.Value, 0, 0.1);
        Assert.InRange(_plate.Weights.Find(Cola)!.SigmaGrams, 0.9, 1.5);
    }

    [Fact]
    public void CountThatCannotBe_IsRefused_AndMayBeCorrected()
    {
        Begin();
        Assert.Null(Put(2, 660));

        Assert.Equal(("miscounted", "990"), (Put(3, 4 * 330)!.Reason, Put(3, 0)!.Values["expected"].Split('.')[0]));
        Assert.Null(Put(4, 0));
    }

    [Fact]
    public void NothingPutOn_AndPiecesTakenAway_AreRefused()
    {
        Begin();

        Assert.Equal("nothing", Put(1, 0)!.Reason);
        Assert.Equal("nothing", Put(1, -330)!.Reason);
    }

    [Fact]
    public void GoodsLighterThanTheNoise_AreRefused()
    {
        Begin();

        Assert.Equal("too_light", Put(100, 10)!.Reason);
    }

    [Fact]
    public void DifferentGoods_AreRefusedAtTheEnd()
    {
        Begin();
        Assert.Null(Put(1, 100));
        Assert.Null(Put(1, 129));
        Assert.Null(Put(1, 82));
        Assert.Null(Put(1, 131));
        Assert.Null(Put(1, 79));
        Assert.Null(Put(1, 133));
        Assert.Null(Put(1, 77));

        Assert.Equal("spread", _plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola)!.Reason);
    }

    [Theory]
    [InlineData(-1, "pieces")]
    [InlineData(101, "pieces")]
    public void PiecesThatAreNone_AreRefused(int pieces, string path)
    {
        Begin();

        Assert.Equal(path, Put(pieces, 330)!.Path);
    }

    [Fact]
    public void TooFewPieces_AreRefusedAtTheEnd()
    {
        Begin();
        Put(2, 660);

        Assert.Equal("few_pieces", _plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola)!.Reason);
    }

    [Fact]
    public void SkuOfAnotherPlate_IsRefused() => Assert.Equal(("no_sku", CalibrationRefusalKind.NotFound), Kind(_plate.Desk.Weigh(CalibratedPlate.Name, "123", 0, "Li Na")!));

    [Fact]
    public void PlateThatKnowsNoGrams_IsRefused()
    {
        using var plate = new CalibratedPlate();

        Assert.Equal(("uncalibrated", CalibrationRefusalKind.Conflict), Kind(plate.Desk.Weigh(CalibratedPlate.Name, Cola, 0, "Li Na")!));
    }

    [Fact]
    public void TransmitterThatSaysGrams_NeedsNoCalibration()
    {
        using var plate = new CalibratedPlate(new PlateFacts(CalibratedPlate.Name));
        void Lie(decimal grams)
        {
            for (var i = 0; i < 40; i++)
            {
                plate.Clock.Advance(TimeSpan.FromMilliseconds(100));
                plate.Desk.Take(CalibratedPlate.Name, new(CalibratedPlate.Name, plate.Clock.GetUtcNow(), 77, grams + i % 2 * 0.1m, null, []));
            }
        }

        Lie(100);
        Assert.Null(plate.Desk.Weigh(CalibratedPlate.Name, Cola, 0, "Li Na"));
        Lie(100);
        Lie(1090);
        Assert.Null(plate.Desk.Weigh(CalibratedPlate.Name, Cola, 3, "Li Na"));
        Assert.Null(plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola));

        Assert.Equal(330, plate.Weights.Find(Cola)!.UnitGrams, 0.1);
    }

    [Fact]
    public void Calibration_GoesBeforeThePlanogramsScale()
    {
        (_plate.CountsPerGram, _plate.Zero) = (200, 8_500_000);
        _plate.Calibrate(0, 2000);
        Begin();
        Assert.Null(Put(5, 1650));
        Assert.Null(_plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola));

        Assert.Equal(330, _plate.Weights.Find(Cola)!.UnitGrams, 0.2);
    }

    [Fact]
    public void ForgottenWeight_GivesThePlanogramsBack()
    {
        Begin();
        Put(5, 1600);
        _plate.Desk.FinishWeighing(CalibratedPlate.Name, Cola);

        Assert.Null(_plate.Desk.Forget(Cola));

        Assert.Equal(330, _plate.Weights.Apply(new PlanogramItem(Cola, 330, 1.5)).UnitGrams);
        Assert.Equal("no_weight", _plate.Desk.Forget(Cola)!.Reason);
    }

    private static (string, CalibrationRefusalKind) Kind(CalibrationRefusal refusal) => (refusal.Reason, refusal.Kind);

    private void Begin()
    {
        Assert.Null(_plate.Desk.Weigh(CalibratedPlate.Name, Cola, 0, "Li Na"));
        Assert.False(_plate.View.Weighing!.Ready);
        _plate.Lie(_load);
        Assert.True(_plate.View.Weighing!.Ready);
    }

    private CalibrationRefusal? Put(int pieces, double grams)
    {
        _load += grams;
        _plate.Lie(_load);
        return _plate.Desk.Weigh(CalibratedPlate.Name, Cola, pieces, "Li Na");
    }
}
