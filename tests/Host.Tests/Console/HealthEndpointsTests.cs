using System.Net;
using System.Text;
using EdgeGateway.Console;
using EdgeGateway.Host.Running;
using Host.Tests.Verbs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

/// <summary>What programs that watch over the gateway are told.</summary>
public sealed class HealthEndpointsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_AliveAndNotReady_AreTwoQuestionsAndReasonsAreNamed()
    {
        string? stuck = null;
        IReadOnlyList<string> reasons = [];
        var routes = new HealthEndpoints(() => stuck, () => reasons, () => "a_metric 1\n").Routes;
        await using var console = await ConsoleFixture.StartAsync(_ => routes, withToken: false, Stop);
        Assert.Equal((HttpStatusCode.OK, """{"status":"ok","reasons":[]}"""), await GetAsync(console, "/healthz"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"ok","reasons":[]}"""), await GetAsync(console, "/readyz"));
        Assert.Equal((HttpStatusCode.OK, "a_metric 1\n"), await GetAsync(console, "/metrics"));

        reasons = ["the outbox takes no events: full"];
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(console, "/healthz")).Status);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"failing","reasons":["the outbox takes no events: full"]}"""), await GetAsync(console, "/readyz"));
        stuck = "pipeline";
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"failing","reasons":["pipeline gives no sign of life"]}"""), await GetAsync(console, "/healthz"));
    }

    [Fact]
    public async Task Run_Gateway_IsAliveAndExportsItsMeters()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient();
        var config = folder.File("gateway.json", $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{folder.Path}}/data", "console": { "url": "http://127.0.0.1:0" },
              "uplink": { "host": "127.0.0.1", "port": 1 }, "detection": { "enabled": false } }
            """);
        await using var run = CommandRun.Start("run", "--config", config);
        var console = await run.LineAsync("console ");
        using var health = await client.GetAsync(new Uri($"{console}/healthz"), Stop);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var metrics = await client.GetStringAsync(new Uri($"{console}/metrics"), Stop);
        Assert.Contains("# TYPE edge_gateway_outbox_depth gauge\nedge_gateway_outbox_depth ", metrics, StringComparison.Ordinal);
        Assert.Contains("\nedge_gateway_uplink_online 0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await run.StopAsync());
    }

    [Fact]
    public async Task Run_WithACollector_SendsItsMetersWhenItStopsAtTheLatest()
    {
        using var folder = new TemporaryFolder();
        var sent = new TaskCompletionSource<(string? Type, byte[] Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await LocalServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), 4_000_000, 8,
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, Stop);
                sent.TrySetResult((context.Request.ContentType, body.ToArray()));
            },
            NullLoggerFactory.Instance, TimeProvider.System, Stop);
        var config = folder.File("gateway.json", $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{folder.Path}}/data", "console": { "url": "http://127.0.0.1:0" },
              "uplink": { "host": "127.0.0.1", "port": 1 }, "detection": { "enabled": false }, "health": { "otlpUrl": "{{collector.Url}}/v1/metrics" } }
            """);
        await using var run = CommandRun.Start("run", "--config", config);
        await run.LineAsync("console ");
        Assert.Equal(0, await run.StopAsync());

        var (type, body) = await sent.Task.WaitAsync(Stop);
        Assert.Equal("application/x-protobuf", type);
        var text = Encoding.ASCII.GetString(body);
        Assert.Contains("edge_gateway.outbox.depth", text, StringComparison.Ordinal);
        Assert.Contains("service.instance.id", text, StringComparison.Ordinal);
        Assert.Contains("gw-1", text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(ConsoleFixture console, string path)
    {
        using var answer = await console.Client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
