using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Access;

/// <summary>Accounts from the first run to the last session, over real HTTP, on both databases.</summary>
public abstract class SignInTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const string Password = "correct horse battery";

    private readonly HttpNode<T> _node = new(withMembers: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task FirstRun_WithTheCodeOfTheFile_MakesTheFirstAdminOnce()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(_node.SetupCodeFile).UnixFileMode);
        var code = (await File.ReadAllTextAsync(_node.SetupCodeFile, Cancel)).Trim();
        Assert.True((await JsonAsync("/api/setup", null)).GetProperty("needed").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await SetUpAsync("ABCD-EFGH-2345-6789")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SetUpAsync(code, "short")).Status);

        // Two at once: one is the first.
        var both = await Task.WhenAll(SetUpAsync(code.ToLowerInvariant()), SetUpAsync(code));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], both.Select(b => b.Status).Order());
        var me = await JsonAsync("/api/me", both.Single(b => b.Cookie is not null).Cookie);
        Assert.Equal(("owner", "admin", JsonValueKind.Null), (Text(me, "login"), Text(me, "role"), me.GetProperty("stores").ValueKind));
        Assert.False((await JsonAsync("/api/setup", null)).GetProperty("needed").GetBoolean());
        Assert.False(File.Exists(_node.SetupCodeFile));
        Assert.Equal(HttpStatusCode.Conflict, (await SetUpAsync(code)).Status);
    }

    [Fact]
    public async Task Session_IsACookieOutOfReachThatEndsWithSigningOut()
    {
        await AddAsync("lin", "manager", "store-1");
        var (status, cookie, header) = await SignInAsync("LIN", Password);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(["httponly", "samesite=strict", "path=/"], part => Assert.Contains(part, header, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("secure", header, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("store-1", (await JsonAsync("/api/me", cookie)).GetProperty("stores")[0].GetString());
        Assert.Equal("store-1", Text((await JsonAsync("/api/stores", cookie))[0], "store"));
        Assert.DoesNotContain(cookie!.Split('=')[1], await DumpAsync("session"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/session", null, cookie)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/me", null, cookie)).Status);
    }

    [Fact]
    public async Task Live_OfSomebodyWithStores_TellsOfThoseAndEndsWithTheSession()
    {
        await AddAsync("lin", "manager", "store-2");
        var (_, cookie, _) = await SignInAsync("lin", Password);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/live", UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        using var response = await _node.Nobody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("event: stores", await reader.ReadLineAsync(Cancel));
        var stores = JsonElement.Parse((await reader.ReadLineAsync(Cancel))!["data: ".Length..]);
        Assert.Equal(["store-2"], stores.EnumerateArray().Select(s => Text(s, "store")));

        await SendAsync(HttpMethod.Delete, "/api/session", null, cookie);
        await reader.ReadToEndAsync(Cancel);
    }

    [Fact]
    public async Task WrongPassword_FiveTimes_LocksTheLoginWhetherItIsThereOrNot()
    {
        await AddAsync("lin", "manager", "store-1");
        foreach (var login in new[] { "lin", "nobody" })
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SignInAsync(login, "wrong password")));
            Assert.Equal(5, all.Count(a => a.Status == HttpStatusCode.Unauthorized));
            Assert.Equal(3, all.Count(a => a.Status == HttpStatusCode.TooManyRequests));
            Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync(login, Password)).Status);
        }
    }

    [Fact]
    public async Task Account_MadeInactive_IsOutAtOnce()
    {
        var id = await AddAsync("lin", "manager", "store-1");
        var (_, cookie, _) = await SignInAsync("lin", Password);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(id, """{"active":false}""")).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/me", null, cookie)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync("lin", Password)).Status);
        var entries = (await JsonAsync("/api/audit?kind=account&subject=" + id)).GetProperty("entries").EnumerateArray().Select(e => Text(e, "action"));
        Assert.Equal(["account.deactivated", "account.signed-in", "account.created"], entries);
    }

    [Fact]
    public async Task Account_EditedByTwo_IsRefusedToTheSecondWithWhatItIsNow()
    {
        var id = await AddAsync("lin", "manager", "store-1");
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(id, """{"name":"Lin Wei"}""", "\"1\"")).Status);
        var (status, body) = await PatchAsync(id, """{"name":"Other"}""", "\"1\"");

        Assert.Equal((HttpStatusCode.PreconditionFailed, "Lin Wei"), (status, Text(body, "name")));
    }

    [Fact]
    public async Task LastAdmin_CannotBeTakenAway()
    {
        var one = await AddAsync("one", "admin");
        var two = await AddAsync("two", "admin");
        var both = await Task.WhenAll(PatchAsync(one, """{"active":false}"""), PatchAsync(two, """{"role":"auditor"}"""));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], both.Select(b => b.Status).Order());
    }

    [Fact]
    public async Task ResetCode_IsGoodOnceAndEndsOtherSessions()
    {
        var id = await AddAsync("lin", "manager", "store-1");
        var (_, cookie, _) = await SignInAsync("lin", Password);
        var code = Text((await PostAsync($"/api/accounts/{id}/reset", "{}")).Body, "code");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/me", null, cookie)).Status);

        var reset = $$"""{"login":"lin","code":"{{code}}","password":"another good one"}""";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/session/reset", reset, null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "/api/session/reset", reset, null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/me", null, cookie)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync("lin", "another good one")).Status);
    }

    [Fact]
    public async Task Password_Changed_NeedsThePresentOneAndKeepsThisSessionOnly()
    {
        await AddAsync("lin", "manager", "store-1");
        var (_, here, _) = await SignInAsync("lin", Password);
        var (_, there, _) = await SignInAsync("lin", Password);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "/api/session/password", """{"current":"wrong one!","next":"another good one"}""", here)).Status);
        var (status, fresh, _) = await SendWithCookieAsync("/api/session/password", $$"""{"current":"{{Password}}","next":"another good one"}""", here);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/me", null, fresh)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/me", null, there)).Status);
    }

    [Fact]
    public async Task Token_Revoked_IsWorthNothing()
    {
        var (status, token) = await PostAsync("/api/tokens", """{"name":"till 1","role":"till","stores":["store-1"],"days":30}""");
        Assert.Equal(HttpStatusCode.Created, status);
        using var till = new HttpClient { BaseAddress = _node.Http.BaseAddress };
        till.DefaultRequestHeaders.Authorization = new("Bearer", Text(token, "secret"));
        Assert.Equal("till 1", Text(await till.GetFromJsonAsync<JsonElement>(new Uri("/api/me", UriKind.Relative), Cancel), "name"));
        Assert.DoesNotContain(Text(token, "secret")!, await DumpAsync("access_token"), StringComparison.Ordinal);
        Assert.False((await JsonAsync("/api/tokens")).GetProperty("tokens")[0].TryGetProperty("secret", out _));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/api/tokens/{Text(token, "id")}", null, null, _node.Http)).Status);
        using var after = await till.GetAsync(new Uri("/api/me", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Region_GivenToAnAccount_ShowsTheStoresBelowIt()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("/api/regions", """{"regions":[{"region":"a","name":"A","parent":"b"},{"region":"b","name":"B","parent":"a"}]}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/api/regions", """{"regions":[{"region":"east","name":"East"},{"region":"shanghai","name":"Shanghai","parent":"east"},{"region":"west","name":"West"}]}""")).Status);
        foreach (var (store, region) in new[] { ("store-1", "shanghai"), ("store-2", "east"), ("store-3", "west") })
        {
            Assert.Equal(HttpStatusCode.OK, (await PutAsync($"/api/stores/{store}/place", $$"""{"name":"{{store}}","region":"{{region}}","timeZone":"Asia/Shanghai","latitudeE6":31230000,"longitudeE6":121470000}""")).Status);
        }

        var (_, account) = await PostAsync("/api/accounts", $$"""{"login":"lin","name":"Lin","role":"region","regions":["east"],"password":"{{Password}}"}""");
        var (_, cookie, _) = await SignInAsync("lin", Password);

        Assert.Equal("store-1 store-2", string.Join(' ', (await JsonAsync("/api/places", cookie)).EnumerateArray().Select(p => Text(p, "store"))));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/stores/store-3/place", null, cookie)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, "/api/stores/store-1/place", """{"name":"a","region":"west","timeZone":"Asia/Shanghai"}""", cookie)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("/api/regions", """{"regions":[]}""")).Status);
        Assert.NotNull(account.GetProperty("id").GetString());
    }

    private async Task<string> AddAsync(string login, string role, params string[] stores)
    {
        var (status, body) = await PostAsync("/api/accounts", JsonSerializer.Serialize(
            new Dictionary<string, object> { ["login"] = login, ["name"] = login, ["role"] = role, ["stores"] = stores, ["password"] = Password }));
        Assert.Equal(HttpStatusCode.Created, status);
        return Text(body, "id")!;
    }

    private async Task<(HttpStatusCode Status, string? Cookie)> SetUpAsync(string code, string password = Password)
    {
        var (status, cookie, _) = await SendWithCookieAsync("/api/setup", $$"""{"code":"{{code}}","login":"owner","name":"Owner","password":"{{password}}"}""", null);
        return (status, cookie);
    }

    private Task<(HttpStatusCode Status, string? Cookie, string Header)> SignInAsync(string login, string password) =>
        SendWithCookieAsync("/api/session", $$"""{"login":"{{login}}","password":"{{password}}"}""", null);

    private async Task<(HttpStatusCode Status, string? Cookie, string Header)> SendWithCookieAsync(string path, string body, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await _node.Nobody.SendAsync(request, Cancel);
        var header = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : "";
        return (response.StatusCode, header.Length == 0 ? null : header.Split(';')[0], header);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body, null, _node.Http);

    private Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, null, _node.Http);

    private Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(string id, string body, string? etag = null) =>
        SendAsync(HttpMethod.Patch, $"/api/accounts/{id}", body, null, _node.Http, etag);

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, string? body, string? cookie, HttpClient? client = null, string? etag = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        using var response = await (client ?? _node.Nobody).SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    private Task<JsonElement> JsonAsync(string path) => _node.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    private async Task<JsonElement> JsonAsync(string path, string? cookie)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, cookie);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    private async Task<string> DumpAsync(string table)
    {
        await using var connection = await _node.Database.OpenAsync(Cancel);
        return string.Join('\n', await connection.Command($"SELECT * FROM {table}").ListAsync(r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r[i].ToString())), Cancel));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

public sealed class SignInOnSqliteTests : SignInTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SignInOnPostgresTests : SignInTests<PostgresTestDatabase>;
