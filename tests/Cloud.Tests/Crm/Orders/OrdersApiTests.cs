using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Orders;

/// <summary>Orders and planograms as pages see them, on both databases.</summary>
public abstract class OrdersApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new();
    private string _supplier = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync(Cancel);
        await _node.Database.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO product (sku, name, name_key, updated_at) VALUES ('cola', 'Cola 330 ml', 'cola 330 ml', @now), ('tea', 'Tea', 'tea', @now)",
                ("now", _node.Database.ToTime(DateTime.UnixEpoch))).RunAsync(Cancel),
            Cancel);
        _supplier = (await SendAsync(HttpMethod.Post, "/api/suppliers", """{"name":"Drinks Ltd","channel":"mail","address":"orders@drinks.example","leadDays":2}""", expected: HttpStatusCode.Created))
            .GetProperty("id").GetString()!;
        foreach (var sku in new[] { "cola", "tea" })
        {
            await SendAsync(HttpMethod.Put, $"/api/suppliers/{_supplier}/products/{sku}", """{"priceFen":210}""");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Rule_ToTheShelf_OverHttp()
    {
        var rule = await SendAsync(HttpMethod.Put, "/api/reorder-rules/store-1/cola", """{"min":10,"max":40,"multiple":6}""", expected: HttpStatusCode.Created);
        Assert.Equal("1", Text(rule, "etag"));
        var row = (await GetAsync("/api/replenishment?store=store-1")).GetProperty("rows")[0];
        Assert.Equal((42, 8820, "Drinks Ltd", "draft"), (Number(row, "toOrder"), Number(row, "costFen"), Text(row.GetProperty("supplier"), "name"), Text(row.GetProperty("purchase"), "state")));
        Assert.Equal("forecast 0 = 0 available + 0 incoming", Text(row.GetProperty("why")[0], "text"));

        var id = Text(row.GetProperty("purchase"), "id");
        await SendAsync(HttpMethod.Post, "/api/replenishment/store-1/tea/order", """{"quantity":12}""");
        var purchase = await GetAsync($"/api/purchases/{id}");
        Assert.Equal((2, 11340), (purchase.GetProperty("lines").GetArrayLength(), Number(purchase, "totalFen")));
        await SendAsync(HttpMethod.Patch, $"/api/purchases/{id}", """{"remark":"by the back door"}""", expected: HttpStatusCode.PreconditionRequired);
        var changed = await SendAsync(HttpMethod.Patch, $"/api/purchases/{id}", """{"remark":"by the back door"}""", "\"1\"", HttpStatusCode.PreconditionFailed);
        Assert.Equal(Text(purchase, "etag"), Text(changed, "etag"));
        await SendAsync(HttpMethod.Patch, $"/api/purchases/{id}", """{"remark":"by the back door"}""", $"\"{Text(purchase, "etag")}\"");

        var sent = await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/send", "{}");
        Assert.Equal(("sent", "waiting"), (Text(sent, "state"), Text(sent.GetProperty("message"), "state")));
        Assert.Equal("sent", Text(await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/send", "{}"), "state"));

        const string came = """{"lines":[{"sku":"cola","quantity":42,"to":"shelf"},{"sku":"tea","quantity":10}],"last":true}""";
        Assert.Contains("Idempotency-Key", Text(await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/receive", came, expected: HttpStatusCode.BadRequest), "detail"), StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            var received = await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/receive", came, key: "delivery-1");
            Assert.Equal(("received", 1), (Text(received, "state"), received.GetProperty("receipts").GetArrayLength()));
        }

        var performance = await GetAsync($"/api/suppliers/{_supplier}/performance");
        Assert.Equal((1, 963), (Number(performance, "purchases"), Number(performance.GetProperty("fill"), "permille")));
        var all = await GetAsync("/api/replenishment?show=all");
        Assert.Equal((42, 42), (Number(all.GetProperty("rows")[0], "onHand"), Number(all.GetProperty("rows")[0], "forecast")));
    }

    [Fact]
    public async Task Lists_ArePagedByKeys()
    {
        foreach (var sku in new[] { "cola", "tea" })
        {
            await SendAsync(HttpMethod.Put, $"/api/reorder-rules/store-1/{sku}", """{"min":1,"max":2,"multiple":1}""", expected: HttpStatusCode.Created);
        }

        await SendAsync(HttpMethod.Put, "/api/reorder-rules/store-2/cola", """{"min":1,"max":2,"multiple":1}""", expected: HttpStatusCode.Created);
        Assert.Equal("store-1/cola store-1/tea store-2/cola", await WalkAsync("/api/replenishment?limit=1", row => $"{Text(row, "store")}/{Text(row, "sku")}"));
        Assert.Equal("store-1/cola store-1/tea store-2/cola", await WalkAsync("/api/reorder-rules?limit=2", row => $"{Text(row, "store")}/{Text(row, "sku")}"));
        Assert.Equal("cola tea", await WalkAsync($"/api/suppliers/{_supplier}/products?limit=1", row => Text(row, "sku")));
        Assert.Equal("store-2 store-1", await WalkAsync("/api/purchases?state=draft&limit=1", row => Text(row, "store")));
        Assert.Equal("Drinks Ltd", await WalkAsync("/api/suppliers?search=drink&limit=1", row => Text(row, "name")));
    }

    [Fact]
    public async Task Caller_SeesTheOwnStoresOnly()
    {
        await SendAsync(HttpMethod.Put, "/api/reorder-rules/store-1/cola", """{"min":1,"max":2,"multiple":1}""", expected: HttpStatusCode.Created);
        var id = Text((await GetAsync("/api/purchases")).GetProperty("rows")[0], "id");
        var other = await _node.SignInAsync(Role.Manager, "store-2");
        foreach (var path in new[] { "/api/replenishment", "/api/purchases", "/api/reorder-rules" })
        {
            Assert.Equal(0, (await GetAsync(path, other)).GetProperty("rows").GetArrayLength());
        }

        foreach (var path in new[] { $"/api/purchases/{id}", "/api/replenishment/store-1/cola", "/api/budgets/store-1", "/api/planograms/store-1" })
        {
            using var hidden = await other.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }

        foreach (var action in new[] { "send", "cancel", "close" })
        {
            await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/{action}", "{}", expected: HttpStatusCode.NotFound, http: other);
        }

        await SendAsync(HttpMethod.Post, "/api/purchases", $$"""{"store":"store-1","supplier":"{{_supplier}}","lines":[{"sku":"cola","ordered":1}]}""", expected: HttpStatusCode.NotFound, http: other);
        await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/send", "{}", expected: HttpStatusCode.Forbidden, http: await _node.SignInAsync(Role.Auditor));
        await SendAsync(HttpMethod.Put, "/api/budgets/store-2", """{"period":"week","amountFen":1}""", expected: HttpStatusCode.Forbidden, http: other);
    }

    [Fact]
    public async Task Budget_IsSetAndSpent()
    {
        await SendAsync(HttpMethod.Put, "/api/reorder-rules/store-1/cola", """{"min":10,"max":40,"multiple":6}""", expected: HttpStatusCode.Created);
        Assert.Equal("1", Text(await SendAsync(HttpMethod.Put, "/api/budgets/store-1", """{"period":"month","amountFen":10000}"""), "etag"));
        await SendAsync(HttpMethod.Put, "/api/budgets/store-1", """{"period":"month","amountFen":9000}""", expected: HttpStatusCode.PreconditionRequired);
        var id = Text((await GetAsync("/api/purchases")).GetProperty("rows")[0], "id");
        await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/send", "{}");
        await SendAsync(HttpMethod.Post, $"/api/purchases/{id}/cancel", "{}");
        await SendAsync(HttpMethod.Put, "/api/budgets/store-1", """{"period":"month","amountFen":8000}""", "\"1\"");
        await SendAsync(HttpMethod.Post, "/api/replenishment/store-1/cola/order", "{}");

        var budget = await GetAsync("/api/budgets/store-1");
        Assert.Equal((8000, 0, 8820, 8820), (Number(budget, "leftFen"), Number(budget, "spentFen"), Number(budget, "proposedFen"), Number(budget, "unfundedFen")));
        var draft = Text((await GetAsync("/api/purchases?state=draft")).GetProperty("rows")[0], "id");
        Assert.Contains("budget", Text(await SendAsync(HttpMethod.Post, $"/api/purchases/{draft}/send", "{}", expected: HttpStatusCode.Conflict), "detail"), StringComparison.Ordinal);
        await SendAsync(HttpMethod.Post, $"/api/purchases/{draft}/send", """{"beyondBudget":true}""");
        Assert.Equal(-820, Number(await GetAsync("/api/budgets/store-1"), "leftFen"));
    }

    [Fact]
    public async Task Request_ThatCannotBeCarriedOut_IsToldWhy()
    {
        (string Method, string Path, string Body, int Status, string Expected)[] requests =
        [
            ("PUT", "/api/reorder-rules/store-1/cola", """{"min":10,"max":4,"multiple":0}""", 400, "max is 4, less than min 10"),
            ("PUT", "/api/reorder-rules/store-1/nothing", """{"min":1,"max":4,"multiple":1}""", 404, "no product 'nothing'"),
            ("PUT", "/api/reorder-rules/store-9/cola", """{"min":1,"max":4,"multiple":1}""", 404, "no store 'store-9'"),
            ("PUT", "/api/reorder-rules/store-1/cola", """{"min":1,"max":4,"multiple":1,"supplier":"x"}""", 400, "no supplier 'x'"),
            ("POST", "/api/suppliers", """{"name":" ","channel":"fax","leadDays":-1,"language":"fr"}""", 400, "channel is 'fax'"),
            ("POST", "/api/suppliers", """{"name":"a","channel":"mail","address":"nobody"}""", 400, "e-mail"),
            ("POST", "/api/suppliers", """{"name":"a","channel":"webhook","address":"http://elsewhere.example/"}""", 400, "order.to_supplier"),
            ("POST", "/api/purchases", """{"store":"store-1","supplier":"x","lines":[]}""", 400, "lines are 0"),
            ("POST", "/api/purchases", """{"store":"store-1","supplier":"x","lines":[{"sku":"cola","ordered":1},{"sku":"cola","ordered":2}]}""", 400, "'cola' is there 2 times"),
            ("POST", "/api/replenishment/store-1/cola/order", "{}", 400, "quantity is missing"),
            ("POST", "/api/replenishment/store-1/cola/order", """{"quantity":0}""", 400, "quantity is 0"),
            ("POST", "/api/replenishment/store-1/beer/order", """{"quantity":1}""", 409, "no supplier sells 'beer'"),
            ("POST", "/api/replenishment/store-1/cola/snooze", """{"until":"2020-01-01T00:00:00Z"}""", 400, "until is 2020"),
            ("POST", "/api/purchases/none/send", "{}", 404, "no order 'none'"),
            ("PUT", "/api/budgets/store-1", """{"period":"year","amountFen":-1}""", 400, "period is 'year'"),
        ];
        foreach (var (method, path, body, status, expected) in requests)
        {
            Assert.Contains(expected, Text(await SendAsync(new HttpMethod(method), path, body, expected: (HttpStatusCode)status), "detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Planogram_IsSentToTheGateway_AndShowsWhatItSaid()
    {
        var address = _node.Gateway.Address;
        await using var gateway = await _node.Broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1" }, Cancel);
        await gateway.SubscribeAsync([address.Topic(Topics.Desired)], Cancel);
        const string planogram = """{"plates":[{"plate":"plate-1","items":[{"sku":"cola","unit_g":355.0,"sigma_g":1.20}]}]}""";
        const string path = "/api/planograms/store-1/gw-1";
        Assert.Equal(("0", "pending"), (Text(await GetAsync(path), "etag"), Text(await GetAsync(path), "applied")));
        Assert.Contains("beer", Text(await SendAsync(HttpMethod.Put, path, planogram.Replace("cola", "beer", StringComparison.Ordinal), "\"0\"", HttpStatusCode.BadRequest), "detail"), StringComparison.Ordinal);
        await SendAsync(HttpMethod.Put, path, planogram, "\"0\"", HttpStatusCode.Accepted);
        await SendAsync(HttpMethod.Put, path, planogram, "\"0\"", HttpStatusCode.PreconditionFailed);

        Assert.Equal($$$"""{"version":1,"config":{"planogram":{{{planogram}}}}}""", await WantedAsync(gateway, 1));
        await gateway.PublishAsync(
            new MqttMessage
            {
                Topic = address.Topic(Topics.Reported), Retain = true,
                Payload = new ReportedDocument(1, ReportedDocument.Refused, [new ReportedMistake("config.planogram.plates[0].plate", "this store has no such plate")]).ToUtf8(),
            },
            Cancel);
        var refused = await GetAsync(path);
        while (Text(refused, "applied") == "pending")
        {
            await Task.Yield();
            refused = await GetAsync(path);
        }

        Assert.Equal(("refused", "plates[0].plate", "this store has no such plate"), (Text(refused, "applied"), Text(refused.GetProperty("said")[0], "path"), Text(refused.GetProperty("said")[0], "message")));
        Assert.Equal("pending", Text(await SendAsync(HttpMethod.Put, path, "null", "\"1\"", HttpStatusCode.Accepted), "applied"));
        Assert.Equal("""{"version":2,"config":{"planogram":null}}""", await WantedAsync(gateway, 2));
        Assert.Equal(["pending", "refused"], (await GetAsync($"{path}/versions")).EnumerateArray().Select(v => Text(v, "applied")));
        Assert.Equal("gw-1", Text((await GetAsync("/api/planograms/store-1"))[0], "gateway"));
    }

    private static async Task<string> WantedAsync(IMqttConnection gateway, long version)
    {
        while (true)
        {
            var text = Encoding.UTF8.GetString((await gateway.Inbound.ReadAsync(Cancel)).Payload.Span);
            if (JsonElement.Parse(text).GetProperty("version").GetInt64() == version)
            {
                return text;
            }
        }
    }

    private async Task<string> WalkAsync(string path, Func<JsonElement, string> show)
    {
        var rows = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await GetAsync(next.Length == 0 ? path : $"{path}&after={next}");
            rows.AddRange(page.GetProperty("rows").EnumerateArray().Select(show));
            next = page.GetProperty("next").GetString();
        }

        return string.Join(' ', rows);
    }

    private async Task<JsonElement> GetAsync(string path, HttpClient? http = null) => await (http ?? _node.Http).GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    private async Task<JsonElement> SendAsync(
        HttpMethod method, string path, string body, string? etag = null, HttpStatusCode expected = HttpStatusCode.OK, string? key = null, HttpClient? http = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await (http ?? _node.Http).SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}

public sealed class OrdersApiOnSqliteTests : OrdersApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class OrdersApiOnPostgresTests : OrdersApiTests<PostgresTestDatabase>;
