using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cloud.Crm.Access;
using Cloud.Crm.Setup;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests.Crm.Access;

/// <summary>Every endpoint, asked by everybody, over real HTTP. One node for all of them: the tests only look.</summary>
public sealed partial class EndpointRolesTests : IAsyncLifetime
{
    private static readonly (char Letter, Role Role)[] s_roles =
        [('A', Role.Admin), ('R', Role.Region), ('M', Role.Manager), ('S', Role.Associate), ('U', Role.Auditor), ('T', Role.Till)];

    private readonly HttpNode<SqliteTestDatabase> _node = new(withMembers: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _node.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public void Endpoints_AreThoseOfTheTable()
    {
        var served = Endpoints.SelectMany(Names).Distinct(StringComparer.Ordinal).ToList();
        var missing = Endpoints.SelectMany(e => Names(e).Where(n => !EndpointRoles.All.ContainsKey(n)).Select(n => $"{Letters(e)}  {n}")).Distinct(StringComparer.Ordinal);

        Assert.True(!missing.Any(), $"Who may use these? Write them into EndpointRoles:\n{string.Join('\n', missing)}");
        Assert.Empty(EndpointRoles.All.Keys.Except(served, StringComparer.Ordinal));
    }

    [Fact]
    public void Endpoints_AnswerWithProblems() => Assert.Empty(
        Endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<ProblemAnswers>() is null).Select(e => e.DisplayName));

    [Fact]
    public async Task Endpoint_AskedByEveryRole_LetsThoseOfTheTableIn()
    {
        var wrong = new List<string>();
        foreach (var (letter, role) in s_roles)
        {
            // Each role sees store-1; admins see every store.
            var client = await _node.SignInAsync(role, role == Role.Admin ? [] : ["store-1"]);
            foreach (var (name, allowed) in EndpointRoles.All)
            {
                var (status, detail) = await AskAsync(client, name);
                var expected = allowed == EndpointRoles.Open || allowed.Contains(letter, StringComparison.Ordinal);
                if (expected == (status == HttpStatusCode.Forbidden && detail.Contains("may not do this", StringComparison.Ordinal)) || (status == HttpStatusCode.Unauthorized && expected))
                {
                    wrong.Add($"{role} {name}: {status} {detail}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Endpoint_AskedByNobody_IsRefusedUnlessOpen()
    {
        var wrong = new List<string>();
        foreach (var (name, allowed) in EndpointRoles.All)
        {
            var (status, detail) = await AskAsync(_node.Nobody, name);
            if (allowed == EndpointRoles.Open == (status == HttpStatusCode.Unauthorized))
            {
                wrong.Add($"{name}: {status} {detail}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Store_OfSomebodyElse_IsNotThere()
    {
        var wrong = new List<string>();
        foreach (var (letter, role) in s_roles.Where(r => r.Role != Role.Admin))
        {
            var client = await _node.SignInAsync(role, "store-2");
            foreach (var (name, allowed) in EndpointRoles.All.Where(e => StoreParameter().IsMatch(e.Key) && e.Value.Contains(letter, StringComparison.Ordinal)))
            {
                var (status, detail) = await AskAsync(client, name);
                if (status != HttpStatusCode.NotFound || !(detail.Contains("there is no store 'store-1'", StringComparison.Ordinal) || detail.Contains("there is no gateway 'gw-1'", StringComparison.Ordinal)))
                {
                    wrong.Add($"{role} {name} ({allowed}): {status} {detail}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static async Task<(HttpStatusCode Status, string Detail)> AskAsync(HttpClient client, string name)
    {
        var (method, pattern) = name.Split(' ', 2) is [var m, var p] ? (m == "ANY" ? "GET" : m, p) : default;
        var path = Parameter().Replace(
            pattern,
            match => match.Groups[1].Value switch { "store" => "store-1", "gateway" => "gw-1", "documentName" => "v1", "name" => "print", _ => "x" });
        if (pattern.EndsWith("/commands/{name}", StringComparison.Ordinal))
        {
            // No gateway is there to answer, and half a minute's wait for it each time is no part of the question.
            path += "?wait=0";
        }

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path.StartsWith('/') ? path : "/" + path, UriKind.Relative));
        if (method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent("null", Encoding.UTF8, pattern is "/api/imports" or "/api/bundles" ? "application/octet-stream" : "application/json");
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        if (response.Content.Headers.ContentType?.MediaType != Problems.ContentType)
        {
            return (response.StatusCode, "");
        }

        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return (response.StatusCode, problem.GetProperty("detail").GetString()!);
    }

    private static IEnumerable<string> Names(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods && !endpoint.RoutePattern.RawText!.Contains("nonfile", StringComparison.Ordinal) ? methods.Where(m => m != "HEAD") : ["ANY"])
        .Select(m => $"{m} {endpoint.RoutePattern.RawText!.TrimEnd('/')}");

    private static string Letters(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<NeededPermission>() is not { Permission: var needed } ? "NOBODY"
        : needed == Permission.None ? "open  "
        : string.Concat(s_roles.Select(r => RolePermissions.Of(r.Role).Contains(needed) ? r.Letter : '.'));

    [GeneratedRegex(@"\{\*{0,2}([a-zA-Z]+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\{(store|gateway)\}")]
    private static partial Regex StoreParameter();
}
