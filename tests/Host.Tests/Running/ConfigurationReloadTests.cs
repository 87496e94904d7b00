using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Host.Tests.Setup;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Running;

public sealed class ConfigurationReloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IReadOnlyList<DeviceOptions>> _configured = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reload_OtherDevices_ArePutInForceWithoutARestart()
    {
        var reload = Started();
        Write(devices: """{ "id": "scale-2", "driver": "toledo-8217", "port": "/dev/ttyUSB2", "profile": { "unit": "kg" } }""");

        await reload.ReloadAsync(Stop);

        Assert.Equal("scale-2", Assert.Single(Assert.Single(_configured)).Id);
        Assert.Null(reload.Note);
    }

    [Fact]
    public async Task Reload_OtherSections_AreNamedUntilTheyAreAsTheyWere()
    {
        var reload = Started();

        Write(host: "10.0.0.9", more: """, "health": { "reportEvery": "01:00:00" }""");
        await reload.ReloadAsync(Stop);
        Assert.Equal("restart to put in force: uplink, health", reload.Note);

        Write();
        await reload.ReloadAsync(Stop);
        Assert.Null(reload.Note);
    }

    [Fact]
    public async Task Reload_FileWithMistakes_ChangesNothingAndSaysTheFirst()
    {
        var reload = Started();
        Write(devices: """{ "id": "scale-1", "driver": "no-such-driver", "port": "/dev/ttyUSB1" }""", more: """, "colour": 1""");

        await reload.ReloadAsync(Stop);

        Assert.Empty(_configured);
        Assert.StartsWith("changed configuration refused: ", reload.Note, StringComparison.Ordinal);
        Assert.Contains("gateway.json:", reload.Note, StringComparison.Ordinal);
        Assert.EndsWith("(and 1 more in the log)", reload.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_FileIsGone_ChangesNothing()
    {
        var reload = Started();
        File.Delete(Path.Combine(_folder.Path, "gateway.json"));

        await reload.ReloadAsync(Stop);

        Assert.Empty(_configured);
        Assert.Contains("cannot be read", reload.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_DeviceOfTheSetupPageTakesTheName_IsRefused()
    {
        var reload = Started();
        KeptDevices.Save(KeptDevices.PathIn(_folder.Path), [SetupFixture.Continuous("scale-2", "/dev/ttyUSB7")]);
        Write(devices: """{ "id": "scale-2", "driver": "toledo-8217", "port": "/dev/ttyUSB2", "profile": { "unit": "kg" } }""");

        await reload.ReloadAsync(Stop);

        Assert.Empty(_configured);
        Assert.Contains("devices.json", reload.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_StartsWhatIsNewStopsWhatIsGoneAndLeavesTheRestAlone()
    {
        var scale = Thing.Ftdi("a", "A50285BI");
        var machine = new FakeMachine();
        var stays = SetupFixture.Continuous("stays", machine.ById(scale));
        await using var store = new SetupFixture(options => options.Devices = [stays, SetupFixture.Continuous("goes", "/dev/nothing")], machine: machine);
        var line = store.Plug("1", scale);
        var before = await store.WhenAsync("stays", state => state.Availability == Availability.Online, () => line.Write(SetupFixture.Frame));

        var hindrances = await store.ConfigureAsync([SetupFixture.Continuous("stays", machine.ById(scale)), SetupFixture.Continuous("comes", "/dev/other")]);

        Assert.Empty(hindrances);
        Assert.Equal(["comes", "stays"], store.Board.Snapshot().Select(state => state.Id).Order());
        Assert.Equal(before.Since, store.Board.Snapshot().Single(state => state.Id == "stays").Since);
        Assert.All(store.Setup.Devices, device => Assert.True(device.ReadOnly));
    }

    private ConfigurationReload Started()
    {
        Write();
        var started = GatewayConfiguration.Load(Path.Combine(_folder.Path, "gateway.json"), DriverCatalog.All);
        Assert.Empty(started.Errors);
        return new ConfigurationReload(
            started,
            (devices, _) =>
            {
                _configured.Add(devices);
                return Task.FromResult<IReadOnlyList<SetupError>>([]);
            },
            NullLogger.Instance);
    }

    private void Write(string devices = "", string host = "10.0.0.1", string more = "") => _folder.File(
        "gateway.json",
        $$"""
        { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{_folder.Path}}", // comments are allowed
          "uplink": { "host": "{{host}}" }, "devices": [ {{devices}} ]{{more}} }
        """);
}
