using System.Text.Json;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Core.Tests.Devices;

public sealed class DeviceBoardTests
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private readonly ManualClock _clock = new();
    private readonly DeviceBoard _board;

    public DeviceBoardTests()
    {
        _board = new DeviceBoard(_clock);
        var scale = new ScriptedDevice();
        var plate = new ScriptedDevice("plate-1", DeviceKind.Plate);
        _board.Register(scale.Options, scale.Driver);
        _board.Register(plate.Options, plate.Driver);
        _board.Show("scale-1", Availability.Online, "read");
        _board.Show("plate-1", Availability.Online, "read");
    }

    [Fact]
    public void Motion_TakesTheWeightAway()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        _board.Show(Readings.Motion(0.2));

        Assert.Equal((null, "motion", false), (Scale.Weight!.Weight, Scale.Weight.Reason, Scale.Weight.Stable));
    }

    [Fact]
    public void CameraPicture_IsShown_UntilTheConnectionBreaks()
    {
        var camera = new ScriptedDevice("camera-1", DeviceKind.Camera);
        _board.Register(camera.Options, camera.Driver);
        _board.Show(new CameraReading("camera-1", _clock.GetUtcNow(), 1280, 720, 4.97m, CameraPicture.Black));
        Assert.Equal(new CameraState(1280, 720, "5.0", CameraPicture.Black), _board.Snapshot()[2].Camera);

        _board.Interrupt("camera-1");

        Assert.Null(_board.Snapshot()[2].Camera);
    }

    [Fact]
    public void Fault_IsNamed_AndIsNoWeight()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        _board.Show(Readings.Error(0.2, "over_capacity", stable: true));
        _board.Show(Readings.Load(0.2, null, true, "sensor_fault"));

        Assert.Equal((null, "over_capacity"), (Scale.Weight!.Weight, Scale.Weight.Reason));
        Assert.Equal((null, "sensor_fault"), (Plate.Load!.Grams, Plate.Load.Reason));
    }

    [Fact]
    public void OldWeight_IsTakenAway()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        _clock.Advance(DeviceBoard.WeightHolds - TimeSpan.FromTicks(1));
        Assert.Equal("1.250", Scale.Weight!.Weight);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((null, "stale"), (Scale.Weight!.Weight, Scale.Weight.Reason));
    }

    [Fact]
    public void Offline_TakesTheWeightAway_AndKeepsSinceAndReason()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _board.Show("scale-1", Availability.Offline, "unplugged");
        var since = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(5));
        _board.Show("scale-1", Availability.Offline, "no such file");

        Assert.Equal((Availability.Offline, since, "no such file"), (Scale.Availability, Scale.Since, Scale.Reason));
        Assert.Equal((null, "offline"), (Scale.Weight!.Weight, Scale.Weight.Reason));
        Assert.Equal((1, 2), _board.Counts);
    }

    [Fact]
    public async Task WaitForChange_EndsWhenAWeightGrowsOld()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        var waiting = _board.WaitForChangeAsync(_board.Version, TestToken);
        await _clock.WhenArmedAsync(1, TestToken);
        Assert.False(waiting.IsCompleted);

        _clock.Advance(DeviceBoard.WeightHolds);

        await waiting;
        Assert.Equal("stale", Scale.Weight!.Reason);
    }

    [Fact]
    public async Task WaitForChange_EndsWithTheNextOtherWeight_NotWithTheSameOne()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        var waiting = _board.WaitForChangeAsync(_board.Version, TestToken);
        _board.Show(Readings.Weight(0.1, 1.250m));
        Assert.False(waiting.IsCompleted);

        _board.Show(Readings.Weight(0.2, 1.300m));

        Assert.Equal(_board.Version, await waiting);
    }

    [Fact]
    public void Removed_IsNoLongerShown_AndItsNameIsFree()
    {
        var version = _board.Version;

        _board.Remove("scale-1");

        Assert.Equal(["plate-1"], _board.Snapshot().Select(state => state.Id));
        Assert.True(_board.Version > version);
        var again = new ScriptedDevice();
        again.Options.Name = "Fruit scale";
        _board.Register(again.Options, again.Driver);
        Assert.Equal(("Fruit scale", Availability.Unknown), (_board.Snapshot()[1].Name, _board.Snapshot()[1].Availability));
    }

    [Fact]
    public void LastSeenAlone_IsAChangeOnceASecond()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        var version = _board.Version;
        for (var i = 0; i < 40; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            _board.Show(Readings.Weight(i * 0.05, 1.250m));
        }

        Assert.Equal(version + 2, _board.Version);
    }

    [Fact]
    public void State_SerialisesAsTheStatusPageWantsIt()
    {
        _board.Show(Readings.Weight(0, 1.250m));
        _board.Show(Readings.Load(0, 123.44m));

        var json = JsonSerializer.Serialize(_board.Snapshot(), JsonSerializerOptions.Web);

        using var document = JsonDocument.Parse(json);
        var scale = document.RootElement[0];
        Assert.Equal(
            ("scale-1", "test", "scale", "/dev/test", "online"),
            (Text(scale, "id"), Text(scale, "driver"), Text(scale, "kind"), Text(scale, "stableName"), Text(scale, "availability")));
        Assert.Equal("1.250", Text(scale.GetProperty("weight"), "weight"));
        Assert.Equal("gross", Text(scale.GetProperty("weight"), "netGross"));
        Assert.Equal("123.4", Text(document.RootElement[1].GetProperty("load"), "grams"));
        Assert.Equal(JsonValueKind.Null, document.RootElement[1].GetProperty("weight").ValueKind);
    }

    private DeviceState Scale => _board.Snapshot()[0];

    private DeviceState Plate => _board.Snapshot()[1];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
