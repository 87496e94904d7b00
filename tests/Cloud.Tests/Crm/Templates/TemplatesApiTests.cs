using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Templates;
using Cloud.Mqtt;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests.Crm.Templates;

/// <summary>Templates for groups of stores: what each gateway is wanted to be like, and where each section comes from.</summary>
public abstract class TemplatesApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string Every5 = """{"reportEvery":"00:05:00"}""";
    private const string Every1 = """{"reportEvery":"00:01:00"}""";
    private const string Plates = """{"plates":[{"plate":"p-1","items":[{"sku":"100","unit_g":355,"sigma_g":1.2}]}]}""";

    private const string OtherPlates = """{"plates":[{"plate":"p-9","items":[{"sku":"100","unit_g":1,"sigma_g":1}]}]}""";

    private readonly HttpNode<T> _node = new(change: (options, _) => options with
    {
        Fleet = [new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", ["gw-2"]), new FleetStore("store-3", "Store 3", ["gw-3"])],
    });

    private long _seen;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpClient Http => _node.Http;

    private TemplateRollout Rollout => _node.Services.GetRequiredService<TemplateRollout>();

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync(Cancel);
        await PutAsync("/api/products/100", """{"name":"Cola","costFen":200,"priceFen":350}""", null);
        await GroupAsync("pilot", """{"name":"Pilot","stores":["store-1","store-2"]}""");
        await GroupAsync("two", """{"name":"Two","stores":["store-2"]}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Templates_GoToTheirGroups_TheHigherRankWins_AndTheGatewaysOwnBeatsAll()
    {
        await using var gateway = await _node.Broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1" }, Cancel);
        await gateway.SubscribeAsync([_node.Gateway.Address.Topic(Topics.Desired)], Cancel);
        await PutAsync("/api/gateways/gw-2/config", $$"""{"planogram":{{Plates}}}""", null);
        await TemplateAsync("special", "two", 10, $$"""{"health":{{Every1}}}""");
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}},"planogram":{{OtherPlates}}}""");

        Assert.Equal(2, await FollowAsync());

        var first = await ConfigAsync("gw-1");
        Assert.Equal("""{"health":"base@1","planogram":"base@1"}""", first.GetProperty("origins").GetRawText());
        var second = await ConfigAsync("gw-2");
        Assert.Equal("""{"health":"special@1"}""", second.GetProperty("origins").GetRawText());
        Assert.Equal($$"""{"health":{{Every1}},"planogram":{{Plates}}}""", second.GetProperty("config").GetRawText());
        Assert.Equal($$"""{"planogram":{{Plates}}}""", second.GetProperty("own").GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri("/api/gateways/gw-3/config", UriKind.Relative), Cancel)).StatusCode);
        var sent = await gateway.Inbound.ReadAsync(Cancel);
        Assert.Equal($$"""{"version":1,"config":{{first.GetProperty("config").GetRawText()}}}""", Encoding.UTF8.GetString(sent.Payload.Span));
        Assert.Equal(0, await FollowAsync());

        var version = (await GetAsync("/api/gateways/gw-2/config/versions")).GetProperty("versions")[0];
        Assert.Equal(("template", "test Admin", 2), (version.GetProperty("cause").GetString(), version.GetProperty("who").GetString(), version.GetProperty("version").GetInt32()));
        var audit = (await GetAsync("/api/audit?kind=gateway&subject=gw-2&limit=1")).GetProperty("entries")[0];
        Assert.Equal("gateway.configured", audit.GetProperty("action").GetString());
        Assert.Contains("special@1", audit.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            [("base", 2, 0), ("special", 1, 0)],
            (await GetAsync("/api/templates")).EnumerateArray().Select(t => (t.GetProperty("template").GetString()!, t.GetProperty("gateways").GetInt32(), t.GetProperty("waiting").GetInt32())));
    }

    [Fact]
    public async Task Template_ThatChangesNothingAtAGateway_GivesItNoVersion()
    {
        await PutAsync("/api/gateways/gw-2/config", $$"""{"health":{{Every1}}}""", null);
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}}}""");
        Assert.Equal(1, await FollowAsync());
        Assert.Equal(1, (await ConfigAsync("gw-2")).GetProperty("version").GetInt32());

        await TemplateAsync("base", "pilot", 5, $$"""{"health":{{Every5}}}""", 1);
        await TemplateAsync("base", "pilot", 5, $$"""{"health":{{Every5}}}""", 2);

        Assert.Equal(0, await FollowAsync());
        var now = await ConfigAsync("gw-1");
        Assert.Equal((1, "base@2"), (now.GetProperty("version").GetInt32(), now.GetProperty("origins").GetProperty("health").GetString()));
        Assert.Equal(2, (await GetAsync("/api/templates/base/versions")).GetArrayLength());
    }

    [Fact]
    public async Task Store_ThatComesAndGoes_ByHandOrByItsRegion_Follows()
    {
        await PutAsync("/api/regions", """{"regions":[{"region":"north","name":"North"},{"region":"far","name":"Far","parent":"north"}]}""", null);
        await GroupAsync("up", """{"name":"Up","region":"north"}""");
        await TemplateAsync("base", "up", 0, $$"""{"health":{{Every5}}}""");
        Assert.Equal(0, await FollowAsync());

        await PutAsync("/api/stores/store-3/place", """{"name":"Store 3","region":"far","timeZone":"Asia/Shanghai"}""", null);
        Assert.Equal(1, await FollowAsync());
        Assert.Equal($$"""{"health":{{Every5}}}""", (await ConfigAsync("gw-3")).GetProperty("config").GetRawText());

        await GroupAsync("up", """{"name":"Up","stores":["store-1"]}""", 1);
        Assert.Equal(2, await FollowAsync());
        var gone = await ConfigAsync("gw-3");
        Assert.Equal(("{}", "{}", 2), (gone.GetProperty("config").GetRawText(), gone.GetProperty("origins").GetRawText(), gone.GetProperty("version").GetInt32()));

        using var removed = await SendAsync(HttpMethod.Delete, "/api/templates/base", null, 1);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(1, await FollowAsync());
        Assert.Equal("{}", (await ConfigAsync("gw-1")).GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task Section_OfTheGatewayAlone_IsGivenBackToTheTemplates()
    {
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}}}""");
        await FollowAsync();
        await PutAsync("/api/gateways/gw-1/config", $$"""{"health":{{Every1}}}""", null);
        Assert.Equal($$"""{"health":{{Every1}}}""", (await ConfigAsync("gw-1")).GetProperty("config").GetRawText());

        await PutAsync("/api/gateways/gw-1/config", """{"health":null}""", null);
        var now = await ConfigAsync("gw-1");
        Assert.Equal(($$"""{"health":{{Every5}}}""", "base@1"), (now.GetProperty("config").GetRawText(), now.GetProperty("origins").GetProperty("health").GetString()));

        using var back = await SendAsync(HttpMethod.Post, "/api/gateways/gw-1/config/versions/2/restore", null, null);
        using var again = await SendAsync(HttpMethod.Post, "/api/gateways/gw-1/config/versions/1/restore", null, null);
        now = await ConfigAsync("gw-1");
        Assert.Equal((5, "{}", "base@1"), (now.GetProperty("version").GetInt32(), now.GetProperty("own").GetRawText(), now.GetProperty("origins").GetProperty("health").GetString()));
        Assert.Equal($$"""{"health":{{Every1}}}""", (await GetAsync("/api/gateways/gw-1/config/versions/4")).GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task Preview_SaysWhatWouldDiffer_AndWritesNothing()
    {
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}}}""");
        await FollowAsync();
        await PutAsync("/api/gateways/gw-2/config", $$"""{"health":{{Every1}}}""", null);

        var preview = await PreviewAsync("base", "two", 3, $$"""{"health":{{Every1}}}""");

        // Store 1 would leave it; store 2 has its own.
        Assert.Equal((1, 1), (preview.GetProperty("changed").GetInt32(), preview.GetProperty("same").GetInt32()));
        var gateway = Assert.Single(preview.GetProperty("gateways").EnumerateArray());
        Assert.Equal("gw-1", gateway.GetProperty("gateway").GetString());
        Assert.Equal(("health", "removed"), (gateway.GetProperty("changes")[0].GetProperty("path").GetString(), gateway.GetProperty("changes")[0].GetProperty("kind").GetString()));
        Assert.Equal(0, await FollowAsync());
        Assert.Equal(1, (await GetAsync("/api/templates/base")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Mistake_IsToldWithItsPlace_AndNothingIsInForce()
    {
        foreach (var (sections, path) in new[]
        {
            ("""{"health":{"reportEvery":"00:00:01"}}""", "health.reportEvery"),
            ("""{"health":{"reportEvery":"00:05:00","every":1}}""", "health.every"),
            ("""{"planogram":{"plates":[{"plate":"p-1","items":[{"sku":"9","unit_g":1,"sigma_g":1}]}]}}""", "planogram.plates[0].items[0].sku"),
            ("""{"planogram":null}""", "planogram"),
            ("""{"colour":1}""", "colour"),
            ("{}", ""),
            ("[]", ""),
        })
        {
            var preview = await PreviewAsync("base", "pilot", 0, sections);
            Assert.Equal(path, Assert.Single(preview.GetProperty("mistakes").EnumerateArray()).GetProperty("path").GetString());

            using var response = await SendAsync(HttpMethod.Put, "/api/templates/base", Body("pilot", 0, sections), 0);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        var all = (await PreviewAsync("Base!", "nobody", 1001, "{}")).GetProperty("mistakes").EnumerateArray().Select(m => m.GetProperty("path").GetString());
        Assert.Equal(["template", "rank", "group", ""], all);
        Assert.Equal(0, (await GetAsync("/api/templates")).GetArrayLength());
    }

    [Fact]
    public async Task Change_OfWhatSomebodyHasChanged_OrOfWhatIsUsed_IsRefused()
    {
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}}}""");
        using var stale = await SendAsync(HttpMethod.Put, "/api/templates/base", Body("pilot", 0, $$"""{"health":{{Every1}}}"""), 0);
        using var blind = await SendAsync(HttpMethod.Put, "/api/templates/base", Body("pilot", 0, $$"""{"health":{{Every1}}}"""), null);
        using var group = await SendAsync(HttpMethod.Put, "/api/groups/pilot", """{"name":"P"}""", 7);
        using var used = await SendAsync(HttpMethod.Delete, "/api/groups/pilot", null, null);
        using var unknown = await SendAsync(HttpMethod.Put, "/api/groups/new", """{"name":"N","stores":["nowhere"]}""", 0);

        Assert.Equal(
            [HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionRequired, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict, HttpStatusCode.BadRequest],
            [stale.StatusCode, blind.StatusCode, group.StatusCode, used.StatusCode, unknown.StatusCode]);
        Assert.Contains("base", (await used.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manager_SeesTemplatesAndOnlyTheOwnStoresOfGroups()
    {
        var manager = await _node.SignInAsync(Role.Manager, "store-2");
        await TemplateAsync("base", "pilot", 0, $$"""{"health":{{Every5}}}""");

        var groups = await manager.GetFromJsonAsync<JsonElement>(new Uri("/api/groups", UriKind.Relative), Cancel);
        var templates = await manager.GetFromJsonAsync<JsonElement>(new Uri("/api/templates", UriKind.Relative), Cancel);

        Assert.Equal("""["store-2"]""", groups[0].GetProperty("stores").GetRawText());
        Assert.Equal((1, 1), (groups[0].GetProperty("members").GetInt32(), templates[0].GetProperty("gateways").GetInt32()));
    }

    /// <summary>Two batches and some more; with <c>EDGE_TEMPLATE_GATEWAYS=3000</c> as many, by hand, to see how long it takes (docs/twin.md).</summary>
    [Fact]
    public async Task ManyGateways_AreBroughtInLine_EachOnce()
    {
        var count = Environment.GetEnvironmentVariable("EDGE_TEMPLATE_GATEWAYS") is { } wanted ? int.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture) : (2 * TemplateRollout.Batch) + 10;
        await PutAsync("/api/regions", """{"regions":[{"region":"all","name":"All"}]}""", null);
        await GroupAsync("all", """{"name":"All","region":"all"}""");
        await _node.Database.WriteAsync(
            async transaction =>
            {
                for (var i = 0; i < count; i++)
                {
                    (string, object?)[] row = [("store", $"many-{i}"), ("gateway", $"gw-many-{i}"), ("shard", 0)];
                    await Cloud.Crm.Storage.DbCommands.Command(transaction, "INSERT INTO store (store, name, region) VALUES (@store, @store, 'all')", [row[0]]).ExecuteNonQueryAsync(Cancel);
                    await Cloud.Crm.Storage.DbCommands.Command(transaction, "INSERT INTO gateway (gateway, store, shard) VALUES (@gateway, @store, @shard)", row).ExecuteNonQueryAsync(Cancel);
                }

                return true;
            },
            Cancel);
        await _node.Services.GetRequiredService<FleetRegistry>().ReloadAsync(Cancel);
        var plates = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{"plate":"p-{{i}}","items":[{"sku":"100","unit_g":355,"sigma_g":1.2,"low":3,"restored":6}]}"""));
        var sections = $$$"""{"planogram":{"plates":[{{{plates}}}]}}""";

        var begun = TimeProvider.System.GetTimestamp();
        var preview = await PreviewAsync("base", "all", 0, sections);
        var previewed = TimeProvider.System.GetElapsedTime(begun);
        await TemplateAsync("base", "all", 0, sections);
        begun = TimeProvider.System.GetTimestamp();
        var made = await FollowAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(
            FormattableString.Invariant($"{count} gateways, {sections.Length} characters: preview {previewed.TotalSeconds:0.00} s, brought in line {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.00} s"));

        Assert.Equal((count, count), (preview.GetProperty("changed").GetInt32(), made));
        Assert.Equal(0, await FollowAsync());
    }

    /// <summary>What the node itself does every few seconds; whichever comes first does it.</summary>
    /// <returns>How many versions templates have made since the last time.</returns>
    private async Task<long> FollowAsync()
    {
        await Rollout.RoundAsync(Cancel);
        var before = _seen;
        _seen = await VersionsAsync();
        return _seen - before;
    }

    private async Task<long> VersionsAsync()
    {
        await using var connection = await _node.Database.OpenAsync(Cancel);
        return (await Cloud.Crm.Storage.DbCommands.ListAsync(
            Cloud.Crm.Storage.DbCommands.Command(connection, "SELECT count(*) FROM gateway_twin_version WHERE cause = 'template'"), r => r.GetInt64(0), Cancel))[0];
    }

    private static string Body(string group, int rank, string sections) => $$"""{"name":"T","group":"{{group}}","rank":{{rank}},"sections":{{sections}}}""";

    private Task TemplateAsync(string template, string group, int rank, string sections, long version = 0) => PutAsync($"/api/templates/{template}", Body(group, rank, sections), version);

    private Task GroupAsync(string group, string body, long version = 0) => PutAsync($"/api/groups/{group}", body, version);

    private async Task<JsonElement> PreviewAsync(string template, string group, int rank, string sections)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/api/templates/{template}/preview", Body(group, rank, sections), null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private Task<JsonElement> ConfigAsync(string gateway) => GetAsync($"/api/gateways/{gateway}/config");

    private Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    private async Task PutAsync(string path, string body, long? version)
    {
        using var response = await SendAsync(HttpMethod.Put, path, body, version);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, long? version)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (version is { } wanted)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(FormattableString.Invariant($"\"{wanted}\"")));
        }

        return await Http.SendAsync(request, Cancel);
    }
}

public sealed class TemplatesApiOnSqliteTests : TemplatesApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class TemplatesApiOnPostgresTests : TemplatesApiTests<PostgresTestDatabase>;
