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

    [Theory]
    [InlineData("/api/members/nobody/link")]
    [InlineData("/api/customers/nobody")]
    public async Task Question_ThatCannotBeAnswered_IsToldWhy(string path)
    {
        using var response = await _chain.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        Assert.NotEmpty(Text(JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)), "detail")!);
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

        // Two minutes' worth: the minute may turn meanwhile.
        for (var i = 0; i < 42 && !statuses.Contains(HttpStatusCode.TooManyRequests); i++)
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

    private static string Question(string link) => link["/m#".Length..].Split('.') is [var code, var token] ? $$"""{"code":"{{code}}","token":"{{token}}"}""" : "";

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

public sealed class MembersApiOnSqliteTests : MembersApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MembersApiOnPostgresTests : MembersApiTests<PostgresTestDatabase>;
