using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm;

public abstract class SnapshotTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateEmptyAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Read_WhileSomebodyElseWrites_IsOfOneMomentAndHoldsUpNoWriter()
    {
        const string stores = "SELECT count(*) FROM store";
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, new ManualClock(), Cancel);

        var (before, after) = await database.ReadAsync(
            async snapshot =>
            {
                var first = await snapshot.Command(stores).ListAsync(r => r.GetInt64(0), Cancel);
                await database.WriteAsync(transaction => transaction.Command("INSERT INTO store (store, name, time_zone) VALUES ('a', 'A', 'UTC')").RunAsync(Cancel), Cancel);
                return (first[0], (await snapshot.Command(stores).ListAsync(r => r.GetInt64(0), Cancel))[0]);
            },
            Cancel);

        Assert.Equal(before, after);
        Assert.Equal(before + 1, await database.ReadAsync(async snapshot => (await snapshot.Command(stores).ListAsync(r => r.GetInt64(0), Cancel))[0], Cancel));
    }
}

public sealed class SnapshotOnSqliteTests : SnapshotTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SnapshotOnPostgresTests : SnapshotTests<PostgresTestDatabase>;
