using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Tests.Crm.Sales;

/// <summary>Sales as tills and people see them: HTTP, and a till that is in the fleet itself.</summary>
public abstract class SalesApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string Rules =
        """
        {"timeZone":"Asia/Shanghai","levels":[{"name":"gold","everywhere":true,"rules":[{"kind":"spend","least":500000,"window":"rolling","days":365}]}],
         "points":{"points":1,"perFen":100,"categories":[],"expireDays":null},"growth":{"growth":1,"perFen":100,"perSale":0},"stores":{"months":13,"unplaced":"everywhere"}}
        """;

    private readonly HttpNode<T> _node = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sale_PostedTwiceAndToldByMqtt_IsAnsweredTheSameAndCountedOnce()
    {
        var (first, answer) = await SendAsync(HttpMethod.Post, "/api/sales", Body(1, 1990));
        var (again, same) = await SendAsync(HttpMethod.Post, "/api/sales", Body(1, 1990));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first, again));
        Assert.Equal(answer.GetRawText(), same.GetRawText());
        var (conflict, said) = await SendAsync(HttpMethod.Post, "/api/sales", Body(1, 990));
        Assert.Equal(HttpStatusCode.Conflict, conflict);
        Assert.Contains("totalFen was 1990 and is 990", said.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // A till that is in the fleet itself tells the same sale and another.
        var events = new[] { 1, 2 }.Select(i => _node.Gateway.Event("1-a", i, EventTypes.SaleRecorded, "till-1",
            $$"""{"sale":"{{SalesShop.Id(i)}}","till":"till-1","lines":[{"sku":"oat-milk","quantity":1,"amount_fen":1990}],"total_fen":1990}""")).ToArray();
        _node.Broker.Publish(_node.Gateway.Message(new BatchHeader("1-a", 1, 2, [], null, false, 2, null), GatewayModel.Join(events)));
        await _node.Broker.CursorAsync(_node.Gateway, cursor => cursor.Seq == 2, Cancel);
        JsonElement list;
        while ((list = (await SendAsync(HttpMethod.Get, "/api/sales?store=store-1")).Body).GetProperty("sales").GetArrayLength() < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancel);
        }

        var second = (await SendAsync(HttpMethod.Get, $"/api/sales/{SalesShop.Id(2)}")).Body;
        Assert.Equal("""{"kind":"event","id":null,"gateway":"gw-1","position":2}""", second.GetProperty("evidence").GetRawText());
        var today = (await SendAsync(HttpMethod.Get, "/api/overview")).Body.GetProperty("storesToday").EnumerateArray();
        Assert.Equal(["store-1", "store-2"], today.Select(store => store.GetProperty("store").GetString()!));
        Assert.Equal(3980, (await SendAsync(HttpMethod.Get, "/api/sales/summary?days=366")).Body.GetProperty("total").GetProperty("netFen").GetInt64());
        var page = (await SendAsync(HttpMethod.Get, "/api/sales?limit=1")).Body;
        var next = (await SendAsync(HttpMethod.Get, $"/api/sales?limit=1&after={page.GetProperty("next").GetString()}")).Body;
        Assert.NotEqual(page.GetProperty("sales")[0].GetProperty("id").GetString(), next.GetProperty("sales")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, next.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Programme_EditedByTwo_TellsTheSecondWhatItIsNow()
    {
        Assert.Equal(0, (await SendAsync(HttpMethod.Get, "/api/programme")).Body.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/programme", Rules, "\"0\"")).Status);
        var (stale, now) = await SendAsync(HttpMethod.Put, "/api/programme", Rules, "\"0\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, 1), (stale, now.GetProperty("version").GetInt32()));

        var (bad, mistakes) = await SendAsync(
            HttpMethod.Post, "/api/programme/preview",
            Rules.Replace("Asia/Shanghai", "Asia/Nowhere", StringComparison.Ordinal).Replace("\"least\":500000", "\"least\":0", StringComparison.Ordinal).Replace("\"months\":13", "\"months\":0", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, bad);
        Assert.All(["timeZone is 'Asia/Nowhere'", "levels[0].rules[0] has least 0", "stores has months"], part => Assert.Contains(part, mistakes.GetProperty("detail").GetString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/programme/preview", Rules)).Status);
        Assert.Equal("gold", (await SendAsync(HttpMethod.Get, "/api/members/levels")).Body.GetProperty("levels")[0].GetProperty("level").GetString());
    }

    [Fact]
    public async Task Voucher_MadeAndGivenIn_IsTakenOnceForASale()
    {
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/vouchers", """{"name":"Tea","valueFen":500,"code":"TEA","leastFen":1000}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/vouchers", """{"name":"Tea","valueFen":500,"code":"TEA"}""")).Status);
        string Redeem(int sale, int total) => $$"""{"sale":"{{SalesShop.Id(sale)}}","store":"store-1","till":"till-1","totalFen":{{total}}}""";
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/vouchers/TEA/redeem", Redeem(1, 999))).Status);
        var (taken, use) = await SendAsync(HttpMethod.Post, "/api/vouchers/TEA/redeem", Redeem(1, 1000));
        Assert.Equal((HttpStatusCode.OK, 0), (taken, use.GetProperty("usesLeft").GetInt32()));
        Assert.Equal(use.GetRawText(), (await SendAsync(HttpMethod.Post, "/api/vouchers/TEA/redeem", Redeem(1, 1000))).Body.GetRawText());
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/vouchers/TEA/redeem", Redeem(2, 1000))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/vouchers/NONE/redeem", Redeem(2, 1000))).Status);
    }

    private static string Body(int number, long fen) =>
        $$"""{"id":"{{SalesShop.Id(number)}}","store":"store-1","till":"till-1","totalFen":{{fen}},"lines":[{"sku":"oat-milk","quantity":1,"amountFen":{{fen}}}]}""";

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null, string? match = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (match is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(match));
        }

        using var response = await _node.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }
}

public sealed class SalesApiOnSqliteTests : SalesApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SalesApiOnPostgresTests : SalesApiTests<PostgresTestDatabase>;
