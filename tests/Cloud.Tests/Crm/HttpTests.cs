using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Tests.Crm;

/// <summary>The interface as a page sees it: real Kestrel on a free port, real database, broker in memory.</summary>
public abstract class HttpTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new();

    private FakeBroker Broker => _node.Broker;

    private GatewayModel Gateway => _node.Gateway;

    private HttpClient Http => _node.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Stores_HaveTheShapeOfThePlan()
    {
        await CommitAsync(1, 3);
        var stores = await JsonAsync("/api/stores");

        Assert.Equal(["store-1", "store-2"], stores.EnumerateArray().Select(s => s.GetProperty("store").GetString()));
        var gateway = stores[0].GetProperty("gateways")[0];
        Assert.Equal(
            [
                "gateway", "status", "statusSince", "version", "lastEventAt", "lastCommittedAt", "epoch", "committedSeq", "events", "depth",
                "oldestUnsent", "gapEvents", "deadLetters",
            ],
            gateway.EnumerateObject().Select(p => p.Name));
        Assert.Equal("online", gateway.GetProperty("status").GetString());
        Assert.Equal(3, gateway.GetProperty("committedSeq").GetInt64());
        Assert.EndsWith("Z", gateway.GetProperty("lastCommittedAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ShowsItsDevicesWithTheirSample()
    {
        Broker.Publish(Gateway.Message(
            new BatchHeader("1-a", 1, 2, [], null, false, 2, null),
            GatewayModel.Join(
            [
                Gateway.Event("1-a", 1, EventTypes.DeviceOnline, "scale-1", """{"driver":"toledo-8217","stable_name":"usb-1"}"""),
                Gateway.Event("1-a", 2, EventTypes.DeviceSample, "scale-1", """{"kind":"scale","weight":"1.250","unit":"kg","stable":true}"""),
            ])));
        await Broker.CursorAsync(Gateway, c => c.Seq == 2, Cancel);
        var device = (await JsonAsync("/api/stores/store-1")).GetProperty("devices")[0];

        Assert.Equal(
            ["gateway", "device", "kind", "driver", "availability", "since", "reason", "sample", "sampleAt"], device.EnumerateObject().Select(p => p.Name));
        Assert.Equal("1.250", device.GetProperty("sample").GetProperty("weight").GetString());
    }

    [Fact]
    public async Task Events_AreNewestFirstAndPagedByPosition()
    {
        await CommitAsync(1, 10);
        var page = (await JsonAsync("/api/stores/store-1/events?limit=4")).GetProperty("events");
        Assert.Equal([10, 9, 8, 7], page.EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal(
            ["gateway", "position", "epoch", "seq", "type", "class", "time", "receivedAt", "happenedAt", "timeQuality", "notBefore", "device", "data"], page[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("10", page[0].GetProperty("data").GetProperty("text").GetString());

        var before = (await JsonAsync("/api/stores/store-1/events?gateway=gw-1&before=7&limit=2")).GetProperty("events");
        Assert.Equal([6, 5], before.EnumerateArray().Select(e => e.GetProperty("position").GetInt64()));
    }

    [Theory]
    [InlineData("/api/stores/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/api/stores/nowhere/events", HttpStatusCode.NotFound)]
    [InlineData("/api/stores/nowhere/live", HttpStatusCode.NotFound)]
    [InlineData("/api/stores/store-1/events?gateway=gw-9", HttpStatusCode.NotFound)]
    [InlineData("/api/stores/store-1/events?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/stores/store-1/events?limit=501", HttpStatusCode.BadRequest)]
    [InlineData("/api/stores/store-1/events?before=5", HttpStatusCode.BadRequest)]
    [InlineData("/api/dead-letters?limit=100000", HttpStatusCode.BadRequest)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task Request_ThatCannotBeAnswered_IsToldWhy(string path, HttpStatusCode status)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task StoreLive_TellsWhereItStandsAndThenWhatCommits()
    {
        await CommitAsync(1, 2);
        using var stream = await OpenAsync("/api/stores/store-1/live");
        Assert.Equal(2, (await NextAsync(stream, "store")).GetProperty("gateways")[0].GetProperty("committedSeq").GetInt64());

        await CommitAsync(3, 5);
        var events = await NextAsync(stream, "events");
        Assert.Equal([3, 4, 5], events.EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal(5, (await NextAsync(stream, "store")).GetProperty("gateways")[0].GetProperty("committedSeq").GetInt64());
    }

    [Fact]
    public async Task Live_TellsAllStoresAndEveryChange()
    {
        using var stream = await OpenAsync("/api/live");
        Assert.Equal(2, (await NextAsync(stream, "stores")).GetArrayLength());

        Broker.Publish(Gateway.State("offline"));
        JsonElement gateway;
        do
        {
            gateway = (await NextAsync(stream, "stores"))[0].GetProperty("gateways")[0];
        }
        while (gateway.GetProperty("status").GetString() != "offline");
    }

    [Fact]
    public async Task DeadLettersAndLedger_SayWhatIsThere()
    {
        await CommitAsync(1, 4);
        Broker.Publish(Gateway.Message(new BatchHeader("1-a", 5, 6, [], null, false, 2, null), "{"u8.ToArray()));
        await Broker.CursorAsync(Gateway, c => c.Seq == 6, Cancel);

        var letter = (await JsonAsync("/api/dead-letters"))[0];
        Assert.Equal(["id", "topic", "gateway", "seq", "reason", "count", "firstAt", "lastAt", "size"], letter.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            """[{"gateway":"gw-1","epochs":[{"epoch":"1-a","first":1,"last":6}],"rows":4,"tally":4}]""", (await JsonAsync("/api/ledger")).GetRawText());
    }

    [Fact]
    public async Task Pages_AreServedWithTheirHeadersAndForEveryAddressOfTheirOwn()
    {
        using var page = await Http.GetAsync(new Uri("/stores/store-1", UriKind.Relative), Cancel);

        Assert.Equal("<title>pages</title>", await page.Content.ReadAsStringAsync(Cancel));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task ForeignHostName_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stores");
        request.Headers.Host = "shop.example";
        using var response = await Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Fact]
    public async Task Health_SaysHealthy() => Assert.Equal("""{"status":"healthy"}""", (await JsonAsync("/healthz")).GetRawText());

    [Fact]
    public async Task CommittedDocument_IsTheServedOne()
    {
        var served = await Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancel);
        var path = Path.Combine(RepositoryRoot(), "Cloud", "Web", "openapi.json");
        if (Environment.GetEnvironmentVariable("ACCEPT_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, served, Cancel);
        }

        Assert.True(
            await File.ReadAllTextAsync(path, Cancel) == served, "Cloud/Web/openapi.json is not what is served. Run this test with ACCEPT_OPENAPI=1 and commit the file.");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private async Task CommitAsync(long first, long last)
    {
        Broker.Publish(Gateway.Batch("1-a", first, last));
        await Broker.CursorAsync(Gateway, c => c.Seq == last, Cancel);
    }

    private async Task<JsonElement> JsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    private async Task<StreamReader> OpenAsync(string path)
    {
        var response = await Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
    }

    private static async Task<JsonElement> NextAsync(StreamReader stream, string wanted)
    {
        while (true)
        {
            var line = await stream.ReadLineAsync(Cancel) ?? throw new EndOfStreamException();
            if (line == $"event: {wanted}")
            {
                return JsonElement.Parse((await stream.ReadLineAsync(Cancel))!["data: ".Length..]);
            }
        }
    }
}

public sealed class HttpOnSqliteTests : HttpTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class HttpOnPostgresTests : HttpTests<PostgresTestDatabase>;
