using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Schema;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>Every configuration that was wanted, what differs, and going back to one.</summary>
public abstract class TwinHistoryTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string First = """{"planogram":{"plates":[{"plate":"p-1","capacity":5}]}}""";
    private const string Second = """{"planogram":{"plates":[{"plate":"p-2","capacity":1},{"plate":"p-1","capacity":6}]}}""";

    private readonly HttpNode<T> _node = new();
    private IMqttConnection _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private GatewayAddress Address => _node.Gateway.Address;

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync(Cancel);
        _gateway = await _node.Broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1" }, Cancel);
        await _gateway.SubscribeAsync([Address.Topic(Topics.Desired)], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Versions_AreAllKept_WithWhoAndWhatTheGatewaySaid_AndWhatDiffers()
    {
        var manager = await _node.SignInAsync(Role.Manager, "store-1");
        await SetAsync(_node.Http, First);
        await ReportAsync(new ReportedDocument(1, ReportedDocument.Applied, []));
        await SetAsync(manager, Second);
        await ReportAsync(new ReportedDocument(2, ReportedDocument.Refused, [new ReportedMistake("config.planogram", "no")]));

        var page = await GetAsync("versions");
        Assert.Equal(
            [(2, "test Manager", "set", "refused"), (1, "test Admin", "set", "applied")],
            page.GetProperty("versions").EnumerateArray().Select(v => (
                v.GetProperty("version").GetInt32(), v.GetProperty("who").GetString()!, v.GetProperty("cause").GetString()!, v.GetProperty("status").GetString()!)));
        var changes = await GetAsync("versions/2/changes");
        Assert.Equal((1, 2), (changes.GetProperty("from").GetInt32(), changes.GetProperty("to").GetInt32()));
        Assert.Equal(
            [("planogram.plates[plate=p-1].capacity", "changed", "5", "6"), ("planogram.plates[plate=p-2]", "added", null, """{"plate":"p-2","capacity":1}""")],
            changes.GetProperty("changes").EnumerateArray().Select(c => (
                c.GetProperty("path").GetString()!, c.GetProperty("kind").GetString()!, c.GetProperty("before").GetString(), c.GetProperty("after").GetString())));
        Assert.Equal("added", (await GetAsync("versions/1/changes")).GetProperty("changes")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Restore_WantsTheEarlierOneAgainAsANewVersion()
    {
        await SetAsync(_node.Http, First);
        await SetAsync(_node.Http, Second);

        using var response = await _node.Http.PostAsync(new Uri("/api/gateways/gw-1/config/versions/1/restore", UriKind.Relative), null, Cancel);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var newest = (await GetAsync("versions?limit=1")).GetProperty("versions")[0];
        Assert.Equal((3, "taken_back", 1), (newest.GetProperty("version").GetInt32(), newest.GetProperty("cause").GetString(), newest.GetProperty("takenFrom").GetInt32()));
        Assert.Equal(2, (await GetAsync("versions?limit=2")).GetProperty("next").GetInt32());
        Assert.Equal(First, (await GetAsync("versions/3")).GetProperty("config").GetRawText());
        while (!Encoding.UTF8.GetString((await _gateway.Inbound.ReadAsync(Cancel)).Payload.Span).Equals($$"""{"version":3,"config":{{First}}}""", StringComparison.Ordinal))
        {
            // The earlier two came before.
        }

        var audit = await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/audit?kind=gateway&subject=gw-1&limit=1", UriKind.Relative), Cancel);
        Assert.Equal("gateway.configuration_taken_back", audit.GetProperty("entries")[0].GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("versions/9")]
    [InlineData("versions/9/changes")]
    [InlineData("versions/1/changes?from=9")]
    public async Task Version_ThatNeverWas_IsNotThere(string path)
    {
        await SetAsync(_node.Http, First);

        using var response = await _node.Http.GetAsync(new Uri($"/api/gateways/gw-1/config/{path}", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("version 9", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_KeepsWhatWasWantedBeforeAsAVersion()
    {
        await using var database = new T();
        await database.CreateEmptyAsync(Cancel);
        var old = database.Open();
        await SchemaMigration.ApplyAsync(old, 13, new ManualClock(), Cancel);
        await old.WriteAsync(
            transaction => Cloud.Crm.Storage.DbCommands.Command(transaction, "INSERT INTO gateway_twin (gateway, version, desired, desired_at) VALUES (1, 7, '{}', @at)", ("at", old.ToTime(DateTime.UnixEpoch))).ExecuteNonQueryAsync(Cancel),
            Cancel);

        await SchemaMigration.ApplyAsync(old, new ManualClock(), Cancel);

        var page = await new Cloud.Crm.Gateways.TwinHistory(old).ListAsync(1, null, 10, Cancel);
        Assert.Equal((7, null, "set"), (Assert.Single(page.Versions).Version, page.Versions[0].Who, page.Versions[0].Cause));
    }

    private async Task ReportAsync(ReportedDocument report)
    {
        await _gateway.PublishAsync(new MqttMessage { Topic = Address.Topic(Topics.Reported), Retain = true, Payload = report.ToUtf8() }, Cancel);
        while ((await GetAsync($"versions/{report.Version}")).GetProperty("version").GetProperty("status").GetString() is null)
        {
            await Task.Yield();
        }
    }

    private Task<JsonElement> GetAsync(string path) => _node.Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/gateways/gw-1/config/{path}", UriKind.Relative), Cancel);

    private static async Task SetAsync(HttpClient client, string config)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(config)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.PutAsync(new Uri("/api/gateways/gw-1/config", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }
}

public sealed class TwinHistoryOnSqliteTests : TwinHistoryTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class TwinHistoryOnPostgresTests : TwinHistoryTests<PostgresTestDatabase>;
