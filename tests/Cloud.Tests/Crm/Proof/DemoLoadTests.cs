using System.Net;
using Cloud.Crm.Demo;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Proof;

public abstract class DemoLoadTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly DemoOrder s_order = new(new DateOnly(2026, 3, 2), Days: 9, Seed: 1, Customers: 30);

    private readonly T _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("demo-").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateAsync(_stop);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the stores have counted by themselves is what the books say, though the one is made of sales and deliveries and the other of events.</summary>
    [Fact]
    public async Task TheBooks_HaveWhatTheStoresHave_AndSumToNothing()
    {
        var database = _database.Open();
        var loaded = await LoadAsync(database);
        Assert.Equal(9, loaded.Progress.Days);
        Assert.Empty(await Books.UnevenAsync(database, _stop));
        await using var connection = await database.OpenAsync(_stop);
        var books = await connection.Command(
            "SELECT store, sku, CAST(sum(quantity) AS bigint) FROM stock_level WHERE location IN ('receiving', 'shelf', 'backroom') OR location LIKE 'plate/%' GROUP BY store, sku")
            .ListAsync(r => (Key: (r.GetString(0), r.GetString(1)), Quantity: r.GetInt64(2)), _stop);
        Assert.Equal(
            loaded.There.OrderBy(g => g.Key).Select(g => $"{g.Key}: {g.Value}"), books.OrderBy(b => b.Key).Select(b => $"{b.Key}: {b.Quantity}"));
        Assert.Equal(loaded.Progress.Sales, (await connection.Command("SELECT count(*) FROM sale WHERE kind = 'sale'").ListAsync(r => r.GetInt64(0), _stop))[0]);
        Assert.Equal(0, (await connection.Command("SELECT count(*) FROM dead_letter").ListAsync(r => r.GetInt64(0), _stop))[0]);
        Assert.True((await connection.Command("SELECT count(*) FROM purchase WHERE state IN ('partly', 'received')").ListAsync(r => r.GetInt64(0), _stop))[0] > 0, "goods were ordered and came");
    }

    [Fact]
    public async Task ASecondTime_IsRefused_AndSoIsADatabaseThatANodeRunsOn()
    {
        var database = _database.Open();
        await LoadAsync(database, s_order with { Days = 1 });
        Assert.Contains("already", (await Assert.ThrowsAsync<DemoException>(() => LoadAsync(database))).Message, StringComparison.Ordinal);
        await database.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO node (node, expires_at) VALUES ('node-1/abc', @later)", ("later", database.ToTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1)))).RunAsync(_stop),
            _stop);
        Assert.Contains("running on this database (node-1)", (await Assert.ThrowsAsync<DemoException>(() => LoadAsync(database))).Message, StringComparison.Ordinal);
    }

    private async Task<DemoLoaded> LoadAsync(HeadquartersDatabase database, DemoOrder? order = null)
    {
        var options = new HeadquartersOptions
        {
            Url = new IPEndPoint(IPAddress.Loopback, 0),
            Database = new DatabaseOptions(_database.Provider, _database.Connection),
            Broker = new BrokerOptions("127.0.0.1", 1, null, null, null, null, null),
            Members = new MembersKeyOptions(Path.Combine(_folder, "members.key"), "86"),
        };
        var clock = new DemoClock(DemoTime.Of(s_order.First, 0));
        await using var app = Headquarters.Build(options, database, new FakeBroker(), clock, () => 0.5);
        await Headquarters.PrepareAsync(app, options, _stop);
        return await DemoLoad.RunAsync(app.Services, order ?? s_order, clock, static _ => { }, _stop);
    }
}

public sealed class DemoLoadOnSqliteTests : DemoLoadTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class DemoLoadOnPostgresTests : DemoLoadTests<PostgresTestDatabase>;
