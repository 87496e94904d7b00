using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Stock as a page sees it: from an event of a gateway to the numbers, over HTTP.</summary>
public abstract class StockApiTests<T> : IAsyncLifetime
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
    public async Task GoodsTakenInAStore_AreSeenOnEveryPage()
    {
        await AskAsync(HttpMethod.Put, "/api/products/cola", """{"name":"Cola 330 ml","gtin":"6901234567892","costFen":200,"priceFen":350}""", HttpStatusCode.Created);
        _node.Broker.Publish(_node.Gateway.Message(
            new BatchHeader("1-a", 1, 1, [], null, false, 1, null),
            GatewayModel.Join([_node.Gateway.Event("1-a", 1, EventTypes.StockItemTaken, "plates-1", """{"plate":"p1","sku":"cola","count":1,"on_plate":11}""")])));
        await _node.Broker.CursorAsync(_node.Gateway, c => c.Seq == 1, Cancel);

        var row = (await AskAsync(HttpMethod.Get, "/api/stock?store=store-1&search=cola")).GetProperty("rows")[0];
        Assert.Equal(
            """{"store":"store-1","sku":"cola","name":"Cola 330 ml","unit":"piece","onHand":11,"reserved":0,"available":11,"incoming":0,"forecast":11,"min":null,"max":null,"low":false}""", row.GetRawText());
        var card = await AskAsync(HttpMethod.Get, "/api/stock/store-1/cola");
        Assert.Equal("""{"kind":"event","id":null,"gateway":"gw-1","position":1}""", card.GetProperty("moves")[0].GetProperty("evidence").GetRawText());
        Assert.Equal(11, (await AskAsync(HttpMethod.Get, "/api/shelves/store-1")).GetProperty("plates")[0].GetProperty("goods")[0].GetProperty("quantity").GetInt64());
        Assert.Equal(2, (await AskAsync(HttpMethod.Get, "/api/stock/moves?store=store-1&sku=cola")).GetProperty("rows").GetArrayLength());
        var books = await AskAsync(HttpMethod.Post, "/api/stock/books/check", "{}");
        Assert.Equal((0, 0, 3), (books.GetProperty("sum").GetInt64(), books.GetProperty("wrong").GetArrayLength(), books.GetProperty("locations").GetInt64()));

        await AskAsync(HttpMethod.Post, "/api/stock/store-1/moves", """{"sku":"cola","quantity":3,"from":"plate/p1","to":"backroom"}""", HttpStatusCode.Created);
        await AskAsync(HttpMethod.Post, "/api/stock/store-1/scrap", """{"sku":"cola","quantity":1,"from":"backroom","reason":"damaged"}""", HttpStatusCode.Created);
        await AskAsync(HttpMethod.Post, "/api/stock/store-1/reservations", """{"sku":"cola","quantity":2,"reason":"phone call"}""", HttpStatusCode.Created);
        Assert.Equal(200, (await AskAsync(HttpMethod.Get, "/api/stock/scrapped?store=store-1")).GetProperty("costFen").GetInt64());
        var transfer = await AskAsync(HttpMethod.Post, "/api/transfers", """{"from":"store-1","to":"store-2","lines":[{"sku":"cola","quantity":2}]}""", HttpStatusCode.Created);
        await AskAsync(HttpMethod.Post, $"/api/transfers/{transfer.GetProperty("id").GetString()}/ship");
        await AskAsync(HttpMethod.Post, $"/api/transfers/{transfer.GetProperty("id").GetString()}/receive", """{"lines":[{"sku":"cola","quantity":1}],"key":"a"}""");
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, "/api/transfers?store=store-2")).GetProperty("rows")[0].GetProperty("lines")[0].GetProperty("missing").GetInt64());
        var take = (await AskAsync(HttpMethod.Post, "/api/stocktakes", """{"store":"store-2","location":"receiving"}""", HttpStatusCode.Created)).GetProperty("id").GetString();
        await AskAsync(HttpMethod.Post, $"/api/stocktakes/{take}/lines", """{"scan":"1","code":"6901234567892","quantity":2}""");
        Assert.Equal(1, (await AskAsync(HttpMethod.Post, $"/api/stocktakes/{take}/close")).GetProperty("lines")[0].GetProperty("difference").GetInt64());
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, "/api/stocktakes?store=store-2")).GetProperty("rows").GetArrayLength());
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, "/api/stock/nearby?store=store-1&sku=cola")).GetProperty("rows").GetArrayLength());
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, "/api/stock/turnover?store=store-1&days=30")).GetProperty("rows").GetArrayLength());
        Assert.Equal(0, (await AskAsync(HttpMethod.Get, "/api/stock/alarms")).GetProperty("rows").GetArrayLength());
        Assert.Equal(1, (await AskAsync(HttpMethod.Get, "/api/products?search=cola")).GetProperty("rows").GetArrayLength());
        Assert.Equal(
            """{"sku":"cola","name":"Cola 330 ml","gtin":"6901234567892","category":"","unit":"piece","priceFen":350,"active":true}""",
            (await AskAsync(HttpMethod.Get, "/api/prices?search=cola")).GetProperty("rows")[0].GetRawText());
    }

    [Theory]
    [InlineData("GET", "/api/stock?limit=0", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/stock?show=some", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/stock?after=x", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/stock/store-1/nothing", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/products/nothing", null, HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/products/x", """{"name":""}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/stock/store-1/scrap", """{"sku":"nothing","quantity":1,"from":"shelf","reason":"expired"}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/stock/store-1/reservations", """{"sku":"nothing","quantity":1,"reason":"x"}""", HttpStatusCode.Conflict)]
    [InlineData("POST", "/api/transfers", """{"from":"store-1","to":"store-1","lines":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/transfers/nothing/ship", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/stocktakes", """{"store":"nowhere","location":"shelf"}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/stocktakes/nothing/close", """{"missing":"all"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/stock/alarms/nothing/acknowledge", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/stock/turnover?store=store-1&days=1000", null, HttpStatusCode.BadRequest)]
    public async Task Request_ThatCannotBeAnswered_IsToldWhy(string method, string path, string? body, HttpStatusCode status) =>
        Assert.NotEmpty((await AskAsync(new HttpMethod(method), path, body, status)).EnumerateObject().First(p => p.Name == "detail").Value.GetString()!);

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _node.Http.SendAsync(request, Cancel);
        Assert.True(response.StatusCode == status, $"{method} {path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}

public sealed class StockApiOnSqliteTests : StockApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockApiOnPostgresTests : StockApiTests<PostgresTestDatabase>;
