using Core.Tests.Devices;
using Core.Tests.Printing.Jobs;
using Core.Tests.Shelves.Calibration;
using Core.Tests.Shelves.Live;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Pipeline;

/// <summary>Each kind of signal reaches what turns it into events, and an interruption or a dismissal all of them.</summary>
public sealed class DeviceInterpreterTests : IDisposable
{
    private static readonly PrinterStatus s_well = new(true, true, PaperState.Present, false, [], default);

    private readonly string _folder = Directory.CreateTempSubdirectory("interpreter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Printer_FaultThatLasts_IsToldAndSoIsItsEnd_AndAnInterruptionMakesItTwo()
    {
        var printer = Of(DeviceKind.Printer);
        var open = s_well with { CoverOpen = true };
        Assert.Empty(Take(printer, new PrinterReading("d", At(0), open)));
        printer.Take(new InterruptionSignal("d", At(1)));
        Assert.Empty(Take(printer, new PrinterReading("d", At(3.5), open)));
        Assert.Equal("device.fault", Assert.Single(Take(printer, new PrinterReading("d", At(7), open))));
        Assert.Equal("device.online", Assert.Single(Take(printer, new PrinterReading("d", At(8), s_well))));
    }

    [Fact]
    public void Camera_PictureThatHangs_IsToldAndSoIsItsEnd_AndAnInterruptionBeginsTheWaitAnew()
    {
        var camera = Of(DeviceKind.Camera);
        Assert.Equal("device.fault", Assert.Single(Take(camera, Picture(0, CameraPicture.Frozen))));
        Assert.Empty(Take(camera, Picture(1, CameraPicture.Live)));
        camera.Take(new InterruptionSignal("d", At(2)));
        Assert.Empty(Take(camera, Picture(4, CameraPicture.Live)));
        Assert.Equal("device.online", Assert.Single(Take(camera, Picture(6, CameraPicture.Live))));

        static CameraReading Picture(double at, CameraPicture picture) => new("d", At(at), 1280, 720, 5, picture);
    }

    [Fact]
    public void FaultBeforeAnInterruptionAndOneBehindIt_AreTwo()
    {
        var scale = Of(DeviceKind.Scale);
        Assert.DoesNotContain("device.fault", Take(scale, Readings.Error(0, "no_answer", true)));
        scale.Take(new InterruptionSignal("d", At(1)));
        Assert.DoesNotContain("device.fault", Take(scale, Readings.Error(4, "no_answer", true)));
        Assert.Contains("device.fault", Take(scale, Readings.Error(7, "no_answer", true)));
    }

    [Fact]
    public async Task KeyOfAScale_IsAnswered()
    {
        var key = new WeighingKeySignal("d", At(0), new ClearKey());
        Of(DeviceKind.Scale).Take(key);
        Assert.True((await key.Outcome.WaitAsync(TestContext.Current.CancellationToken)).IsDone);
    }

    [Fact]
    public void LoadAcrossAnInterruption_IsCapturedOnce()
    {
        var scale = Of(DeviceKind.Scale);
        Take(scale, Readings.Weight(0, 0.000m));
        Assert.Contains("goods.weighed", Take(scale, Readings.Weight(1, 1.000m)));
        scale.Take(new InterruptionSignal("d", At(2)));
        Assert.DoesNotContain("goods.weighed", Take(scale, Readings.Weight(3, 1.000m)));
    }

    /// <summary>What a scale captured and the outbox may not have comes before anything new, once; its origin id tells repeats.</summary>
    [Fact]
    public void CaptureThatMayNotBeKept_ComesAgainFirst_AndOnce()
    {
        var before = Weighing();
        Take(before, Readings.Weight(0, 0.000m));
        var captured = before.Take(new ReadingSignal(Readings.Weight(1, 1.000m))).Single(draft => draft.Type == "goods.weighed");

        var after = Weighing();
        var drafts = after.Take(new ReadingSignal(Readings.Weight(2, 1.000m))).ToList();
        Assert.Equal(("goods.weighed", captured.OriginId), (drafts[0].Type, drafts[0].OriginId));
        Assert.Single(drafts, draft => draft.Type == "goods.weighed");
        Assert.DoesNotContain("goods.weighed", Take(after, Readings.Weight(3, 1.000m)));

        DeviceInterpreter Weighing() => Of(
            DeviceKind.Scale, shop: new WeighingShop(new WeighingOptions(), () => null, _folder, new WeighingBoard(new ManualClock()), NullLogger.Instance));
    }

    [Theory]
    [InlineData(null, "a1")]
    [InlineData("a1", "sensor-7")]
    public void Plate_ReachesTheShelfByItsNameInThePlanogram_UntilItIsDismissed(string? profile, string device)
    {
        using var store = new ShelfFixture();
        store.Open(ShelfFixture.Planogram());
        var interpreter = Of(DeviceKind.Plate, device, shelves: store.Shelves, profile: profile is null ? [] : [("plate", profile)]);
        Assert.Equal(device, store.View().Device);

        Take(interpreter, new LoadReading(device, store.Clock.GetUtcNow(), 8_388_608 + 430_000, null, true, []));
        Assert.Equal("1000.0", store.View().Grams);
        interpreter.Dismiss();
        Assert.Null(store.View().Device);
    }

    [Fact]
    public void Plate_ReachesItsCalibration_AndAnInterruptionEmptiesTheWindow()
    {
        using var plate = new CalibratedPlate();
        Assert.Null(plate.Desk.Begin(CalibratedPlate.Name, "Ann"));
        var interpreter = Of(DeviceKind.Plate, CalibratedPlate.Name, calibration: plate.Desk);
        Take(interpreter, new LoadReading(CalibratedPlate.Name, plate.Clock.GetUtcNow(), 8_388_608, null, true, []));
        Assert.Equal(1, plate.View.Now!.Samples);
        interpreter.Take(new InterruptionSignal(CalibratedPlate.Name, plate.Clock.GetUtcNow()));
        Assert.Equal(0, plate.View.Now?.Samples ?? 0);
    }

    [Fact]
    public void Printer_WhatItSaysAndThatItWasLost_ReachesItsJobs()
    {
        using var desk = new PrintFixture();
        desk.Add("d");
        var interpreter = Of(DeviceKind.Printer, printing: desk.Desk);
        desk.Advance(1);
        Take(interpreter, new PrinterReading("d", desk.Clock.GetUtcNow(), s_well with { Paper = PaperState.Out }));
        Assert.Equal(PaperState.Out, desk.Stations[0].Condition.Status?.Paper);
        interpreter.Take(new AvailabilitySignal("d", desk.Clock.GetUtcNow(), Availability.Offline, "the cable is out"));
        Assert.Equal("the cable is out", desk.Stations[0].Condition.Reason);
    }

    [Fact]
    public void Scale_IsShownUntilItIsDismissed_AndForgetsItsLoadAtAnInterruption()
    {
        var board = new WeighingBoard(new ManualClock());
        var scale = Of(DeviceKind.Scale, shop: new WeighingShop(new WeighingOptions(), () => null, _folder, board, NullLogger.Instance));
        Take(scale, Readings.Weight(0, 0.000m));
        Take(scale, Readings.Weight(1, 1.000m));
        Assert.Equal("1.000", Assert.Single(board.Snapshot()).Weight);
        scale.Take(new InterruptionSignal("d", At(2)));
        Assert.Null(Assert.Single(board.Snapshot()).Weight);
        scale.Dismiss();
        Assert.Empty(board.Snapshot());
    }

    [Theory]
    [InlineData("0.000001", true)]
    [InlineData("1000000", true)]
    [InlineData("0", false)]
    [InlineData("1000001", false)]
    [InlineData("0.0000001", false)]
    [InlineData("-1", false)]
    [InlineData("five", false)]
    public void Division_IsANumberAboveNothing(string text, bool isOne)
    {
        var made = Record.Exception(() => Of(DeviceKind.Scale, profile: [(DeviceInterpreter.DivisionProfile, text)]));
        Assert.Equal(isOne, made is null);
        if (!isOne)
        {
            Assert.Contains($"'division' is '{text}'", Assert.IsType<ArgumentException>(made).Message, StringComparison.Ordinal);
        }
    }

    private static DateTimeOffset At(double seconds) => Readings.At(seconds);

    private static List<string> Take(DeviceInterpreter interpreter, Reading reading) => [.. interpreter.Take(new ReadingSignal(reading)).Select(draft => draft.Type)];

    private static DeviceInterpreter Of(
        DeviceKind kind, string id = "d", WeighingShop? shop = null, EdgeGateway.Core.Shelves.Live.StoreShelves? shelves = null,
        EdgeGateway.Core.Shelves.Calibration.CalibrationDesk? calibration = null, EdgeGateway.Core.Printing.Jobs.PrintDesk? printing = null, params (string Name, string Value)[] profile)
    {
        var device = new DeviceOptions { Id = id, Driver = "test", Port = "/dev/test" };
        foreach (var (name, value) in profile)
        {
            device.Profile[name] = value;
        }

        return new(device, new DriverDescription("test", kind, "a device", _ => [], (_, _, _) => throw new NotSupportedException()), shop: shop, shelves: shelves, calibration: calibration, printing: printing);
    }
}
