using System.Text.Json;
using Cloud.Mqtt;
using Drivers.Shelves;
using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;
using Simulators.Nodes;
using Simulators.Shelves;
using Tests.Shared;
using static Drivers.Tests.Shelves.Plates;
using BoardNode = Simulators.Nodes.ShelfNode;
using ShelfNode = Drivers.Shelves.ShelfNode;

namespace Drivers.Tests.Shelves;

/// <summary>The shelf-node driver against simulated boards, over a real Mosquitto.</summary>
public sealed class ShelfNodeTests
{
    private static readonly TimeSpan s_sampleEvery = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_TwoPlatesOfANode_EachGetsItsOwn_OverOneConnection()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        using SimulatedFree node = Start(broker, "n1", 2);
        await using OpenDevice first = await OpenAsync(broker, "n1", "a1");
        await using OpenDevice second = await OpenAsync(broker, "n1", "a2");
        node.Script("unit 1 load 1000");
        node.Script("unit 2 load 2000");
        LoadReading[] loads = await Task.WhenAll(
            FirstAsync(first, reading => reading.Grams is > 990 and < 1010), FirstAsync(second, reading => reading.Grams is > 1990 and < 2010));
        Assert.All(loads, load => Assert.Equal(21.5m, load.Celsius));
        Assert.Single(broker.Log, line => line.Contains("edge-gateway-shelves", StringComparison.Ordinal) && line.Contains("New client connected", StringComparison.Ordinal));
        Assert.Contains("is read by another device", (await Assert.ThrowsAsync<DeviceException>(() => OpenAsync(broker, "n1", "a1"))).Message);
    }

    [Fact]
    public async Task Reboot_IsTold_AndNoWeightIsGivenForAWhile()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        using SimulatedFree node = Start(broker, "n1", 1);
        await using OpenDevice plate = await OpenAsync(broker, "n1", "a1", ("restart_hold_ms", "200"));
        await FirstAsync(plate, reading => reading.Grams is not null);
        node.Script("reboot");
        // The board leaves without a goodbye: its will comes first, and the supervisor would open anew.
        Assert.IsType<DeviceException>(await FailureAsync(plate));
        await plate.DisposeAsync();
        var (again, told) = await UntilOnlineAsync(broker, ("restart_hold_ms", "200"));
        await using OpenDevice _ = again;
        Assert.Contains("restarted: boot", told.Incident);
        Assert.Equal((null, "restarted"), (told.Grams, Assert.Single(told.Errors)));
        Assert.Empty((await FirstAsync(again, reading => reading.Grams is not null)).Errors);
        node.Script("fault");
        Assert.Equal("over_range", Assert.Single((await FirstAsync(again, reading => reading.Errors.Count > 0)).Errors));
    }

    [Fact]
    public async Task LostSamples_AreCounted()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        using SimulatedFree node = Start(broker, "n1", 1);
        await using OpenDevice plate = await OpenAsync(broker, "n1", "a1");
        await FirstAsync(plate, _ => true);
        node.Script("lose 40");
        // One more where the board had one in hand.
        Assert.Matches("lost 4[01] samples", (await FirstAsync(plate, reading => reading.Incident is not null)).Incident);
    }

    [Fact]
    public async Task NodeThatDies_IsOfflineByItsWill_AlsoForThoseWhoComeLater()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        using SimulatedFree node = Start(broker, "n1", 2);
        await using OpenDevice first = await OpenAsync(broker, "n1", "a1");
        await FirstAsync(first, _ => true);
        node.Script("unplug");
        Assert.Contains("last will", Assert.IsType<DeviceException>(await FailureAsync(first)).Message);
        await using OpenDevice later = await OpenAsync(broker, "n1", "a2");
        Assert.Contains("last will", Assert.IsType<DeviceException>(await FailureAsync(later)).Message);
        node.Script("replug");
        await first.DisposeAsync();
        await later.DisposeAsync();
        var (again, _) = await UntilOnlineAsync(broker);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task BrokerThatDies_IsAnIOExceptionForEveryPlate_AndTheNextOpeningConnectsAnew()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        using SimulatedFree node = Start(broker, "n1", 2);
        await using (OpenDevice first = await OpenAsync(broker, "n1", "a1"))
        await using (OpenDevice second = await OpenAsync(broker, "n1", "a2"))
        {
            await Task.WhenAll(FirstAsync(first, _ => true), FirstAsync(second, _ => true));
            await broker.KillAsync();
            Assert.IsType<IOException>(await FailureAsync(first));
            Assert.IsType<IOException>(await FailureAsync(second));
        }
        Assert.Contains("the broker 127.0.0.1", (await Assert.ThrowsAsync<IOException>(() => OpenAsync(broker, "n1", "a1"))).Message);
        await broker.RestartAsync(Ct);
        await using OpenDevice again = await OpenAsync(broker, "n1", "a1");
        await FirstAsync(again, _ => true);
    }

    [Fact]
    public async Task Credentials_ComeFromAFile()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(
            new MosquittoSettings { Users = new Dictionary<string, string> { ["gateway"] = "secret-1", ["n1"] = "secret-2" } }, Ct);
        string file = Path.Combine(broker.Folder, "shelves.password");
        await File.WriteAllTextAsync(file, "secret-1\n", Ct);
        using SimulatedFree node = Start(broker, "n1", 1, "n1", "secret-2");
        await using (OpenDevice plate = await OpenAsync(broker, "n1", "a1", ("user", "gateway"), ("password_file", file)))
            await FirstAsync(plate, _ => true);
        await File.WriteAllTextAsync(file, "wrong", Ct);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => OpenAsync(broker, "n1", "a1", ("user", "gateway"), ("password_file", file)));
        Assert.DoesNotContain("wrong", refused.Message);
        await Assert.ThrowsAsync<IOException>(() => OpenAsync(broker, "n1", "a1", ("user", "gateway"), ("password_file", "/no/such/file")));
    }

    /// <summary>The board is written from docs/shelf-nodes.md; what it says must be what the schema says.</summary>
    [Fact]
    public async Task SimulatedBoard_KeepsToTheSchema()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(null, Ct);
        await using IMqttConnection ear = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
            new MqttConnectOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "ear" }, Ct);
        await ear.SubscribeAsync(["shelf/v1/#"], Ct);
        using SimulatedFree node = Start(broker, "n1", 1);
        MiniSchema schema = NodeMessageTests.Schema();
        var topics = new HashSet<string>();
        while (topics.Count < 2)
        {
            MqttMessage message = await ear.Inbound.ReadAsync(Ct);
            Assert.Empty(schema.Check(JsonDocument.Parse(message.Payload).RootElement));
            topics.Add(message.Topic);
        }
        Assert.Equal(["shelf/v1/n1/a1/samples", "shelf/v1/n1/state"], topics.Order());
    }

    [Fact]
    public void Validate_SeveralMistakes_ListsThemAll_AndRepeatsNoPassword()
    {
        IReadOnlyList<string> errors = ShelfNode.Description.Validate(Device("mqtt://user:hush@host:1883/n1/a1", ("password_file", "relative"), ("key_file", "/k"), ("topic_root", "a/#"), ("colour", "red")));
        Assert.Equal(
            ["profile.colour", "profile.key_file", "profile.password_file", "profile.topic_root", "profile.user", "port"],
            errors.Select(error => error[..error.IndexOf(':')]).OrderBy(path => path == "port").ThenBy(path => path, StringComparer.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains("hush", StringComparison.Ordinal));
        Assert.Equal("profile.ca_file: missing; TLS needs the authorities to trust, as a PEM file", Assert.Single(ShelfNode.Description.Validate(Device("mqtts://host:8883/n1/a1"))));
        Assert.All(["mqtt://host/n1/a1", "mqtt://host:0/n1/a1", "mqtt://host:1883/n1", "mqtt://host:1883/n 1/a1", "mqtt://:1883/n1/a1", "tcp://host:1883"],
            port => Assert.StartsWith("port: ", Assert.Single(ShelfNode.Description.Validate(Device(port)))));
        Assert.Empty(ShelfNode.Description.Validate(Device("mqtt://[::1]:1883/n1/a1")));
    }

    private static SimulatedFree Start(MosquittoProcess broker, string node, int plates, string? user = null, string? password = null) => new(new BoardNode(
        new ShelfNodeSettings("127.0.0.1", broker.Port, node, s_sampleEvery, 2) { User = user, Password = password, UptimeMs = 3_600_000 },
        [.. Surfaces(plates, s_sampleEvery).Select(plate => ($"a{plate.UnitId}", plate))], new Random(1), TimeProvider.System));

    private static DeviceOptions Device(string port, params (string Name, string Value)[] profile) => new()
    {
        Id = "plate-1", Driver = ShelfNode.Name, Port = port, Profile = profile.ToDictionary(one => one.Name, one => one.Value),
    };

    private static async Task<OpenDevice> OpenAsync(MosquittoProcess broker, string node, string plate, params (string Name, string Value)[] profile) =>
        await ShelfNode.Description.OpenAsync(Device($"mqtt://127.0.0.1:{broker.Port}/{node}/{plate}", profile), TimeProvider.System, Ct);

    /// <summary>The board reconnects on its own thread; the state that it left is retained until it has.</summary>
    private static async Task<(OpenDevice Plate, LoadReading First)> UntilOnlineAsync(MosquittoProcess broker, params (string Name, string Value)[] profile)
    {
        while (true)
        {
            OpenDevice plate = await OpenAsync(broker, "n1", "a1", profile);
            try
            {
                return (plate, await FirstAsync(plate, _ => true));
            }
            catch (DeviceException)
            {
                await plate.DisposeAsync();
            }
        }
    }
}
