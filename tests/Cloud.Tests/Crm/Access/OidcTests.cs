using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Access.Oidc;

namespace Cloud.Tests.Crm.Access;

/// <summary>Signing in at a real OpenID provider, from our page and back.</summary>
public abstract class OidcTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private OpenIdProviderProcess? _provider;
    private HttpNode<T>? _node;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpNode<T> Node => _node!;

    private OpenIdProviderProcess Provider => _provider!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProviderProcess.StartAsync();
        _node = new HttpNode<T>(
            withMembers: true,
            (options, folder) =>
            {
                var secret = Path.Combine(folder, "client-secret");
                File.WriteAllText(secret, "client-secret\n");
                var provider = new OidcOptions(
                    "test", "Test", Provider.Issuer, "headquarters", secret, ["email", "profile"], "groups", [("hq-admins", Role.Admin), ("shop", Role.Associate)], "stores", null);
                return options with
                {
                    PublicUrl = new Uri(OpenIdProviderProcess.Origin),
                    Access = options.Access with { Oidc = [provider] },
                };
            });
        await _node.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await (_node?.DisposeAsync() ?? default);
        await (_provider?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Person_WhoseClaimsAreGivenARole_GetsAnAccountWithItAndIsTheSameNextTime()
    {
        await Provider.BeAsync(new { sub = "u-1", name = "Lin Wei", email = "lin@example.com", email_verified = true, groups = new[] { "other", "shop" }, stores = new[] { "store-2" } });
        var first = await MeAsync(await SignInAsync());
        Assert.Equal(("Lin Wei", "associate", "store-2"), (Text(first, "name"), Text(first, "role"), first.GetProperty("stores")[0].GetString()));

        await Provider.BeAsync(new { sub = "u-1", name = "Lin Wei", email = "lin@example.com", email_verified = true, groups = new[] { "shop" }, stores = new[] { "store-1" } });
        var second = await MeAsync(await SignInAsync());
        Assert.Equal((Text(first, "id"), "store-1"), (Text(second, "id"), second.GetProperty("stores")[0].GetString()));
    }

    [Fact]
    public async Task Person_WithoutARoleAndInvitation_GetsNoAccount()
    {
        await Provider.BeAsync(new { sub = "u-2", email = "who@example.com", email_verified = true });
        Assert.Equal("/sign-in?problem=noAccount", (await GoAsync()).Location);
        await Provider.BeAsync(new { sub = "u-2", groups = new[] { "shop" }, stores = new[] { "store-9" } });
        Assert.Equal("/sign-in?problem=noAccount", (await GoAsync()).Location);
    }

    [Fact]
    public async Task Invitation_ByAVerifiedAddress_IsTakenByOnePersonOfTheProvider()
    {
        using var invited = await Node.Http.PostAsJsonAsync(
            new Uri("/api/accounts", UriKind.Relative), new { login = "chen", name = "Chen", role = "manager", stores = new[] { "store-1" }, email = "Chen@example.com" }, Cancel);
        Assert.Equal(HttpStatusCode.Created, invited.StatusCode);
        var id = Text(await invited.Content.ReadFromJsonAsync<JsonElement>(Cancel), "id");

        await Provider.BeAsync(new { sub = "u-3", email = "chen@example.com", email_verified = false, groups = new[] { "none" } });
        Assert.Equal("/sign-in?problem=noAccount", (await GoAsync()).Location);
        await Provider.BeAsync(new { sub = "u-3", email = "chen@example.com", email_verified = true, groups = new[] { "shop" }, stores = new[] { "store-1" } });
        Assert.Equal(id, Text(await MeAsync(await SignInAsync()), "id"));

        await Provider.BeAsync(new { sub = "u-4", email = "chen@example.com", email_verified = true, groups = new[] { "shop" } });
        Assert.Equal("/sign-in?problem=noAccount", (await GoAsync()).Location);
        using var off = await Node.Http.PatchAsJsonAsync(new Uri($"/api/accounts/{id}", UriKind.Relative), new { active = false }, Cancel);
        Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        await Provider.BeAsync(new { sub = "u-3", email = "chen@example.com", email_verified = true, groups = new[] { "shop" } });
        Assert.Equal("/sign-in?problem=noAccount", (await GoAsync()).Location);
    }

    [Fact]
    public async Task Answer_OfAnotherBrowserOrASecondTime_IsRefused()
    {
        await Provider.BeAsync(new { sub = "u-1", groups = new[] { "hq-admins" } });
        var (to, cookie) = await BeginAsync();
        var back = await OpenIdProviderProcess.VisitAsync(to);

        Assert.Equal("/sign-in?problem=expired", (await EndAsync(back, null)).Location);
        Assert.Equal("/sign-in?problem=expired", (await EndAsync(back, "oidc-state=somebody-elses")).Location);
        Assert.Equal("/", (await EndAsync(back, cookie)).Location);
        Assert.Equal("/sign-in?problem=expired", (await EndAsync(back, cookie)).Location);
    }

    [Fact]
    public async Task Person_WhoRefuses_IsToldSo()
    {
        await Provider.BeAsync(new { sub = "u-1", refuses = true });
        Assert.Equal("/sign-in?problem=refused", (await GoAsync()).Location);
    }

    private async Task<string> SignInAsync()
    {
        var (location, session) = await GoAsync();
        Assert.Equal("/", location);
        return session!;
    }

    private async Task<(string Location, string? Session)> GoAsync()
    {
        var (to, cookie) = await BeginAsync();
        return await EndAsync(await OpenIdProviderProcess.VisitAsync(to), cookie);
    }

    private async Task<(Uri To, string Cookie)> BeginAsync()
    {
        using var response = await Node.Nobody.GetAsync(new Uri("/api/session/oidc/test", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return (response.Headers.Location!, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    private async Task<(string Location, string? Session)> EndAsync(Uri back, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(back.PathAndQuery, UriKind.Relative));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await Node.Nobody.SendAsync(request, Cancel);
        return (response.Headers.Location!.ToString(), response.Headers.GetValues("Set-Cookie").FirstOrDefault(c => c.StartsWith("session=", StringComparison.Ordinal))?.Split(';')[0]);
    }

    private async Task<JsonElement> MeAsync(string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/me", UriKind.Relative));
        request.Headers.Add("Cookie", session);
        using var response = await Node.Nobody.SendAsync(request, Cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

public sealed class OidcOnSqliteTests : OidcTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class OidcOnPostgresTests : OidcTests<PostgresTestDatabase>;
