using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Host.Tests.Verbs;

public sealed class RunVerbTests : IDisposable
{
    private const string Token = "a-token-of-the-test";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_SaysWhereItListensKeepsEventsAndStopsWith0()
    {
        await using var run = CommandRun.Start("run", "--config", Configure());
        var console = await run.LineAsync("console ");
        var intake = await run.LineAsync("intake ");

        var id = Guid.NewGuid();
        var (epoch, seq) = await PostAsync(intake, id);
        Assert.Equal((epoch, seq), await PostAsync(intake, id));
        using var status = await StatusAsync(console);
        Assert.Equal(epoch, status.RootElement.GetProperty("outbox").GetProperty("epoch").GetString());
        Assert.NotEqual("online", status.RootElement.GetProperty("uplink").GetProperty("state").GetString());

        Assert.Equal(0, await run.StopAsync());
        var (code, exported, _) = await CommandRun.EndAsync(["outbox", "export", Path.Combine(_folder.Path, "data", "outbox.db")]);
        Assert.Equal(0, code);
        Assert.Contains(exported.Split('\n'), line => line.Contains(id.ToString(), StringComparison.Ordinal) && line.Contains("\"scan.read\"", StringComparison.Ordinal));
        Assert.Contains("\"gateway.health\"", exported, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.EndAsync(["outbox", "verify", Path.Combine(_folder.Path, "data", "outbox.db")])).Code);
    }

    [Fact]
    public async Task Run_AfterARestart_ARepeatStillAnswersTheSame()
    {
        var id = Guid.NewGuid();
        var answers = new List<(string, long)>();
        for (var start = 0; start < 2; start++)
        {
            await using var run = CommandRun.Start("run", "--config", Configure());
            answers.Add(await PostAsync(await run.LineAsync("intake "), id));
            await run.StopAsync();
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Run_ConcurrentRepeatsOfOneId_AnswerOnePosition()
    {
        await using var run = CommandRun.Start("run", "--config", Configure());
        var intake = await run.LineAsync("intake ");
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(intake, id)));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Run_DeviceThatIsNotThere_IsShownAndStopsNothing()
    {
        await using var run = CommandRun.Start("run", "--config", Configure(
            """, "devices": [ { "id": "scale-1", "driver": "toledo-8217", "port": "/dev/nothing-here", "profile": { "unit": "kg" } } ], "supervisor": { "reopenMin": "00:00:00.01", "reopenMax": "00:00:00.01" }"""));
        var console = await run.LineAsync("console ");

        while (true)
        {
            using var status = await StatusAsync(console);
            var device = status.RootElement.GetProperty("devices")[0];
            if (device.GetProperty("availability").GetString() == "offline")
            {
                Assert.Contains("/dev/nothing-here", device.GetProperty("reason").GetString(), StringComparison.Ordinal);
                break;
            }
        }
    }

    [Fact]
    public async Task Run_PortInUse_IsOneClearLineAnd1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (code, output, error) = await CommandRun.EndAsync(["run", "--config", Configure(consolePort: port)]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Equal($"edge-gateway: port {port} on 127.0.0.1 is in use by another program; stop it or choose another port", error.TrimEnd());
    }

    [Fact]
    public async Task Run_TwiceOnOneDataFolder_IsRefused()
    {
        var file = Configure();
        await using var first = CommandRun.Start("run", "--config", file);
        await first.LineAsync("console ");

        var (code, output, error) = await CommandRun.EndAsync(["run", "--config", file]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("in use by another process", error, StringComparison.Ordinal);
    }

    private string Configure(string more = "", string consolePort = "0")
    {
        var token = _folder.File("token", Token);
        return _folder.File(
            "gateway.json",
            $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{Path.Combine(_folder.Path, "data")}}",
              "uplink": { "host": "127.0.0.1", "port": 1 },
              "console": { "url": "http://127.0.0.1:{{consolePort}}" },
              "intake": { "url": "http://127.0.0.1:0", "tokenFile": "{{token}}" }{{more}} }
            """);
    }

    private async Task<(string Epoch, long Seq)> PostAsync(string intake, Guid id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{intake}/v1/events")
        {
            Content = new StringContent($$"""{"id":"{{id}}","type":"scan.read","data":{"symbology":"EAN-13","text":"4006381333931"} }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = await _client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var accepted = json.RootElement.GetProperty("accepted")[0];
        return (accepted.GetProperty("epoch").GetString()!, accepted.GetProperty("seq").GetInt64());
    }

    private async Task<JsonDocument> StatusAsync(string console) => JsonDocument.Parse(await _client.GetStringAsync($"{console}/v1/status", Stop));
}
