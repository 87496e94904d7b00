using EdgeGateway.Core.Shelves.Calibration;

namespace Core.Tests.Shelves.Calibration;

public sealed class CalibrationTests : IDisposable
{
    private readonly CalibratedPlate _plate = new();

    public void Dispose() => _plate.Dispose();

    [Theory]
    [InlineData(430, 8_400_953)]
    [InlineData(430, 8_388_607)]
    [InlineData(-212.5, 8_100_000)]
    [InlineData(1, 0)]
    public void KnownWeights_GiveTheCellsOwnLine(double countsPerGram, double zero)
    {
        (_plate.CountsPerGram, _plate.Zero, _plate.Noise) = (countsPerGram, zero, Math.Abs(countsPerGram) / 20);

        var made = _plate.Calibrate(0, 1000, 2000, 5000, 0);

        Assert.Equal(countsPerGram, made.CountsPerGram, Math.Abs(countsPerGram) * 1e-4);
        Assert.InRange(made.Grams(zero + countsPerGram * 1234), 1233.9, 1234.1);
        Assert.InRange(made.LinearityGrams!.Value, 0, 1);
        Assert.InRange(made.NoiseGrams, 0, 0.1);
        Assert.Equal(("Li Na", 5), (made.Who, made.Points.Count));
        Assert.Equal(_plate.Clock.GetUtcNow(), made.At);
    }

    [Fact]
    public void TwoPoints_AreEnough_AndSayNothingOfLinearity()
    {
        var made = _plate.Calibrate(0, 2000);

        Assert.Null(made.LinearityGrams);
    }

    [Fact]
    public void WeightFirst_IsRefused()
    {
        _plate.Desk.Begin(CalibratedPlate.Name, "Li Na");

        Assert.Equal("order", _plate.Capture(1000)!.Reason);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void WeightThatThePlateCannotCarry_IsRefused(int grams)
    {
        Begin();

        var refusal = _plate.Desk.Capture(CalibratedPlate.Name, grams)!;

        Assert.Equal(("weight", "grams", CalibrationRefusalKind.Invalid), (refusal.Reason, refusal.Path, refusal.Kind));
        Assert.Contains("10000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hand_OnThePlate_IsRefusedAsMoving()
    {
        Begin();
        _plate.Lie(1000, 4, t => 40 * Math.Sin(2.2 * t));

        Assert.Equal("moving", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
    }

    [Fact]
    public void SlowRise_IsRefusedAsMoving()
    {
        Begin();
        _plate.Lie(1000, 4, t => 0.3 * t);

        Assert.Equal("moving", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
    }

    [Fact]
    public void LoadJustPutOn_HasToWait()
    {
        Begin();
        _plate.Lie(1000, 2);

        Assert.Equal("waiting", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
    }

    [Fact]
    public void SingleSpikes_DoNotMoveThePoint()
    {
        Begin();
        _plate.Lie(1000, 2);
        _plate.Send(8_388_608);
        _plate.Lie(1000, 2.5);
        Assert.Null(_plate.Desk.Capture(CalibratedPlate.Name, 1000));

        Assert.Null(_plate.Desk.Finish(CalibratedPlate.Name));

        Assert.Equal(430, _plate.Calibrations.Find(CalibratedPlate.Name)!.CountsPerGram, 0.05);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1000)]
    public void TransmitterThatRounds_IsQuiet_WhicheverOfTwoNumbersItSays(int division)
    {
        Begin();
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            _plate.Clock.Advance(TimeSpan.FromMilliseconds(100));
            _plate.Send(9_000_000 + (random.NextDouble() < 0.3 ? division : 0));
        }

        Assert.Equal("steady", _plate.View.Now!.State);
    }

    [Theory]
    [InlineData(10, 35)]
    [InlineData(10, 38)]
    [InlineData(4, 35)]
    [InlineData(2, 35)]
    [InlineData(2, 38)]
    public void WeightPutOnWithinTheWindow_IsMoving_HoweverSlowTheTransmitter(int hertz, int last)
    {
        Begin();
        for (var i = 0; i < 40; i++)
        {
            _plate.Clock.Advance(TimeSpan.FromSeconds(1.0 / hertz));
            _plate.Send(9_000_000 + (i > last ? 43_000 : 0));
        }

        Assert.Equal("moving", _plate.View.Now!.State);
    }

    [Fact]
    public void NoisyPlate_IsRefused_WithTheNoiseInGrams()
    {
        _plate.Noise = 430 * 2;
        Begin();

        var refusal = _plate.Capture(1000)!;

        Assert.Equal("noise", refusal.Reason);
        Assert.InRange(double.Parse(refusal.Values["came"], System.Globalization.CultureInfo.InvariantCulture), 1.3, 2.8);
        Assert.Equal("0.5", refusal.Values["limit"]);
    }

    [Theory]
    [InlineData(16_777_215, new string[0], "saturated")]
    [InlineData(9_000_000, new[] { "over_range" }, "saturated")]
    [InlineData(9_000_000, new[] { "sensor_fault" }, "fault")]
    public void SampleThatIsNoLoad_IsRefused(long counts, string[] errors, string reason)
    {
        Begin();
        _plate.Lie(1000);
        _plate.Send(counts, errors);

        Assert.Equal(reason, _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
        Assert.Equal(reason, _plate.View.Now!.State);
    }

    [Fact]
    public void SignedConverterAtItsEnd_IsRefused()
    {
        _plate.Zero = 1000;
        Begin();
        _plate.Send(8_388_607);
        _plate.Send(8_388_607);

        Assert.Equal("saturated", _plate.View.Now!.State);
    }

    [Fact]
    public void PlateThatFellSilent_IsRefused()
    {
        Begin();
        _plate.Lie(1000);
        _plate.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("silent", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
    }

    [Fact]
    public void WeightThatWasNotPutOn_IsRefused()
    {
        Begin();

        var refusal = _plate.Capture(1000, grams: 0)!;

        Assert.Equal("few_counts", refusal.Reason);
        Assert.Contains("heavier", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightThatIsNotTheOneThatWasTyped_IsRefused()
    {
        Begin();
        Assert.Null(_plate.Capture(1000));

        var refusal = _plate.Capture(2000, grams: 500)!;

        Assert.Equal(("mistaken", "2000"), (refusal.Reason, refusal.Values["weight"]));
        Assert.InRange(double.Parse(refusal.Values["came"], System.Globalization.CultureInfo.InvariantCulture), 499, 501);
    }

    [Fact]
    public void PlateThatTouchesSomething_IsRefusedAtTheEnd_UntilThePointIsTakenBack()
    {
        Begin();
        Assert.Null(_plate.Capture(1000));
        Assert.Null(_plate.Capture(2000, grams: 1985));

        var refusal = _plate.Desk.Finish(CalibratedPlate.Name)!;
        Assert.Equal("linearity", refusal.Reason);
        Assert.False(_plate.View.Session!.Fit!.CanFinish);
        Assert.Null(_plate.Calibrations.Find(CalibratedPlate.Name));

        Assert.Null(_plate.Desk.TakeBack(CalibratedPlate.Name));
        Assert.Null(_plate.Capture(2000));
        Assert.Null(_plate.Desk.Finish(CalibratedPlate.Name));
    }

    [Fact]
    public void EmptyPlateAlone_IsRefusedAtTheEnd()
    {
        Begin();

        Assert.Equal("few_points", _plate.Desk.Finish(CalibratedPlate.Name)!.Reason);
    }

    [Fact]
    public void CellThatAnswersOtherwiseThanBefore_IsTold()
    {
        _plate.Calibrate(0, 1000);
        _plate.CountsPerGram = 400;
        Begin();
        _plate.Capture(1000);

        var fit = _plate.View.Session!.Fit!;

        Assert.True(fit.DiffersMuch);
        Assert.StartsWith("-6.9", fit.ChangePercent, StringComparison.Ordinal);
        Assert.True(fit.CanFinish);
    }

    [Fact]
    public void Inference_IsToPause_FromTheBeginningToTheEnd()
    {
        var told = new List<bool>();
        _plate.Desk.Changed += (_, change) => told.Add(_plate.Desk.IsCalibrating(change.Plate));

        _plate.Calibrate(0, 1000);

        Assert.Equal([true, false], told);
    }

    [Fact]
    public void SessionThatNobodyGoesOnWith_IsForgotten()
    {
        Begin();
        var told = new List<bool>();
        _plate.Desk.Changed += (_, change) => told.Add(_plate.Desk.IsCalibrating(change.Plate));
        _plate.Clock.Advance(CalibrationDesk.Patience);
        _plate.Lie(0, 0.3);

        Assert.Equal([false], told);
        Assert.False(_plate.Desk.IsCalibrating(CalibratedPlate.Name));
        Assert.Null(_plate.View.Session);
        Assert.Equal("not_begun", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
        Assert.Null(_plate.Desk.Begin(CalibratedPlate.Name, "Wang Wei"));
    }

    [Fact]
    public void SecondPerson_IsRefused_UntilTheFirstCancels()
    {
        Begin();

        Assert.Equal(("busy", "Li Na"), (_plate.Desk.Begin(CalibratedPlate.Name, "Wang Wei")!.Reason, _plate.Desk.Begin(CalibratedPlate.Name, "Wang Wei")!.Values["who"]));
        Assert.Null(_plate.Desk.Cancel(CalibratedPlate.Name));
        Assert.Null(_plate.Desk.Begin(CalibratedPlate.Name, "Wang Wei"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("Li\nNa")]
    public void NobodyInParticular_IsRefused(string? who) => Assert.Equal("who", _plate.Desk.Begin(CalibratedPlate.Name, who)!.Path);

    [Fact]
    public void UnknownPlate_IsNotFound() => Assert.Equal(CalibrationRefusalKind.NotFound, _plate.Desk.Begin("Z9", "Li Na")!.Kind);

    [Fact]
    public void BrokenConnection_BeginsTheWindowAnew()
    {
        Begin();
        _plate.Lie(1000);
        _plate.Desk.Interrupt(CalibratedPlate.Name);

        Assert.Equal("waiting", _plate.Desk.Capture(CalibratedPlate.Name, 1000)!.Reason);
    }

    private void Begin()
    {
        Assert.Null(_plate.Desk.Begin(CalibratedPlate.Name, "Li Na"));
        Assert.Null(_plate.Capture(0));
    }
}
