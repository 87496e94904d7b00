using System.Net;
using System.Text.Json;
using Cloud.Contracts.Members;

namespace Cloud.Tests.Crm.Members;

/// <summary>Members as pages see them, on both databases.</summary>
public abstract class MembersApiTests<T> : IAsyncLifetime
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
    public async Task Member_Created_IsShownWithHiddenContact()
    {
        var (status, created) = await _chain.PostAsync(
            "/api/members", """{"name":" Lin Wei ","level":"gold","phone":"138 0013 8000","email":"lin.wei@example.com","card":"VIP-1001","notes":["tea"],"usual":[{"sku":"s","name":"Oat milk"}]}""");
        Assert.Equal(HttpStatusCode.Created, status);
        var member = await _chain.JsonAsync($"/api/members/{created.GetProperty("id").GetString()}");

        Assert.Equal(7, Guid.Parse(member.GetProperty("id").GetString()!).Version);
        Assert.Equal(
            ("Lin Wei", "•••8000", "l•••@example.com", "•••001", "none"),
            (Text(member, "name"), Text(member, "phone"), Text(member, "email"), Text(member, "card"), Text(member, "face")));
    }

    [Fact]
    public async Task Members_AreFoundByNameNumberAndIdAndPagedByKey()
    {
        foreach (var (id, name, level) in new[] { ("m-1", "Ada", "gold"), ("m-2", "Bea", "silver"), ("m-3", "Cai 100%", "gold"), ("m-4", "ada", "") })
        {
            Assert.Equal(HttpStatusCode.Created, await _chain.PutAsync(id, $$"""{"name":"{{name}}","level":"{{level}}","phone":"1380013800{{id[2]}}","card":"CARD{{id[2]}}"}"""));
        }

        Assert.Equal("m-1 m-4", await IdsAsync("search=ADA"));
        Assert.Equal("m-3", await IdsAsync("search=%25"));
        Assert.Equal("m-2", await IdsAsync("search=%2B86%20138-0013-8002"));
        Assert.Equal("m-3", await IdsAsync("search=card-3"));
        Assert.Equal("m-2", await IdsAsync("search=m-2"));
        Assert.Equal("m-1 m-3", await IdsAsync("level=gold"));

        var first = await _chain.JsonAsync("/api/members?limit=3");
        Assert.Equal("m-1 m-4 m-2", Ids(first));
        var second = await _chain.JsonAsync($"/api/members?limit=3&after={Text(first, "next")}");
        Assert.Equal(("m-3", null), (Ids(second), second.GetProperty("next").GetString()));
    }

    [Fact]
    public async Task Member_SetAgain_IsReplacedAndKeepsItsNumbersUnique()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000"}""");
        Assert.Equal(HttpStatusCode.OK, await _chain.PutAsync("m-1", """{"name":"Lin Wei","phone":"13800138000","level":"gold"}"""));
        Assert.Equal(HttpStatusCode.Conflict, await _chain.PutAsync("m-2", """{"name":"Chen Jing","phone":"+86 138 0013 8000"}"""));
        Assert.Equal("gold", Text(await _chain.JsonAsync("/api/members/m-1"), "level"));

        using var removed = await _chain.Http.DeleteAsync(new Uri("/api/members/m-1", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("", await IdsAsync("search=m-1"));
        Assert.Equal(HttpStatusCode.Created, await _chain.PutAsync("m-2", """{"name":"Chen Jing","phone":"+86 138 0013 8000"}"""));
    }

    [Theory]
    [InlineData("m_1", """{"name":"a"}""", "the id")]
    [InlineData("m-1", """{"name":" "}""", "name has")]
    [InlineData("m-1", """{"name":"a","phone":"12x","card":"#","email":"b"}""", "email is not")]
    [InlineData("m-1", """{"name":"a","notes":["x\u0007"]}""", "control")]
    [InlineData("m-1", """{"name":"a","usual":[{"sku":"","name":"b"}]}""", "usual[0].sku")]
    public async Task Member_ThatCannotBe_IsToldWhy(string id, string body, string expected)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _chain.Http.PutAsync(new Uri($"/api/members/{id}", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/members/nobody")]
    [InlineData("/api/members?limit=0")]
    [InlineData("/api/members?after=x!")]
    [InlineData("/api/members/nobody/link")]
    public async Task Question_ThatCannotBeAnswered_IsToldWhy(string path)
    {
        using var response = await _chain.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        Assert.NotEmpty(Text(JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)), "error")!);
        Assert.Equal(HttpStatusCode.NotFound, (await _chain.PostAsync("/api/members/nobody/withdraw")).Status);
    }

    [Fact]
    public async Task Link_OfAMember_ShowsTheCodesTheStoresAccept()
    {
        await using var gateway = _chain.Gateways[0];
        await gateway.ComeOnlineAsync(Cancel);
        await _chain.PutAsync("m-1", """{"name":"Lin Wei"}""");
        var link = Text(await _chain.JsonAsync("/api/members/m-1/link"), "path")!;
        var (status, view) = await _chain.PostAsync("/api/member-codes", Question(link));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(20, view.GetProperty("codes").GetArrayLength());
        await MembersChain<T>.UntilAsync(() => gateway.Profiles.ContainsKey("m-1"));
        var entry = gateway.Profiles["m-1"];
        Assert.All(view.GetProperty("codes").EnumerateArray(), shown =>
        {
            Assert.True(MemberCode.TryRead(Text(shown, "text")!, out var code, out var proof));
            var step = MemberCode.StepOf(shown.GetProperty("from").GetDateTimeOffset());
            Assert.Equal((entry.Code, step), (code, MemberCode.Check(code, proof, entry.Secret, step)));
        });

        await _chain.PostAsync("/api/members/m-1/link");
        Assert.Equal(HttpStatusCode.NotFound, (await _chain.PostAsync("/api/member-codes", Question(link))).Status);
    }

    [Fact]
    public async Task Link_GuessedOrAskedTooOften_IsRefused()
    {
        await _chain.PutAsync("m-1", """{"name":"Lin Wei"}""");
        var link = Text(await _chain.JsonAsync("/api/members/m-1/link"), "path")!;
        var wrong = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 21; i++)
        {
            statuses.Add((await _chain.PostAsync("/api/member-codes", Question(i < 5 ? wrong : link))).Status);
        }

        Assert.All(statuses[..5], status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var response = await _chain.Http.GetAsync(new Uri("/api/members/m-1/link", UriKind.Relative), Cancel);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task GatewayKeys_AreShownByFingerprint()
    {
        await using var gateway = _chain.Gateways[0];
        await gateway.ComeOnlineAsync(Cancel);
        await MembersChain<T>.UntilAsync(async () => Text((await _chain.JsonAsync("/api/member-gateways"))[0], "fingerprint") is not null);

        var keys = await _chain.JsonAsync("/api/member-gateways");
        Assert.Equal(Cloud.Contracts.SealedBox.Fingerprint(Cloud.Contracts.SealedBox.PublicKeyOf(gateway.Key)), Text(keys[0], "fingerprint"));
        Assert.Null(Text(keys[1], "fingerprint"));
    }

    private async Task<string> IdsAsync(string query) => Ids(await _chain.JsonAsync($"/api/members?{query}"));

    private static string Ids(JsonElement page) => string.Join(' ', page.GetProperty("members").EnumerateArray().Select(m => Text(m, "id")));

    private static string Question(string link) => link["/m#".Length..].Split('.') is [var code, var token] ? $$"""{"code":"{{code}}","token":"{{token}}"}""" : "";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

public sealed class MembersApiOnSqliteTests : MembersApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MembersApiOnPostgresTests : MembersApiTests<PostgresTestDatabase>;
