using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Pipeline;

namespace Core.Tests.Cameras;

public sealed class CameraFaultsTests
{
    private readonly CameraFaults _faults = new();
    private DateTimeOffset _now = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FrozenPicture_IsToldOnce_AndItsEndOnceItHasLasted()
    {
        Assert.Null(Take(0, CameraPicture.Live));
        Assert.Equal(new CameraFault(true, CameraFaults.Frozen), Take(1, CameraPicture.Frozen));
        Assert.Null(Take(60, CameraPicture.Frozen));
        Assert.Null(Take(1, CameraPicture.Live));
        Assert.Null(Take(1, CameraPicture.Frozen));
        Assert.Null(Take(1, CameraPicture.Live));
        Assert.Equal(new CameraFault(false, "the picture is live again"), Take(2, CameraPicture.Live));
        Assert.Null(Take(1, CameraPicture.Live));
    }

    [Fact]
    public void BlackAfterFrozen_IsToldToo()
    {
        Take(0, CameraPicture.Frozen);

        Assert.Equal(new CameraFault(true, CameraFaults.Black), Take(1, CameraPicture.Black));
    }

    [Fact]
    public void ABreakWhileItRecovers_StartsTheWaitAnew()
    {
        Take(0, CameraPicture.Black);
        Take(1, CameraPicture.Live);
        _faults.Interrupt();

        Assert.Null(Take(5, CameraPicture.Live));
        Assert.NotNull(Take(2, CameraPicture.Live));
    }

    [Fact]
    public void Interpreter_FrozenPicture_IsAFaultOfTheDevice()
    {
        var device = new DeviceOptions { Id = "camera-1", Driver = "camera", Port = "rtsp://host/x" };
        var interpreter = new DeviceInterpreter(device, new DriverDescription("camera", DeviceKind.Camera, "m", _ => [], (_, _, _) => throw new NotSupportedException()));

        EventDraft draft = Assert.Single(interpreter.Take(new ReadingSignal(Reading(CameraPicture.Frozen))));

        Assert.Equal((EventTypes.DeviceFault, "camera-1"), (draft.Type, draft.DeviceId));
        Assert.Equal("picture_frozen", JsonDocument.Parse(draft.Data).RootElement.GetProperty("reason").GetString());
    }

    private CameraFault? Take(double after, CameraPicture picture)
    {
        _now = _now.AddSeconds(after);
        return _faults.Take(Reading(picture));
    }

    private CameraReading Reading(CameraPicture picture) => new("camera-1", _now, 1280, 720, 5, picture);
}
