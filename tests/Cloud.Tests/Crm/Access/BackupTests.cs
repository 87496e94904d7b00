using Cloud.Crm.Schema;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Access;

/// <summary>Backup, restore and upgrade: the same rows afterwards, in every table there is.</summary>
public abstract class BackupTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly T _other = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("backup-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "hq.backup");

    public async ValueTask InitializeAsync()
    {
        await _database.CreateEmptyAsync(Cancel);
        await _other.CreateEmptyAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _other.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Restore_IntoAnEmptyDatabase_BringsEveryRowBack()
    {
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, TimeProvider.System, Cancel);
        Assert.InRange(await TableRows.FillAsync(database, 3), 20, int.MaxValue);
        var tables = await TableRows.ColumnsAsync(database);
        var before = await TableRows.HashesAsync(database, tables);
        await ClearNodesAsync(database);
        before["node"] = (await TableRows.HashesAsync(database, tables))["node"];

        Assert.Equal(0, await BackupAsync(_database));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(File).UnixFileMode);
        Assert.Equal(0, await RestoreAsync(_other));

        Assert.Equal(before, await TableRows.HashesAsync(_other.Open(), await TableRows.ColumnsAsync(_other.Open())));
        Assert.Empty(await SchemaMigration.ApplyAsync(_other.Open(), TimeProvider.System, Cancel));
    }

    [Fact]
    public async Task Restore_OverRows_IsRefusedUnlessAskedFor()
    {
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, TimeProvider.System, Cancel);
        Assert.Equal(0, await BackupAsync(_database));
        await TableRows.FillAsync(database, 1);
        await ClearNodesAsync(database);
        var filled = await TableRows.HashesAsync(database, await TableRows.ColumnsAsync(database));

        var refused = await Assert.ThrowsAsync<IOException>(() => RestoreAsync(_database));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(File + ".bad", "this is no backup at all", Cancel);
        await Assert.ThrowsAsync<IOException>(() => RestoreAsync(_database, "--from", File + ".bad", "--replace"));
        Assert.Equal(filled, await TableRows.HashesAsync(database, await TableRows.ColumnsAsync(database)));

        Assert.Equal(0, await RestoreAsync(_database, "--from", File, "--replace"));
        Assert.Empty(await CountAsync(_database.Open(), "SELECT 1 FROM account"));
    }

    [Fact]
    public async Task Restore_WhileANodeRuns_IsRefused()
    {
        var database = _database.Open();
        await SchemaMigration.ApplyAsync(database, TimeProvider.System, Cancel);
        Assert.Equal(0, await BackupAsync(_database));
        await new Cloud.Crm.Leases.LeaseTable(database, "node-1", TimeSpan.FromSeconds(30), TimeProvider.System).RoundAsync([1], Cancel);

        var refused = await Assert.ThrowsAsync<IOException>(() => RestoreAsync(_database, "--from", File, "--replace"));
        Assert.Contains("node-1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_FromEveryEarlierVersion_KeepsEveryRow()
    {
        var newest = (await SchemaMigration.ApplyAsync(_other.Open(), TimeProvider.System, Cancel)).Max();
        for (var version = 1; version < newest; version++)
        {
            await using var one = new T();
            await one.CreateEmptyAsync(Cancel);
            var database = one.Open();
            await SchemaMigration.ApplyAsync(database, version, TimeProvider.System, Cancel);
            Assert.NotEqual(0, await TableRows.FillAsync(database, 2));
            var tables = await TableRows.ColumnsAsync(database);
            var before = await TableRows.HashesAsync(database, tables);
            await SchemaMigration.ApplyAsync(database, TimeProvider.System, Cancel);

            Assert.Equal(before, await TableRows.HashesAsync(database, tables));
        }
    }

    private Task<int> BackupAsync(TestDatabase database) =>
        BackupVerb.BackupAsync(VerbArguments.Read("backup", ["--to", File], ["--to"], [])!, Options(database), Cancel);

    private Task<int> RestoreAsync(TestDatabase database, params string[] arguments) => BackupVerb.RestoreAsync(
        VerbArguments.Read("restore", arguments.Length == 0 ? ["--from", File] : arguments, ["--from"], ["--replace"])!, Options(database), database.Open(), TimeProvider.System, Cancel);

    private HeadquartersOptions Options(TestDatabase database) => new()
    {
        Database = new DatabaseOptions(database.Provider, database.Connection), Broker = new BrokerOptions("127.0.0.1", 1, null, null, null, null, null),
        Members = new MembersKeyOptions(Path.Combine(_folder, "members.key"), "86"),
    };

    private static Task<int> ClearNodesAsync(HeadquartersDatabase database) => database.WriteAsync(t => t.Command("DELETE FROM node").RunAsync(Cancel), Cancel);

    private static async Task<List<int>> CountAsync(HeadquartersDatabase database, string sql)
    {
        await using var connection = await database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => 1, Cancel);
    }
}

public sealed class BackupOnSqliteTests : BackupTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class BackupOnPostgresTests : BackupTests<PostgresTestDatabase>;
