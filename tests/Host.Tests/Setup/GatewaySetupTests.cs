using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Setup;
using Tests.Shared;

namespace Host.Tests.Setup;

/// <summary>Devices that come and go on a machine whose plugs the test pulls.</summary>
public sealed class GatewaySetupTests
{
    private static readonly Thing s_scale = Thing.Ftdi("a", "A50285BI");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Assign_PluggedInScale_IsReadAtOnce_KeptOnTheDisk_AndShown()
    {
        await using var gateway = new SetupFixture();
        var line = gateway.Plug("1", s_scale);
        var device = SetupFixture.Continuous("scale-1", gateway.Machine.Dev("ttyUSB0"));
        (device.Name, device.Role) = ("Fruit scale", "counter");

        Assert.Empty(await gateway.Setup.AssignAsync(device, Stop));

        var state = await gateway.WhenAsync("scale-1", s => s.Weight?.Weight is not null, () => line.Write(SetupFixture.Frame));
        Assert.Equal(("1.250", "Fruit scale", gateway.Machine.ById(s_scale)), (state.Weight!.Weight, state.Name, state.StableName));
        var assigned = Assert.Single(gateway.Setup.Devices);
        Assert.Equal((gateway.Machine.ById(s_scale), false), (assigned.Port, assigned.ReadOnly));
        var port = Assert.Single(gateway.Setup.Ports);
        Assert.Equal(("scale-1", PortAccess.Ok, KnownBy.Serial), (port.Owner, port.Access, port.KnownBy));
        var file = Path.Combine(gateway.DataFolder, "devices.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var kept = JsonDocument.Parse(await File.ReadAllBytesAsync(file, Stop));
        Assert.Equal("Fruit scale", kept.RootElement.GetProperty("devices")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Bytes_AreKeptAndWatched_InHexAndDecoded()
    {
        await using var gateway = new SetupFixture();
        var line = gateway.Plug("1", s_scale);
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.Dev("ttyUSB0")), Stop);
        await gateway.WhenAsync("scale-1", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));

        await using var watch = gateway.Setup.WatchAsync("scale-1", Stop).GetAsyncEnumerator(Stop);
        var next = watch.MoveNextAsync();
        line.Write(SetupFixture.Frame);
        Assert.True(await next);

        // Frames that came close together may be one piece.
        Assert.Equal(ByteDirection.In, watch.Current.Direction);
        Assert.StartsWith(Convert.ToHexStringLower(SetupFixture.Frame), watch.Current.Hex);
        Assert.Equal("1.250", watch.Current.Frames[0].Weight);
        Assert.Contains(gateway.Setup.Capture("scale-1")!, piece => piece.Frames.Count > 0 && piece.Frames.All(frame => frame is { Weight: "1.250", Unit: "kg", Protocol: "toledo_continuous" }));
        Assert.Null(gateway.Setup.Capture("scale-2"));
        await gateway.Setup.RemoveAsync("scale-1", Stop);
        while (await watch.MoveNextAsync())
        {
        }
    }

    [Fact]
    public void Bytes_AWholeFrame_IsDecodedWithItAndNotWithTheNextByte()
    {
        var decoding = new TraceDecoding(new DeviceOptions { Id = "scale-1", Driver = "aclas-ps1-cas-pd2" });
        // Eutron's example in its ECR firmware: 0.316 kg, stable, with its check character.
        byte[] frame = [0x01, 0x02, 0x53, 0x20, 0x20, 0x30, 0x2E, 0x33, 0x31, 0x36, 0x4B, 0x47, 0x75, 0x03, 0x04];
        Assert.Equal("0.316", Assert.Single(decoding.Take(new TracedBytes(DateTimeOffset.UnixEpoch, ByteDirection.In, frame)).Frames).Weight);
    }

    [Fact]
    public async Task Replugged_OnAnotherSocketAndTty_IsReadAgainWithoutWaiting_AndTheWeightWasGoneMeanwhile()
    {
        await using var gateway = new SetupFixture();
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(s_scale)), Stop);
        var line = gateway.Plug("1", s_scale);
        await gateway.WhenAsync("scale-1", s => s.Weight?.Weight == "1.250", () => line.Write(SetupFixture.Frame));

        gateway.Unplug("1");
        var gone = await gateway.WhenAsync("scale-1", s => s.Reason.StartsWith("reconnecting", StringComparison.Ordinal));
        Assert.Null(gone.Weight!.Weight);
        gateway.Plug("2", Thing.Ch340("other"));
        var back = gateway.Plug("3.1.4", s_scale);

        var again = await gateway.WhenAsync("scale-1", s => s.Weight?.Weight == "1.250", () => back.Write(SetupFixture.Frame));
        Assert.Equal(Availability.Online, again.Availability);
        Assert.Equal(gateway.Machine.Dev("ttyUSB1"), gateway.Setup.Ports.Single(port => port.Owner == "scale-1").Path);
    }

    [Fact]
    public async Task TwinOfAByIdName_IsNotRead_AndTheReasonSaysWhatToDo()
    {
        await using var gateway = new SetupFixture();
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(Thing.Cp2102("a"))), Stop);
        gateway.Machine.Plug("1", Thing.Cp2102("a"));
        var line = gateway.Plug("2", Thing.Cp2102("b"));
        await gateway.WhenAsync(setup => setup.Ports.Count(port => port.Vendor == "10c4") == 2 ? setup : null);
        line.Write(SetupFixture.Frame);

        await gateway.WhenAsync(setup => setup.Ports.FirstOrDefault(port => port.Owner == "scale-1" && port.Access == PortAccess.Absent
            && port.AccessReason!.Contains("it cannot be known which device this name means", StringComparison.Ordinal)));
        Assert.Null(gateway.Board.Snapshot().Single(state => state.Id == "scale-1").LastSeen);
    }

    [Fact]
    public async Task Assign_Mistakes_AreAllListed_AndNothingIsKept()
    {
        await using var gateway = new SetupFixture();
        var device = new DeviceOptions { Id = "Scale 1", Driver = "toledo-continuous", Port = "COM3", Line = "9600-9E1", Name = new string('x', 65), Profile = new() { ["colour"] = "red" } };

        var errors = await gateway.Setup.AssignAsync(device, Stop);

        Assert.Equal(["id", "line", "name", "port", "profile.checksum", "profile.colour", "profile.unit"], errors.Select(e => e.Path).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
        Assert.False(File.Exists(Path.Combine(gateway.DataFolder, "devices.json")));
        Assert.Empty(gateway.Setup.Devices);
    }

    [Fact]
    public async Task Devices_OfTheConfigurationFile_CannotBeChangedHere()
    {
        await using var gateway = new SetupFixture(options => options.Devices.Add(SetupFixture.Continuous("scale-1", "/dev/nothing")));

        var assigned = await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", "/dev/other"), Stop);
        var removed = await gateway.Setup.RemoveAsync("scale-1", Stop);
        var unknown = await gateway.Setup.RemoveAsync("scale-9", Stop);

        Assert.Equal("\"scale-1\" is a device of the configuration file, and only that file can change it", Assert.Single(assigned).Message);
        Assert.Equal(Assert.Single(assigned), Assert.Single(removed));
        Assert.Equal("there is no device \"scale-9\"", Assert.Single(unknown).Message);
        Assert.True(Assert.Single(gateway.Setup.Devices).ReadOnly);
    }

    [Fact]
    public async Task AnotherThingInTheSocket_IsNotRead_UntilTheDeviceIsAssignedAsItIs()
    {
        using var machine = new FakeMachine();
        var socket = machine.ByPath("1", Thing.Ch340("a"));
        await using var gateway = new SetupFixture(options => options.Devices.Add(SetupFixture.Continuous("scale-1", socket)), machine: machine);
        var line = gateway.Plug("1", Thing.Ch340("a"));
        await gateway.WhenAsync("scale-1", s => s.Weight?.Weight is not null, () => line.Write(SetupFixture.Frame));
        gateway.Unplug("1");
        var other = gateway.Plug("1", Thing.Ftdi("b", "A50285BI"));

        await gateway.WhenAsync("scale-1", s => s.Reason.Contains("another thing is plugged in there now", StringComparison.Ordinal));
        Assert.Null(gateway.Board.Snapshot()[0].Weight!.Weight);
        Assert.Empty(await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", socket), Stop));

        await gateway.WhenAsync("scale-1", s => s.Weight?.Weight is not null, () => other.Write(SetupFixture.Frame));
    }

    [Fact]
    public async Task Assign_PortOfAnotherDevice_IsRefused_ByWhateverName()
    {
        await using var gateway = new SetupFixture();
        gateway.Plug("1", s_scale);
        Assert.Empty(await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(s_scale)), Stop));

        foreach (var name in (string[])[gateway.Machine.ById(s_scale), gateway.Machine.ByPath("1", s_scale), gateway.Machine.Dev("ttyUSB0")])
        {
            var error = Assert.Single(await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-2", name), Stop));
            Assert.Equal("port", error.Path);
            Assert.Contains("one device a port", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Assign_TheSameIdAgain_ChangesTheDevice()
    {
        await using var gateway = new SetupFixture();
        var line = gateway.Plug("1", s_scale);
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", "/dev/nothing"), Stop);

        Assert.Empty(await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(s_scale)), Stop));

        await gateway.WhenAsync("scale-1", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));
        Assert.Single(gateway.Setup.Devices);
    }

    [Fact]
    public async Task Remove_FreesThePort_AndForgetsTheDevice()
    {
        await using var gateway = new SetupFixture();
        var line = gateway.Plug("1", s_scale);
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(s_scale)), Stop);
        await gateway.WhenAsync("scale-1", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));

        Assert.Empty(await gateway.Setup.RemoveAsync("scale-1", Stop));

        Assert.Empty(gateway.Board.Snapshot());
        Assert.Null(Assert.Single(gateway.Setup.Ports).Owner);
        Assert.Equal("there is no device \"scale-1\"", (await gateway.Setup.ExecuteAsync("scale-1", new DeviceCommand(DeviceCommandKind.Zero), Stop)).Reason);
        Assert.Empty(await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-2", gateway.Machine.ById(s_scale)), Stop));
        await gateway.WhenAsync("scale-2", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));
    }

    [Fact]
    public async Task Restart_ReadsTheDevicesThatWereAssigned()
    {
        using var folder = new TemporaryFolder();
        await using (var before = new SetupFixture(dataFolder: folder.Path))
        {
            before.Plug("1", s_scale);
            await before.Setup.AssignAsync(SetupFixture.Continuous("scale-1", before.Machine.ById(s_scale)), Stop);
        }

        await using var after = new SetupFixture(dataFolder: folder.Path);

        Assert.Equal("scale-1", Assert.Single(after.Setup.Devices).Id);
    }

    [Fact]
    public async Task Execute_WhatTheDriverCannot_IsRefusedInWords()
    {
        await using var gateway = new SetupFixture();
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", "/dev/nothing"), Stop);

        var outcome = await gateway.Setup.ExecuteAsync("scale-1", new DeviceCommand(DeviceCommandKind.Beep), Stop);

        Assert.False(outcome.Done);
        Assert.NotNull(outcome.Reason);
    }

    [Fact]
    public async Task Ports_OfDevicesThatAreNotThere_AreAbsentOrNetwork()
    {
        await using var gateway = new SetupFixture();
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", "/dev/nothing-here"), Stop);
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-2", "tcp://127.0.0.1:9"), Stop);

        var ports = gateway.Setup.Ports;

        Assert.Equal(
            [("/dev/nothing-here", PortKind.Serial, PortAccess.Absent, "scale-1"), ("tcp://127.0.0.1:9", PortKind.Network, PortAccess.Ok, "scale-2")],
            ports.Select(port => (port.Port, port.Kind, port.Access, port.Owner!)));
        Assert.Contains("nothing is plugged in", ports[0].AccessReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drivers_ListTheirSettingsAndCommands()
    {
        await using var gateway = new SetupFixture();

        var continuous = gateway.Setup.Drivers.Single(driver => driver.Driver == "toledo-continuous");

        Assert.Contains(continuous.Settings, setting => setting is { Name: "unit", Required: true, Choices: not null });
        Assert.Contains(continuous.Settings, setting => setting is { Name: "silence_ms", Required: false, Choices: null });
        Assert.Contains(gateway.Setup.Drivers, driver => driver.Driver == "modbus-plate" && driver.Settings.Any(setting => setting.Name == "unit_id"));
    }

    [Fact]
    public async Task ManyChangesAtOnce_AreDoneOneAfterTheOther()
    {
        await using var gateway = new SetupFixture();

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => gateway.Setup.AssignAsync(SetupFixture.Continuous($"scale-{i % 10}", $"/dev/nothing-{i % 10}"), Stop)));

        Assert.All(all, Assert.Empty);
        Assert.Equal(10, gateway.Setup.Devices.Count);
        Assert.Equal(10, KeptDevices.Load(new GatewayOptions { DataFolder = gateway.DataFolder }, Drivers.DriverCatalog.All).Devices.Count);
    }
}
