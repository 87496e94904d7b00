using System.Net;
using System.Net.Http.Headers;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests.Crm;

/// <summary>Headquarters as a page sees it: real Kestrel on a free port, real database, broker in memory, one gateway that is online.</summary>
internal sealed class HttpNode<T>(bool withMembers = false, Func<HeadquartersOptions, string, HeadquartersOptions>? change = null) : IAsyncDisposable
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly string _web = Directory.CreateTempSubdirectory("web-").FullName;
    private readonly List<HttpClient> _clients = [];
    private WebApplication _app = null!;

    internal FakeBroker Broker { get; } = new();

    internal GatewayModel Gateway { get; } = new("store-1", "gw-1");

    internal HeadquartersDatabase Database { get; private set; } = null!;

    /// <summary>An admin's.</summary>
    internal HttpClient Http { get; private set; } = null!;

    /// <summary>Nobody's; keeps no cookies.</summary>
    internal HttpClient Nobody { get; private set; } = null!;

    internal IServiceProvider Services => _app.Services;

    /// <summary>Where the one-time code of the first run is; with members.</summary>
    internal string SetupCodeFile => Path.Combine(_web, "setup-code");

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await _database.CreateAsync(cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_web, "index.html"), "<title>pages</title>", cancellationToken);
        var options = new HeadquartersOptions
        {
            Url = new IPEndPoint(IPAddress.Loopback, 0),
            Web = _web,
            Database = new DatabaseOptions(_database.Provider, _database.Connection),
            Broker = new BrokerOptions("127.0.0.1", 1, null, null, null, null, null),
            Members = withMembers ? new MembersKeyOptions(Path.Combine(_web, "members.key"), "86") : null,
            Access = new AccessOptions { PasswordRounds = 1_000 },
            CourierPeriod = TimeSpan.FromMilliseconds(50),
            Fleet = withMembers
                ? [new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", ["gw-2"]), new FleetStore("store-3", "Store 3", ["gw-3"])]
                : [new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", [])],
        };
        options = change?.Invoke(options, _web) ?? options;
        Database = _database.Open();
        _app = Headquarters.Build(options, Database, Broker, TimeProvider.System, () => 0.1);
        await Headquarters.PrepareAsync(_app, options, cancellationToken);
        await _app.StartAsync(cancellationToken);
        Nobody = new HttpClient(Handler()) { BaseAddress = new Uri(_app.Urls.Single()) };
        Http = await SignInAsync(Role.Admin);
        await Broker.CursorAsync(Gateway, _ => true, cancellationToken);
        if (withMembers)
        {
            // Its gateways answer, and say themselves when they are there.
            return;
        }

        Broker.Publish(Gateway.State("online"));
        await Broker.UntilAsync(() => Broker.CursorsOf(Gateway).Count > 1, cancellationToken);
    }

    /// <summary>A client that sends a token of that role and these stores.</summary>
    internal async Task<HttpClient> SignInAsync(Role role, params string[] stores)
    {
        var (token, mistake) = await _app.Services.GetRequiredService<TokenTable>().AddAsync(
            Caller.Headquarters, $"test {role}", role, new AccessScope([], stores), null, CancellationToken.None);
        Assert.Null(mistake);
        var client = new HttpClient(Handler()) { BaseAddress = new Uri(_app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!.Secret);
        _clients.Add(client);
        return client;
    }

    private static HttpClientHandler Handler() => new() { UseCookies = false, AllowAutoRedirect = false };

    public async ValueTask DisposeAsync()
    {
        Nobody.Dispose();
        _clients.ForEach(client => client.Dispose());
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_web, recursive: true);
    }
}
