using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using EdgeGateway.Host.Running;
using EdgeGateway.Host.Updating;
using Host.Tests.Verbs;

namespace Host.Tests.Updating;

/// <summary>The gateway's own program, started by the launcher: on trial it is killed, and tried again it is confirmed, while a till goes on sending events.</summary>
public sealed class UpdateKilledTests : IDisposable
{
    private const string Token = "a-token-of-the-test";

    private readonly LauncherFixture _launcher = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<Guid> _accepted = [];
    private readonly int _port = FreePort();

    public UpdateKilledTests() => Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private BundleFixture Bundles => _launcher.Bundles;

    public void Dispose()
    {
        _client.Dispose();
        _launcher.Dispose();
    }

    [Fact]
    public async Task Gateway_KilledOnTrialThenTriedAgain_IsBackThenConfirmedWithEveryEvent()
    {
        var files = ProgramFiles();
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_launcher.Package, name))!);
            await File.WriteAllBytesAsync(Path.Combine(_launcher.Package, name), content, Stop);
        }

        _launcher.Runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var config = Configure();
        await OnTrialAsync(files, 101);
        using (var tried = await StartAsync(config))
        {
            await PostAsync();
            await End(tried);
        }

        using (var back = await StartAsync(config))
        {
            Assert.Equal((UpdateJournal.Package, null, 101L), (Bundles.Journal().Confirmed, Bundles.Journal().Trial, Bundles.Journal().Failed));
            await PostAsync();
            await End(back);
        }

        await OnTrialAsync(files, 102);
        using (var tried = await StartAsync(config))
        {
            while (Bundles.Journal().Trial is not null)
            {
                await PostAsync();
                Assert.False(tried.HasExited);
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Stop);
            }

            Assert.Equal(new UpdateJournal { Confirmed = "a", Highest = 102 }, Bundles.Journal());
            await End(tried);
        }

        var outbox = Path.Combine(Bundles.Data, "outbox.db");
        Assert.Equal(0, (await CommandRun.EndAsync(["outbox", "verify", outbox])).Code);
        var (_, exported, _) = await CommandRun.EndAsync(["outbox", "export", outbox]);
        Assert.All(_accepted, id => Assert.Equal(2, exported.Split(id.ToString("D")).Length));

        // And what headquarters is told of it waits among them.
        Assert.Contains(
            exported.Split('\n'), line => line.Contains("\"gateway.updated\"", StringComparison.Ordinal) && line.Contains("\"trial\":102,\"failed\":101", StringComparison.Ordinal));
    }

    /// <summary>Puts a version on trial, as a running gateway does when it gives way.</summary>
    private async Task OnTrialAsync(Dictionary<string, byte[]> files, long serial)
    {
        var bundle = Path.Combine(Bundles.Path, "next.update");
        await File.WriteAllBytesAsync(bundle, Bundles.Bundle(serial, files), Stop);
        var (code, _, words) = await CommandRun.EndAsync(["update", bundle, "--data", Bundles.Data, "--keys", Bundles.Keys]);
        Assert.True(code == 0, words);
        new HealthBaseline([], false, 0, _accepted.Count).Write(Bundles.Updates);
        (Bundles.Journal() with { Staged = null, Trial = Bundles.Journal().Staged, Boot = BootId.Read() }).Write(Bundles.Updates);
    }

    /// <summary>Of everything beside this test, what the gateway is made of.</summary>
    private static Dictionary<string, byte[]> ProgramFiles()
    {
        var named = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "edge-gateway.deps.json"));
        var native = $"runtimes/linux-{(UpdateFolder.Arch == "arm64" ? "arm64" : "x64")}/native";
        string[] roots = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, native)];
        return roots.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
            .Where(file => Path.GetFileName(file) is "edge-gateway.deps.json" or "edge-gateway.runtimeconfig.json"
                || (Path.GetExtension(file) is ".dll" or ".so" && named.Contains(Path.GetFileName(file), StringComparison.Ordinal)))
            .ToDictionary(file => Path.GetRelativePath(AppContext.BaseDirectory, file), File.ReadAllBytes);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task End(Process gateway)
    {
        gateway.Kill();
        await gateway.WaitForExitAsync(Stop);
    }

    private string Configure()
    {
        var token = Path.Combine(Bundles.Path, "token");
        File.WriteAllText(token, Token);
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var config = Path.Combine(Bundles.Path, "gateway.json");
        File.WriteAllText(config, $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{Bundles.Data}}", "uplink": { "host": "127.0.0.1", "port": 1 },
              "console": { "url": "http://127.0.0.1:0" },
              "intake": { "url": "http://127.0.0.1:{{_port.ToString(CultureInfo.InvariantCulture)}}", "tokenFile": "{{token}}" } }
            """);
        return config;
    }

    private async Task<Process> StartAsync(string config)
    {
        var gateway = Process.Start(_launcher.Command(48, "run", "--config", config))!;
        gateway.ErrorDataReceived += static (_, _) => { };
        gateway.BeginErrorReadLine();
        while (await gateway.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("intake ", StringComparison.Ordinal))
            {
                return gateway;
            }
        }

        throw new InvalidOperationException($"The gateway ended with {gateway.ExitCode}.");
    }

    private async Task PostAsync()
    {
        var id = Guid.NewGuid();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_port}/v1/events")
        {
            Content = new StringContent($$"""{"id":"{{id}}","type":"scan.read","data":{"symbology":"EAN-13","text":"4006381333931"} }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = await _client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _accepted.Add(id);
    }
}
