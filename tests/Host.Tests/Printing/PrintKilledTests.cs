using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using Host.Tests.Verbs;
using Simulators.Printers;

namespace Host.Tests.Printing;

/// <summary>The gateway's process killed at random while it prints at a virtual printer whose paper is known. <c>EDGE_PRINT_KILLS=50</c> kills it more often.</summary>
public sealed class PrintKilledTests : IDisposable
{
    private const int JobsAKill = 4;

    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("EDGE_PRINT_KILLS"), out var kills) ? kills : 2;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Random _random = new(20261122);
    private readonly Dictionary<Guid, object> _jobs = [];
    private readonly Dictionary<Guid, Sheet> _plain = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Gateway_KilledWhileItPrints_PrintsNothingTwiceUnmarkedAndForgetsNothing()
    {
        var model = PrinterModel.Receipt80 with { RowsPerSecond = 3000 };
        using var printer = new VirtualPrinter(model, TimeProvider.System);
        await using var server = PrinterServer.Start(printer);
        var device = new DeviceOptions { Id = "till-1", Driver = "escpos", Port = server.Address };
        var config = Configure(device);
        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions()), TimeProvider.System);
        var language = DriverCatalog.Find("escpos")!.CreatePrinter!(device, TimeProvider.System);
        for (var kill = 0; kill < s_kills; kill++)
        {
            using var gateway = await StartAsync(config);
            for (var i = 0; i < JobsAKill; i++)
            {
                var data = new { printer = $"ticket {kill}-{i}", at = "2026-11-22T14:05:31+08:00" };
                var id = Guid.NewGuid();
                _jobs[id] = new { id, template = "test-page", culture = "en", printer = "till-1", data };
                var document = renderer.Render("test-page", JsonSerializer.SerializeToElement(data), "en", language.Profile);
                _plain[id] = VirtualPrinter.Perfect(model, language.Encode(document, "0000"))[0];
            }

            await SubmitAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2500)), TimeProvider.System, Stop);
            gateway.Kill();
            await gateway.WaitForExitAsync(Stop);
        }

        using var last = await StartAsync(config);
        await SubmitAsync();
        var states = new Dictionary<Guid, JsonElement>();
        foreach (var id in _jobs.Keys)
        {
            states[id] = await SettledAsync(id);
        }

        last.Kill();
        await last.WaitForExitAsync(Stop);
        var told = await ToldAsync();
        var wrong = new List<string>();
        foreach (var (id, job) in states)
        {
            var copies = printer.Look(one => one.Roll.Copies(_plain[id]));
            var state = job.GetProperty("state").GetString();
            if (copies > 1 || (state == "printed" && copies != 1) || (state == "not_printed" && copies != 0) || told.Count(one => one == id) > 1)
            {
                wrong.Add($"{copies} on paper, told {told.Count(one => one == id)} times: {job}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", states.Values.GroupBy(job => job.GetProperty("state").GetString()).Select(group => $"{group.Key} {group.Count()}")));
        Assert.Empty(wrong);
        Assert.Contains(states.Values, job => job.GetProperty("state").GetString() == "printed");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Configure(DeviceOptions device)
    {
        _client.BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}");
        return _folder.File("gateway.json", JsonSerializer.Serialize(new
        {
            store = "store-1",
            gateway = "gw-1",
            dataFolder = Path.Combine(_folder.Path, "data"),
            uplink = new { host = "127.0.0.1", port = 1 },
            console = new { url = _client.BaseAddress.ToString().TrimEnd('/') },
            devices = new[] { new { id = device.Id, driver = device.Driver, port = device.Port } },
        }));
    }

    private static async Task<Process> StartAsync(string config)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "edge-gateway.dll");
        var gateway = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "run", "--config", config]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        gateway.ErrorDataReceived += static (_, _) => { };
        gateway.BeginErrorReadLine();
        while (await gateway.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("console ", StringComparison.Ordinal))
            {
                return gateway;
            }
        }

        throw new InvalidOperationException($"The gateway ended with {gateway.ExitCode}.");
    }

    /// <summary>Asks for every job, those of before too: the asker does not know what became of them.</summary>
    private async Task SubmitAsync()
    {
        foreach (var job in _jobs.Values)
        {
            using var answer = await _client.PostAsJsonAsync("/v1/printing/jobs", job, Stop);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        }
    }

    private async Task<JsonElement> SettledAsync(Guid id)
    {
        while (true)
        {
            var job = await _client.GetFromJsonAsync<JsonElement>($"/v1/printing/jobs/{id}?wait=4", Stop);
            if (job.GetProperty("state").GetString() is "printed" or "not_printed" or "unknown")
            {
                return job;
            }
        }
    }

    /// <summary>The jobs whose outcomes are in the outbox, as often as they are.</summary>
    private async Task<List<Guid>> ToldAsync()
    {
        var (_, exported, _) = await CommandRun.EndAsync(["outbox", "export", Path.Combine(_folder.Path, "data", "outbox.db")]);
        return [.. exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(body => body.GetProperty("type").GetString()!.StartsWith("print.", StringComparison.Ordinal)).Select(body => body.GetProperty("data").GetProperty("job").GetGuid())];
    }
}
