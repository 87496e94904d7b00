using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
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
        var gateway = (await JsonAsync(_node.Http, "/api/fleet")).EnumerateArray().Single();
        Assert.Equal(("gw-1", "store-1", 51.5, 3), (gateway.GetProperty("gateway").GetString(), gateway.GetProperty("store").GetString(),
            gateway.GetProperty("health").GetProperty("temperature").GetDouble(), gateway.GetProperty("health").GetProperty("depth").GetInt32()));
        Assert.Equal(39_900_000, gateway.GetProperty("latitudeE6").GetInt32());
        Assert.Equal(JsonValueKind.Null, gateway.GetProperty("health").GetProperty("wear").ValueKind);

        var day = await JsonAsync(_node.Http, "/api/gateways/gw-1/health");
        Assert.Equal("gw-1", day.GetProperty("gateway").GetProperty("gateway").GetString());

        var elsewhere = await _node.SignInAsync(Role.Manager, "store-2");
        Assert.Empty((await JsonAsync(elsewhere, "/api/fleet")).EnumerateArray());
        using var hidden = await elsewhere.GetAsync(new Uri("/api/gateways/gw-1/health", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
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

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address) => await client.GetFromJsonAsync<JsonElement>(address, Cancel);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body, Cancel);
        return answer.StatusCode;
    }
}

public sealed class HealthApiOnSqliteTests : HealthApiTests<SqliteTestDatabase>;

public sealed class HealthApiOnPostgresTests : HealthApiTests<PostgresTestDatabase>;
