using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Tests.Crm.Members;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Customers as pages see them, on both databases.</summary>
public abstract class CustomersApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly MembersChain<T> _chain = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _chain.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _chain.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Customer_Created_IsShownWithHiddenContactAndChangedAgainstItsRevision()
    {
        var (status, created) = await _chain.PostAsync(
            "/api/customers", """{"name":" Lin Wei ","level":"gold","phone":"138 0013 8000","email":"lin.wei@example.com","card":"VIP-1001","birthday":"1990-05-17","hints":["tea"],"usual":[{"sku":"s","name":"Oat milk"}]}""");
        Assert.Equal(HttpStatusCode.Created, status);
        var path = $"/api/customers/{Text(created, "id")}";
        Assert.Equal(
            ("Lin Wei", "138****8000", "l***@example.com", "****001", "--05-17", "none"),
            (Text(created, "name"), Text(created, "phone"), Text(created, "email"), Text(created, "card"), Text(created, "birthday"), Text(created, "face")));

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await PatchAsync(path, "{}", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(path, """{"level":"silver","email":null}""", "\"1\"")).Status);
        var (stale, told) = await PatchAsync(path, """{"level":"none"}""", "\"1\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, true), (stale, Text(told, "detail")!.Contains("at 2 now", StringComparison.Ordinal)));
        var member = await _chain.JsonAsync(path);
        Assert.Equal(("silver", null, "138****8000"), (Text(member, "level"), Text(member, "email"), Text(member, "phone")));
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(path, """{"phone":"12x"}""", "\"2\"")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(path, """{"id":"other"}""", "\"2\"")).Status);
    }

    [Fact]
    public async Task Till_FindsTheOneCustomerWhoStandsThere_AndNothingThatItDoesNotNeed()
    {
        await _chain.PutAsync("m-1", """{"name":"林晓梅","level":"gold","phone":"13800138001","card":"CARD1","email":"m@example.com"}""");
        foreach (var body in new[] { """{"phone":"+86 138-0013-8001"}""", """{"card":"card-1"}""", """{"email":"M@example.com"}""" })
        {
            var (status, found) = await _chain.PostAsync("/api/customers/find", body);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(["customer", "name", "level", "points"], found.EnumerateObject().Select(property => property.Name));
            Assert.Equal(("m-1", "林**", "gold", 0), (Text(found, "customer"), Text(found, "name"), Text(found, "level"), found.GetProperty("points").GetInt32()));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _chain.PostAsync("/api/customers/find", """{"phone":"13800138002"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/find", """{"phone":"13800138001","card":"CARD1"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/find", "{}")).Status);
    }

    [Fact]
    public async Task Customers_AreFoundByPartOfANameByNumberAndByIdAndPagedByKey()
    {
        foreach (var (id, name, level) in new[] { ("m-1", "Ada", "gold"), ("m-2", "Bea Ada", "silver"), ("m-3", "欧阳晓梅", "gold"), ("m-4", "ada", "") })
        {
            Assert.Equal(HttpStatusCode.Created, await _chain.PutAsync(id, $$"""{"name":"{{name}}","level":"{{level}}","phone":"1380013800{{id[2]}}","card":"CARD{{id[2]}}","email":"{{id}}@example.com"}"""));
        }

        await TagAsync("m-2", "tea");
        await TagAsync("m-3", "tea");
        Assert.Equal("m-1 m-2 m-4", await IdsAsync("search=ADA"));
        Assert.Equal("m-3", await IdsAsync("search=晓"));
        Assert.Equal("m-3", await IdsAsync("search=欧阳"));
        Assert.Equal("m-2", await IdsAsync("search=%2B86%20138-0013-8002"));
        Assert.Equal("m-3", await IdsAsync("search=card-3"));
        Assert.Equal("m-4", await IdsAsync("search=M-4%40EXAMPLE.com"));
        Assert.Equal("m-2", await IdsAsync("search=m-2"));
        Assert.Equal("m-1 m-3", await IdsAsync("level=gold"));
        Assert.Equal("m-2 m-3", await IdsAsync("tag=tea"));
        Assert.Equal("m-3", await IdsAsync("tag=tea&level=gold"));
        Assert.Equal("m-2", await IdsAsync("tag=tea&search=ada"));
        Assert.Equal("", await IdsAsync("tag=none"));

        foreach (var query in new[] { "limit=1", "limit=1&search=ada", "limit=1&tag=tea" })
        {
            var (seen, next) = (new List<string>(), "");
            while (next is not null)
            {
                var page = await _chain.JsonAsync($"/api/customers?{query}{(next.Length == 0 ? "" : $"&after={next}")}");
                seen.AddRange(Ids(page).Split(' '));
                next = page.GetProperty("next").GetString();
            }

            Assert.Equal(await IdsAsync(query.Replace("limit=1", "limit=9", StringComparison.Ordinal)), string.Join(' ', seen));
        }
    }

    [Fact]
    public async Task Customer_SetAgain_IsReplacedAndKeepsItsNumbersUnique()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000"}""");
        Assert.Equal(HttpStatusCode.OK, await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000","level":"gold"}"""));
        Assert.Equal(HttpStatusCode.Conflict, await _chain.PutAsync("m-2", """{"name":"Chen Jing","phone":"+86 138 0013 8000"}"""));
        Assert.Equal("gold", Text(await _chain.JsonAsync("/api/customers/m-1"), "level"));

        var (status, receipt) = await _chain.PostAsync("/api/customers/m-1/erase", """{"why":"asked at the counter"}""");
        Assert.Equal((HttpStatusCode.OK, true), (status, receipt.GetProperty("complete").GetBoolean()));
        Assert.Equal("", await IdsAsync("search=m-1"));
        Assert.Equal(HttpStatusCode.Created, await _chain.PutAsync("m-2", """{"name":"Chen Jing","phone":"+86 138 0013 8000"}"""));
    }

    [Theory]
    [InlineData("m_1", """{"name":"a"}""", "the id")]
    [InlineData("m-1", """{"name":" "}""", "name has")]
    [InlineData("m-1", """{"name":"a","phone":"12x","card":"#","email":"b"}""", "email is not")]
    [InlineData("m-1", """{"name":"a","hints":["x\u0007"]}""", "control")]
    [InlineData("m-1", """{"name":"a","birthday":"1990-02-30"}""", "birthday is not")]
    [InlineData("m-1", """{"name":"a","usual":[{"sku":"","name":"b"}]}""", "usual[0].sku")]
    public async Task Customer_ThatCannotBe_IsToldWhy(string id, string body, string expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _chain.Http.PutAsync(new Uri($"/api/customers/{id}", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/customers?limit=0")]
    [InlineData("/api/customers?after=x!")]
    [InlineData("/api/customers/nobody/timeline")]
    [InlineData("/api/customers/nobody/consents")]
    [InlineData("/api/customers/nobody/erasure")]
    [InlineData("/api/customers/nobody/export")]
    [InlineData("/api/customers/duplicates?after=x!")]
    [InlineData("/api/imports/nothing")]
    [InlineData("/api/imports/nothing/rows")]
    public async Task Question_ThatCannotBeAnswered_IsToldWhy(string path)
    {
        using var response = await _chain.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        Assert.NotEmpty(Text(JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)), "detail")!);
    }

    [Fact]
    public async Task Reveal_IsToldInTheAuditAndNeedsAReasonThatNamesNobody()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"138 0013 8000"}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/m-1/reveal", """{"what":"phone","why":"lin wei left a bag"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/m-1/reveal", """{"what":"phone","why":"calls 138-0013-8000"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/m-1/reveal", """{"what":"phone","why":""}""")).Status);
        var (status, revealed) = await _chain.PostAsync("/api/customers/m-1/reveal", """{"what":"phone","why":"left a bag in the store"}""");

        Assert.Equal((HttpStatusCode.OK, "138 0013 8000"), (status, Text(revealed, "value")));
        Assert.Equal(["""{"what":"phone","why":"left a bag in the store"}"""], await _chain.ColumnAsync("SELECT detail FROM audit_entry WHERE action = 'customer.revealed'"));
    }

    [Fact]
    public async Task Timeline_TellsEverythingWithItsEvidenceAndIsPaged()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000"}""");
        await _chain.PutAsync("m-2", """{"name":"L. Wei"}""");
        await _chain.PostAsync("/api/customers/intake", """{"source":"web-shop","externalId":"w-1","phone":"13800138000"}""");
        await _chain.PostAsync("/api/customers/m-1/notes", """{"text":"likes window seats"}""");
        await _chain.PostAsync("/api/customers/m-1/reveal", """{"what":"phone","why":"left a bag"}""");
        await SendAsync(HttpMethod.Put, "/api/customers/m-1/consents", """{"purpose":"marketing","channel":"sms","given":true,"textVersion":"2026-1","language":"en"}""");
        await _chain.GiveAsync(_chain.Gateways[0], "m-2");
        var (_, merge) = await _chain.PostAsync("/api/customers/merges", """{"keep":"m-1","merged":"m-2"}""");

        var (kinds, evidence, next) = (new List<string>(), new List<string>(), "");
        while (next is not null)
        {
            var page = await _chain.JsonAsync($"/api/customers/m-1/timeline?limit=2{(next.Length == 0 ? "" : $"&before={next}")}");
            kinds.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => Text(e, "kind")!));
            evidence.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => $"{Text(e.GetProperty("evidence"), "kind")}:{Text(e.GetProperty("evidence"), "id")}"));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["consent", "created", "created", "face-consent", "identity", "merge", "note", "reveal"], kinds.Order(StringComparer.Ordinal));
        Assert.Equal(evidence.Count, evidence.Distinct().Count());
        Assert.Contains($"merge:{Text(merge, "id")}", evidence);
        Assert.Contains("consent:gw-1", evidence);
        Assert.Single((await _chain.JsonAsync("/api/customers/m-2/timeline?kind=note")).GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task Merged_KeepTheirCardsInTheStoresUnderTheSurvivorsName()
    {
        var gateway = _chain.Gateways[0];
        await gateway.ComeOnlineAsync(Cancel);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","level":"gold","hints":["tea"]}""");
        await _chain.PutAsync("m-2", """{"name":"L. Wei","card":"VIP2002"}""");
        await _chain.GiveAsync(gateway, "m-2");
        await MembersChain<T>.UntilAsync(() => gateway.Profiles.Count == 2);
        var (code, card) = (gateway.Profiles["m-2"].Code, gateway.Profiles["m-2"].Card);
        var (made, merge) = await _chain.PostAsync("/api/customers/merges", """{"keep":"m-1","merged":"m-2"}""");
        Assert.Equal(HttpStatusCode.Created, made);

        await MembersChain<T>.UntilAsync(() => gateway.Profiles["m-2"].Name == "Lin Wei");
        Assert.Equal(("gold", "tea", code), (gateway.Profiles["m-2"].Level, gateway.Profiles["m-2"].Notes[0], gateway.Profiles["m-2"].Code));
        Assert.Equal(card, gateway.Profiles["m-2"].Card);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","level":"platinum"}""");
        await MembersChain<T>.UntilAsync(() => gateway.Profiles["m-2"].Level == "platinum");

        Assert.Equal("given", Text((await _chain.JsonAsync("/api/customers?search=m-2")).GetProperty("customers")[0], "face"));

        // What the person withdraws is withdrawn under every id.
        var (_, withdrawal) = await _chain.PostAsync("/api/members/m-1/withdraw");
        Assert.Equal(1, withdrawal.GetProperty("consents").GetArrayLength());
        await MembersChain<T>.UntilAsync(async () => await _chain.ConsentsAsync("m-2") == "gw-1:withdrawn");

        using var undone = await _chain.Http.DeleteAsync(new Uri($"/api/customers/merges/{Text(merge, "id")}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        await MembersChain<T>.UntilAsync(() => gateway.Profiles["m-2"].Name == "L. Wei");
    }

    [Fact]
    public async Task MergedAndSetFreeAgainAndAgain_AreInTheirStoresAllTheTime()
    {
        var gateway = _chain.Gateways[0];
        await gateway.ComeOnlineAsync(Cancel);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei"}""");
        await _chain.PutAsync("m-2", """{"name":"L. Wei"}""");
        for (var round = 0; round < 100; round++)
        {
            var (made, merge) = await _chain.PostAsync("/api/customers/merges", """{"keep":"m-1","merged":"m-2"}""");
            Assert.Equal(HttpStatusCode.Created, made);
            using var undone = await _chain.Http.DeleteAsync(new Uri($"/api/customers/merges/{Text(merge, "id")}", UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        }

        await _chain.PutAsync("m-2", """{"name":"Wei"}""");
        await MembersChain<T>.UntilAsync(() => gateway.Profiles.TryGetValue("m-2", out var profile) && profile.Name == "Wei");
        Assert.Empty(gateway.Gone);
    }

    [Fact]
    public async Task Erased_IsRemovedFromEveryGatewayAndTheReceiptSaysHowFar()
    {
        await _chain.Gateways[0].ComeOnlineAsync(Cancel);
        await _chain.Gateways[1].ComeOnlineAsync(Cancel);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000"}""");
        await _chain.GiveAsync(_chain.Gateways[0], "m-1");
        await _chain.GiveAsync(_chain.Gateways[1], "m-1");
        await MembersChain<T>.UntilAsync(() => _chain.Gateways[0].Profiles.Count == 1 && _chain.Gateways[1].Profiles.Count == 1);
        _chain.Gateways[1].GoOffline();
        await MembersChain<T>.UntilAsync(async () => (await _chain.ColumnAsync("SELECT status FROM gateway WHERE gateway = 'gw-2'"))[0] == "offline");
        await _chain.PostAsync("/api/customers/m-1/erase", """{"why":"letter of 21 November"}""");

        await MembersChain<T>.UntilAsync(async () => (await PlacesAsync())[0] == "gw-1 removed removed");
        Assert.Equal(["gw-1 removed removed", "gw-2 on its way on its way", "gw-3 never there never there"], await PlacesAsync());
        Assert.False(_chain.Gateways[0].Profiles.ContainsKey("m-1"));
        Assert.False((await _chain.JsonAsync("/api/customers/m-1/erasure")).GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Import_ByHttp_IsLookedAtAppliedAndUndone()
    {
        using var file = new ByteArrayContent("name,phone\nLin Wei,13800138000\n=Wu,12x\n"u8.ToArray());
        file.Headers.ContentType = new("text/csv");
        using var added = await _chain.Http.PostAsync(new Uri("/api/imports?name=list.csv", UriKind.Relative), file, Cancel);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var path = $"/api/imports/{Text(await added.Content.ReadFromJsonAsync<JsonElement>(Cancel), "id")}";
        await UntilAsync(path, "ready");
        Assert.Equal(HttpStatusCode.Conflict, (await _chain.PostAsync($"{path}/undo")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Patch, path, """{"mapping":{"name":7}}""")).Status);
        Assert.EndsWith("3,'=Wu,12x,\"phone: 12x; expected a phone number of 7 to 15 digits, with + where it is of another country\"\r\n", await _chain.Http.GetStringAsync(new Uri($"{path}/refused.csv", UriKind.Relative), Cancel), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, (await _chain.PostAsync($"{path}/apply")).Status);
        await UntilAsync(path, "applied");
        var id = await IdsAsync("search=13800138000");
        Assert.NotEqual("", id);
        Assert.Equal("import", Text((await _chain.JsonAsync($"/api/customers/{id}/timeline")).GetProperty("entries")[0], "kind"));
        await _chain.PostAsync($"{path}/undo");
        await UntilAsync(path, "undone");
        Assert.Equal("", await IdsAsync("search=13800138000"));

        using var wrong = new ByteArrayContent([0x89, 0x50, 0xFF]);
        wrong.Headers.ContentType = new("application/octet-stream");
        using var refused = await _chain.Http.PostAsync(new Uri("/api/imports?name=x", UriKind.Relative), wrong, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Reassigned_CustomersOfWhoLeft_AreAllSomebodyElses()
    {
        for (var i = 0; i < 25; i++)
        {
            await _chain.PutAsync($"m-{i}", $$"""{"name":"Member {{i}}","assignedTo":"{{(i < 23 ? "li" : "wu")}}"}""");
        }

        var (_, moved) = await _chain.PostAsync("/api/customers/reassign", """{"from":"li","to":"wu"}""");
        Assert.Equal(23, moved.GetProperty("customers").GetInt32());
        Assert.Equal(["25"], await _chain.ColumnAsync("SELECT count(*) FROM member WHERE assigned_to = 'wu'"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _chain.PostAsync("/api/customers/reassign", """{"from":"wu","to":"wu"}""")).Status);
    }

    private async Task UntilAsync(string path, string state) => await MembersChain<T>.UntilAsync(async () => Text(await _chain.JsonAsync(path), "state") == state);

    private async Task<string[]> PlacesAsync() =>
        [.. (await _chain.JsonAsync("/api/customers/m-1/erasure")).GetProperty("gateways").EnumerateArray().Select(g => $"{Text(g, "gateway")} {Text(g, "profile")} {Text(g, "face")}")];

    private async Task TagAsync(string id, string tag)
    {
        using var tagged = await _chain.Http.PutAsync(new Uri($"/api/customers/{id}/tags/{tag}", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, tagged.StatusCode);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(string path, string body, string? match) => SendAsync(HttpMethod.Patch, path, body, match);

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string body, string? match = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        using var response = await _chain.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private async Task<string> IdsAsync(string query) => Ids(await _chain.JsonAsync($"/api/customers?{query}"));

    private static string Ids(JsonElement page) => string.Join(' ', page.GetProperty("customers").EnumerateArray().Select(m => Text(m, "id")));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

public sealed class CustomersApiOnSqliteTests : CustomersApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class CustomersApiOnPostgresTests : CustomersApiTests<PostgresTestDatabase>;
