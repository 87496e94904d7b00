using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;

namespace Core.Tests.Pipeline;

public sealed class AvailabilityInterpreterTests
{
    private readonly AvailabilityInterpreter _interpreter = new(new DeviceOptions { Id = "scale-1", Driver = "test", Port = "/dev/test" }, "test");

    [Fact]
    public void EachChange_IsOneEvent()
    {
        Assert.Equal("device.online", _interpreter.Take(Change(Availability.Online))?.Type);
        Assert.Null(_interpreter.Take(Change(Availability.Online)));
        var offline = _interpreter.Take(Change(Availability.Offline))!;

        using var data = JsonDocument.Parse(offline.Data);
        Assert.Equal("device.offline", offline.Type);
        Assert.Equal("""{"driver":"test","stable_name":"/dev/test","reason":"why"}""", data.RootElement.GetRawText());
    }

    [Fact]
    public void FaultThatLasts_IsToldOnce_AndSoIsItsEnd()
    {
        string?[] told =
        [
            .. Enumerable.Range(0, 60).Select(i => _interpreter.Take(Readings.Load(i * 0.1, null, true, "sensor_fault"))?.Type),
            _interpreter.Take(Readings.Load(7, 100m))?.Type,
            _interpreter.Take(Readings.Load(8, 100m))?.Type,
        ];

        Assert.Equal(["device.fault", "device.online"], told.OfType<string>());
    }

    [Fact]
    public void Fault_IsToldAfterThreeSeconds_AndNotBefore()
    {
        Assert.Null(_interpreter.Take(Readings.Load(0, null, true, "sensor_fault")));
        Assert.Null(_interpreter.Take(Readings.Load(2.999, null, true, "sensor_fault")));
        Assert.Equal("device.fault", _interpreter.Take(Readings.Load(3, null, true, "sensor_fault"))?.Type);
    }

    [Fact]
    public void DeviceThatComesOnline_HasNoFaultThatCouldBeOver()
    {
        _interpreter.Take(Change(Availability.Online));
        Assert.Null(_interpreter.Take(Readings.Load(0, 100m)));
    }

    [Fact]
    public void FaultOfAMoment_AndTooMuchLoad_AreNotTold()
    {
        Assert.Null(_interpreter.Take(Readings.Load(0, null, true, "sensor_fault")));
        Assert.Null(_interpreter.Take(Readings.Load(1, 100m)));
        Assert.Null(_interpreter.Take(Readings.Load(4, null, true, "sensor_fault")));
        Assert.All(Enumerable.Range(5, 60), i => Assert.Null(_interpreter.Take(Readings.Error(i, "over_capacity", true))));
    }

    [Fact]
    public void Incident_IsToldAtOnce_AndThatItIsOver()
    {
        var restarted = _interpreter.Take(Readings.Load(0, null, true, "restarted") with { Incident = "restarted after 3 s" })!;

        using var data = JsonDocument.Parse(restarted.Data);
        Assert.Equal(("device.fault", "restarted after 3 s"), (restarted.Type, data.RootElement.GetProperty("reason").GetString()));
        Assert.Null(_interpreter.Take(Readings.Load(4, null, true, "restarted")));
        Assert.Equal("device.online", _interpreter.Take(Readings.Load(5, 100m))?.Type);
        Assert.Null(_interpreter.Take(Readings.Load(6, 100m)));
    }

    private static AvailabilitySignal Change(Availability availability) => new("scale-1", Readings.Start, availability, "why");
}
