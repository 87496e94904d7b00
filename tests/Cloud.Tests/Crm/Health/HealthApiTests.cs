using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Health;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Health;

/// <summary>The fleet's health as pages and Prometheus see it.</summary>
public abstract class HealthApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Fleet_AGatewayThatSays_ShowsItsNumbersToWhoSeesItsStore()
    {
        await SayAsync();
        await _node.Database.WriteAsync(
            async t => await t.Command("UPDATE store SET latitude_e6 = 39900000, longitude_e6 = 116400000 WHERE store = 'store-1'").RunAsync(Cancel), Cancel);
        var gateway = (await JsonAsync(_node.Http, "/api/fleet")).GetProperty("rows").EnumerateArray().Single();
        Assert.Equal(("gw-1", "store-1", 51.5, 3), (gateway.GetProperty("gateway").GetString(), gateway.GetProperty("store").GetString(),
            gateway.GetProperty("health").GetProperty("temperature").GetDouble(), gateway.GetProperty("health").GetProperty("depth").GetInt32()));
        Assert.Equal(39_900_000, gateway.GetProperty("latitudeE6").GetInt32());
        Assert.Equal(JsonValueKind.Null, gateway.GetProperty("health").GetProperty("wear").ValueKind);

        var day = await JsonAsync(_node.Http, "/api/gateways/gw-1/health");
        Assert.Equal("gw-1", day.GetProperty("gateway").GetProperty("gateway").GetString());

        var elsewhere = await _node.SignInAsync(Role.Manager, "store-2");
        Assert.Empty((await JsonAsync(elsewhere, "/api/fleet")).GetProperty("rows").EnumerateArray());
        Assert.Empty((await JsonAsync(elsewhere, "/api/fleet/map")).EnumerateArray());
        Assert.Equal(0, (await JsonAsync(elsewhere, "/api/fleet/summary")).GetProperty("states").EnumerateObject().Sum(state => state.Value.GetInt32()));
        using var hidden = await elsewhere.GetAsync(new Uri("/api/gateways/gw-1/health", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task Fleet_PageByPage_IsAllThereOnce_TheIllFirst_AndCountedAndPlacedAlike()
    {
        GatewayState[] states = [GatewayState.Online, GatewayState.Degraded, GatewayState.Offline, GatewayState.Lying];
        await _node.Database.WriteAsync(
            async t =>
            {
                for (var i = 0; i < 25; i++)
                {
                    await t.Command("INSERT INTO store (store, name, region, latitude_e6, longitude_e6) VALUES (@store, @store, @region, @i, @i) ON CONFLICT DO NOTHING",
                        ("store", $"s-{i / 2:00}"), ("region", i < 10 ? "north" : "south"), ("i", i / 2)).RunAsync(Cancel);
                    await t.Command("INSERT INTO gateway (gateway, store, shard, version) VALUES (@gateway, @store, 99, @version)",
                        ("gateway", $"g-{i:00}"), ("store", $"s-{i / 2:00}"), ("version", i % 5 == 0 ? "2.0_1" : "1.9")).RunAsync(Cancel);
                    await t.Command("INSERT INTO gateway_state (gateway, state, since, reasons) SELECT id, @state, @now, '' FROM gateway WHERE gateway = @gateway",
                        ("gateway", $"g-{i:00}"), ("state", states[i % 4].Word()), ("now", _node.Database.ToTime(TimeProvider.System.GetUtcNow().UtcDateTime))).RunAsync(Cancel);
                }

                return true;
            },
            Cancel);

        var all = await PagesAsync("&find=g-");
        Assert.Equal(25, all.Count);
        Assert.Equal(all.Count, all.Select(g => g.Gateway).Distinct().Count());
        Assert.Equal(all.OrderBy(g => Array.IndexOf(["lying", "offline", "degraded", "unknown", "online"], g.State)).ThenBy(g => g.Store, StringComparer.Ordinal).ThenBy(g => g.Gateway, StringComparer.Ordinal), all);
        Assert.Equal(["g-02", "g-06"], (await PagesAsync("&state=offline&region=north")).Select(g => g.Gateway));
        Assert.Equal(["g-15", "g-10", "g-05", "g-00", "g-20"], (await PagesAsync("&version=2.0_1")).Select(g => g.Gateway));
        Assert.Equal(["g-12"], (await PagesAsync("&find=G-12")).Select(g => g.Gateway));
        Assert.Empty(await PagesAsync("&find=%25"));
        Assert.Equal(["g-03", "g-02"], (await PagesAsync("&store=s-01")).Select(g => g.Gateway));

        var summary = await JsonAsync(_node.Http, "/api/fleet/summary");
        // The node's own gateway may have come online meanwhile.
        var counts = summary.GetProperty("states").EnumerateObject().ToDictionary(s => s.Name, s => s.Value.GetInt32());
        Assert.Equal((6, 6, 6, 8), (counts["degraded"], counts["lying"], counts["offline"], counts["online"] + counts["unknown"]));
        Assert.Equal(["north", "south"], summary.GetProperty("regions").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(["1.9", "2.0_1"], summary.GetProperty("versions").EnumerateArray().Select(r => r.GetString()).Where(v => v is "1.9" or "2.0_1"));

        var map = (await JsonAsync(_node.Http, "/api/fleet/map?region=south")).EnumerateArray().ToDictionary(p => p.GetProperty("store").GetString()!, p => $"{p.GetProperty("state").GetString()} {p.GetProperty("gateways").GetInt32()}");
        Assert.Equal(("lying 2", "degraded 2", "online 1", 8), (map["s-05"], map["s-06"], map["s-12"], map.Count));

        foreach (var wrong in (string[])["limit=0", "limit=201", "state=ill", "after=x", "after=YQpiCmM", $"find={new string('x', 101)}"])
        {
            using var refused = await _node.Http.GetAsync(new Uri($"/api/fleet?{wrong}", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Alarm_IsAcknowledgedAndMuted_ByWhoMay()
    {
        await _node.Database.WriteAsync(
            async t => await t.Command(
                "INSERT INTO gateway_alarm (id, gateway, kind, detail, opened_at) SELECT 'a-1', id, 'hot', '85.0 °C', @now FROM gateway WHERE gateway = 'gw-1'",
                ("now", _node.Database.ToTime(TimeProvider.System.GetUtcNow().UtcDateTime))).RunAsync(Cancel),
            Cancel);
        Assert.Equal("hot", (await JsonAsync(_node.Http, "/api/gateway-alarms")).EnumerateArray().Single().GetProperty("kind").GetString());
        var manager = await _node.SignInAsync(Role.Manager, "store-1");
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(manager, "/api/gateway-alarms/a-1/mute", new { minutes = 43_201 }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(manager, "/api/gateway-alarms/a-1/mute", new { }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/gateway-alarms/a-1/mute", new { minutes = 30 }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(manager, "/api/gateway-alarms/a-1/acknowledge", new { }));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(manager, "/api/gateway-alarms/a-2/acknowledge", new { }));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(await _node.SignInAsync(Role.Associate, "store-1"), "/api/gateway-alarms/a-1/mute", new { minutes = 0 }));
        var alarm = (await JsonAsync(_node.Http, "/api/gateway-alarms?show=all")).EnumerateArray().Single();
        Assert.NotEqual(JsonValueKind.Null, alarm.GetProperty("acknowledgedAt").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, alarm.GetProperty("mutedUntil").ValueKind);
    }

    [Fact]
    public async Task Metrics_NeedAToken_AndSayNodeAndFleet()
    {
        await SayAsync();
        using var nobody = await _node.Nobody.GetAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        var auditor = await _node.SignInAsync(Role.Auditor);
        using var answer = await auditor.GetAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("edge_gateway_fleet_temperature_celsius{gateway=\"gw-1\",store=\"store-1\"} 51.5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE edge_gateway_ingest_events_total counter\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("edge_gateway_fleet_disk_wear_ratio{", text, StringComparison.Ordinal);
    }

    private async Task SayAsync()
    {
        _node.Broker.Publish(_node.Gateway.Message(
            new BatchHeader("1-a", 1, 1, [], null, false, 1, null),
            GatewayModel.Join([_node.Gateway.Event("1-a", 1, EventTypes.GatewayHealth, null, """{"temperature_decicel":515,"outbox_depth":3,"cpu_permille":500}""")])));
        await _node.Broker.CursorAsync(_node.Gateway, c => c.Seq == 1, Cancel);
    }

    private async Task<List<(string Gateway, string Store, string State)>> PagesAsync(string filter)
    {
        var found = new List<(string, string, string)>();
        for (string? after = ""; after is not null;)
        {
            var page = await JsonAsync(_node.Http, $"/api/fleet?limit=4{filter}{after}");
            found.AddRange(page.GetProperty("rows").EnumerateArray()
                .Select(g => (g.GetProperty("gateway").GetString()!, g.GetProperty("store").GetString()!, g.GetProperty("state").GetString()!)));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }

        return found;
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address) => await client.GetFromJsonAsync<JsonElement>(address, Cancel);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body, Cancel);
        return answer.StatusCode;
    }
}

public sealed class HealthApiOnSqliteTests : HealthApiTests<SqliteTestDatabase>;

public sealed class HealthApiOnPostgresTests : HealthApiTests<PostgresTestDatabase>;
