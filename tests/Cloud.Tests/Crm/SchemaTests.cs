using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm;

public abstract class SchemaTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateEmptyAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Schema_AppliedAgain_ChangesNothing()
    {
        var applied = await SchemaMigration.ApplyAsync(_database.Open(), _clock, Cancel);

        Assert.Equal(applied.Order().Distinct(), applied);
        Assert.Equal([1, 2, 3, 4], applied.Take(4));
        Assert.Empty(await SchemaMigration.ApplyAsync(_database.Open(), _clock, Cancel));
    }

    [Fact]
    public async Task Schema_AppliedByTwoNodesAtOnce_IsAppliedOnce()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => SchemaMigration.ApplyAsync(_database.Open(), _clock, Cancel), Cancel)));

        var applied = both.SelectMany(b => b).Order().ToList();
        Assert.Equal(applied.Distinct(), applied);
        Assert.Equal([1, 2, 3, 4], applied.Take(4));
    }

    [Fact]
    public async Task Schema_UpgradedWithCountedPeople_HasTheirSumsByTimeZone()
    {
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, 10, _clock, Cancel);
        var at = ("at", (object?)database.ToTime(new DateTime(2026, 11, 14, 7, 0, 0, DateTimeKind.Utc)));
        await database.WriteAsync(
            async transaction =>
            {
                await transaction.Command("INSERT INTO store (store, name, time_zone) VALUES ('a', 'A', 'Asia/Shanghai'), ('b', 'B', 'Asia/Shanghai'), ('c', 'C', 'UTC')").RunAsync(Cancel);
                return await transaction.Command(
                    "INSERT INTO visit_hour (store, hour, zone, people, stays, dwell_seconds) VALUES ('a', @at, 'door', 3, 0, 0), ('a', @at, 'till', 1, 0, 0), ('b', @at, 'door', 5, 0, 0), ('c', @at, 'door', 7, 0, 0)", at)
                    .RunAsync(Cancel);
            },
            Cancel);
        await SchemaMigration.ApplyAsync(database, _clock, Cancel);

        await using var connection = await database.OpenAsync(Cancel);
        Assert.Equal(
            ["Asia/Shanghai 9", "UTC 7"],
            await connection.Command("SELECT time_zone, people FROM visit_hour_zone WHERE hour = @at ORDER BY time_zone", at).ListAsync(r => $"{r.GetString(0)} {r.GetInt64(1)}", Cancel));
    }

    [Fact]
    public async Task Schema_NewerThanTheProgram_IsRefusedUntouched()
    {
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, _clock, Cancel);
        await using (var connection = await database.OpenAsync(Cancel))
        {
            await connection.Command(
                "INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'x', @at)", ("at", database.ToTime(_clock.GetUtcNow().UtcDateTime))).RunAsync(Cancel);
        }

        var refused = await Assert.ThrowsAsync<SchemaException>(() => SchemaMigration.ApplyAsync(database, _clock, Cancel));
        Assert.Contains("schema 9999", refused.Message, StringComparison.Ordinal);
    }
}

public sealed class SchemaOnSqliteTests : SchemaTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class SchemaOnPostgresTests : SchemaTests<PostgresTestDatabase>;
