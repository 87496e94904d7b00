using System.Net;
using Cloud.Crm.Fleet;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Builder;

namespace Cloud.Tests.Crm;

/// <summary>Headquarters as a page sees it: real Kestrel on a free port, real database, broker in memory, one gateway that is online.</summary>
internal sealed class HttpNode<T>(bool withMembers = false) : IAsyncDisposable
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly string _web = Directory.CreateTempSubdirectory("web-").FullName;
    private WebApplication _app = null!;

    internal FakeBroker Broker { get; } = new();

    internal GatewayModel Gateway { get; } = new("store-1", "gw-1");

    internal HeadquartersDatabase Database { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

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
            CourierPeriod = TimeSpan.FromMilliseconds(50),
            Fleet = withMembers
                ? [new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", ["gw-2"]), new FleetStore("store-3", "Store 3", ["gw-3"])]
                : [new FleetStore("store-1", "Store 1", ["gw-1"]), new FleetStore("store-2", "Store 2", [])],
        };
        Database = _database.Open();
        _app = Headquarters.Build(options, Database, Broker, TimeProvider.System, () => 0.1);
        await Headquarters.PrepareAsync(_app, options, cancellationToken);
        await _app.StartAsync(cancellationToken);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        await Broker.CursorAsync(Gateway, _ => true, cancellationToken);
        if (withMembers)
        {
            // Its gateways answer, and say themselves when they are there.
            return;
        }

        Broker.Publish(Gateway.State("online"));
        await Broker.UntilAsync(() => Broker.CursorsOf(Gateway).Count > 1, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_web, recursive: true);
    }
}
