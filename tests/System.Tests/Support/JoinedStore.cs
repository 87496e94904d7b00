using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Cloud.Contracts;
using Simulators.World;
using Simulators.World.Ledgers;

namespace SystemTests.Support;

/// <summary>Headquarters with its authorities behind https, Mosquitto with the shipped files, and a box that knows nothing but its data folder: all as docs/joining.md sets them up.</summary>
internal sealed class JoinedStore : IAsyncDisposable
{
    internal const string Store = "store-1";
    internal const string Gateway = "gw-1";

    private static readonly TimeSpan s_limit = Scenario.Limit;

    private readonly PrivateFolder _folder = PrivateFolder.Open(null);
    private readonly int _gatewaysDoor = FreePort.Find();
    private readonly int _ownDoor = FreePort.Find();
    private readonly Uri _headquarters = LoopbackAt("https", FreePort.Find());
    private readonly Uri _console = LoopbackAt("http", FreePort.Find());
    private readonly Uri _intake = LoopbackAt("http", FreePort.Find());
    private ChildProcess? _broker;
    private ChildProcess? _node;
    private ChildProcess? _box;
    private ChildProcess? _till;
    private HttpClient? _api;

    /// <summary>The gateway's process as it is now.</summary>
    internal ChildProcess Box => _box!;

    /// <summary>What the box keeps since it joined.</summary>
    internal string IdentityFile => Path.Combine(_folder.File("box"), "identity.pem");

    /// <summary>The file of the authority that vouches for gateways, with its key.</summary>
    internal string Authority => _folder.File("authority/gateways.key");

    /// <summary>Where Mosquitto reads which certificates are worth nothing any more.</summary>
    internal string Revocations => _folder.File("fleet/gateways.crl");

    /// <summary>Headquarters' database.</summary>
    internal string Database => $"Data Source={_folder.File("headquarters.db")}";

    private string Acknowledged => _folder.File("till.jsonl");

    /// <summary>Sets headquarters and broker up and starts them, with a store that has no gateway yet.</summary>
    internal static async Task<JoinedStore> StartAsync()
    {
        var store = new JoinedStore();
        try
        {
            await store.SetUpAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a code at headquarters, as its page does.</summary>
    internal async Task<string> CodeAsync()
    {
        using var answer = await _api!.PostAsJsonAsync(new Uri("/api/join-codes", UriKind.Relative), new { store = Store, gateway = Gateway }, Scenario.Stop);
        var text = await answer.Content.ReadAsStringAsync(Scenario.Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }

    /// <summary>Starts the box; it is ready when a line of its output begins so.</summary>
    internal async Task StartBoxAsync(string ready)
    {
        _folder.WriteJson("gateway.json", new
        {
            dataFolder = _folder.Folder("box"),
            console = new { url = Text(_console) },
            intake = new { url = Text(_intake), tokenFile = _folder.File("intake.token") },
            uplink = new { reconnectMin = "00:00:00.050", reconnectMax = "00:00:00.500", cursorTimeout = "00:00:02" },
        });
        _box = await ChildProcess.StartAsync(
            new ChildOrder("gateway", Checkout.Programs.Gateway, ["run", "--config", _folder.File("gateway.json")], _folder.File("gateway.log")),
            child => child.WaitForLineAsync(ready, s_limit, Scenario.Stop));
    }

    /// <summary>Gives the box's own page the code; ends when the gateway behind it runs.</summary>
    internal async Task JoinOnItsPageAsync(string code)
    {
        using var http = new HttpClient { Timeout = s_limit };
        using var answer = await http.PostAsJsonAsync(new Uri(_console, "/v1/join"), new { code, headquarters = Text(_headquarters) }, Scenario.Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Scenario.Stop));
        await Box.WaitForLineAsync("intake ", s_limit, Scenario.Stop);
    }

    /// <summary>SIGTERM to the box, and waits for its end.</summary>
    internal async Task StopBoxAsync()
    {
        await Box.StopAsync();
        await Box.DisposeAsync();
    }

    /// <summary>Begins to post events, without a pause until <see cref="StopTillAsync"/>.</summary>
    internal async Task StartTillAsync() => _till = await ChildProcess.StartAsync(new ChildOrder(
        "till", Checkout.Programs.Simulators,
        ["till", "--url", Text(_intake), "--token-file", _folder.File("intake.token"), "--log", Acknowledged, "--rate", "50"], _folder.File("till.log")));

    /// <summary>Ends the till in order; what it was told is kept stands in <see cref="AcknowledgedIds"/>.</summary>
    internal async Task StopTillAsync() => Assert.True(await _till!.StopAsync());

    internal HashSet<Guid> AcknowledgedIds() => [.. TillLog.Read(Acknowledged).Select(line => line.Id)];

    /// <summary>Kills the broker, does something while it is away, and starts it again.</summary>
    internal async Task RestartBrokerAsync(Action away)
    {
        await _broker!.KillAsync();
        await _broker.DisposeAsync();
        away();
        await StartBrokerAsync();
    }

    /// <summary>Every scan that headquarters holds of the gateway, as often as it holds it.</summary>
    internal async Task<List<Guid>> ScansAsync()
    {
        await using var rows = await HeadquartersRows.OpenAsync(new DatabaseAddress(DatabaseProvider.Sqlite, Database), Scenario.Stop);
        var ids = new List<Guid>();
        await foreach (var row in rows.EventsAsync(Gateway, Scenario.Stop))
        {
            if (row is { Type: EventTypes.ScanRead, Origin: { } id })
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess?[])[_till, _box, _node, _broker])
        {
            await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _api?.Dispose();
        _folder.Delete();
    }

    private static Uri LoopbackAt(string scheme, int port) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{port}"));

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private async Task SetUpAsync()
    {
        _folder.WriteSecret("intake.token");
        WriteHeadquarters(certified: false);
        await RunAsync("ca", "certificates", "--config", _folder.File("headquarters.json"), "--host", "127.0.0.1", "--out", _folder.Folder("fleet"));
        WriteHeadquarters(certified: true);
        WriteBroker();
        await StartBrokerAsync();
        _node = await ChildProcess.StartAsync(
            new ChildOrder("headquarters", Checkout.Programs.Headquarters, ["--config", _folder.File("headquarters.json")], _folder.File("headquarters.log")),
            child => child.WaitForLineAsync("listening ", s_limit, Scenario.Stop));
        var token = (await RunAsync("token", "create", "--config", _folder.File("headquarters.json"), "--name", "tests", "--role", "admin"))[^1];
        using var shown = X509CertificateLoader.LoadCertificateFromFile(_folder.File("fleet/broker.pem"));
        var expected = shown.GetCertHashString(HashAlgorithmName.SHA256);
        _api = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == expected,
        })
        {
            BaseAddress = _headquarters,
        };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private void WriteHeadquarters(bool certified)
    {
        var broker = new Dictionary<string, object> { ["host"] = "127.0.0.1", ["port"] = _ownDoor };
        var document = new Dictionary<string, object>
        {
            ["url"] = Text(_headquarters).Replace("https", certified ? "https" : "http", StringComparison.Ordinal),
            ["database"] = new { provider = "sqlite", connection = Database },
            ["broker"] = broker,
            ["leaseDuration"] = "00:00:02",
            ["joining"] = new { folder = _folder.File("authority"), brokerHost = "127.0.0.1", brokerPort = _gatewaysDoor },
            ["fleet"] = new[] { new { store = Store, name = "Store 1", gateways = Array.Empty<string>() } },
        };
        if (certified)
        {
            (document["certificateFile"], document["keyFile"], document["publicUrl"]) = (_folder.File("fleet/broker.pem"), _folder.File("fleet/broker.key"), Text(_headquarters));
            (broker["caFile"], broker["certificateFile"], broker["keyFile"]) =
                (_folder.File("fleet/services.pem"), _folder.File("fleet/headquarters.pem"), _folder.File("fleet/headquarters.key"));
        }

        _folder.WriteJson("headquarters.json", document);
    }

    private void WriteBroker()
    {
        var shipped = Path.Combine(Checkout.Root, "deploy", "broker");
        var text = File.ReadAllText(Path.Combine(shipped, "mosquitto.conf"));
        foreach (var (from, to) in new[]
        {
            ("\nlistener 8883\n", string.Create(CultureInfo.InvariantCulture, $"\nlistener {_gatewaysDoor} 127.0.0.1\n")),
            ("\nlistener 8884 ", string.Create(CultureInfo.InvariantCulture, $"\nlistener {_ownDoor} ")), ("/var/lib/headquarters/broker/gateways.crl", Revocations),
            ("/etc/mosquitto/fleet/", _folder.File("fleet") + "/"), ("/etc/mosquitto/conf.d/fleet.acl", Path.Combine(shipped, "fleet.acl")), ("/var/lib/mosquitto/", _folder.Folder("mosquitto") + "/"),
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        _folder.Write("mosquitto.conf", (Environment.IsPrivilegedProcess ? "user root\n" : "") + text);
    }

    private async Task StartBrokerAsync() => _broker = await ChildProcess.StartAsync(
        new ChildOrder("mosquitto", File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto", ["-c", _folder.File("mosquitto.conf")], _folder.File("mosquitto.log")),
        child => child.WaitForAsync("an answer", s_limit, () => FreePort.AnswersAsync(_gatewaysDoor, Scenario.Stop), Scenario.Stop));

    /// <summary>Runs a verb of headquarters to its end.</summary>
    private async Task<IReadOnlyList<string>> RunAsync(params string[] arguments)
    {
        await using var verb = await ChildProcess.StartAsync(
            new ChildOrder($"headquarters {arguments[0]}", Checkout.Programs.Headquarters, arguments, _folder.File($"{arguments[0]}.log")),
            child => child.WaitForAsync("its end", s_limit, () => Task.FromResult(child.HasExited), Scenario.Stop));
        Assert.True(verb.ExitCode == 0, string.Join('\n', verb.LogLines()));
        return verb.LogLines();
    }
}
