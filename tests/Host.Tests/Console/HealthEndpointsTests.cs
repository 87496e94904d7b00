using System.Net;
using EdgeGateway.Console;
using Host.Tests.Verbs;

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

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(ConsoleFixture console, string path)
    {
        using var answer = await console.Client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
