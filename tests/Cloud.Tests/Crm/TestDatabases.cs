using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Tests.Crm;
using Tests.Shared;

[assembly: AssemblyFixture(typeof(PostgresStop))]

namespace Cloud.Tests.Crm;

/// <summary>Stops the run's PostgreSQL when the last test has ended.</summary>
public sealed class PostgresStop : IAsyncDisposable
{
    public ValueTask DisposeAsync() => new(PostgresCluster.StopSharedAsync());
}

/// <summary>A database of one test.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    private readonly List<HeadquartersDatabase> _opened = [];
    private string? _connection;

    /// <summary>sqlite or postgres.</summary>
    public abstract string Provider { get; }

    internal string Connection => _connection!;

    /// <summary>Makes it, with this version's schema: a copy of one that was made once, since applying the scripts takes longer than most tests.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken) => _connection = await CopyAsync(cancellationToken);

    /// <summary>Makes it without a schema.</summary>
    public async Task CreateEmptyAsync(CancellationToken cancellationToken) => _connection = await CreateConnectionAsync(cancellationToken);

    /// <summary>Opens it once more, as another node would.</summary>
    internal HeadquartersDatabase Open()
    {
        var database = Wrap(Connection);
        _opened.Add(database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        Delete();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string> CreateConnectionAsync(CancellationToken cancellationToken);

    protected abstract Task<string> CopyAsync(CancellationToken cancellationToken);

    private protected abstract HeadquartersDatabase Wrap(string connection);

    protected virtual void Delete()
    {
    }
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private static readonly Lazy<Task<byte[]>> s_template = new(MakeTemplateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("hq-").FullName;

    public override string Provider => "sqlite";

    private string File => Path.Combine(_folder, "hq.db");

    protected override Task<string> CreateConnectionAsync(CancellationToken cancellationToken) => Task.FromResult($"Data Source={File}");

    protected override async Task<string> CopyAsync(CancellationToken cancellationToken)
    {
        await System.IO.File.WriteAllBytesAsync(File, await s_template.Value.WaitAsync(cancellationToken), cancellationToken);
        return await CreateConnectionAsync(cancellationToken);
    }

    private protected override HeadquartersDatabase Wrap(string connection) => new SqliteDatabase(connection);

    protected override void Delete() => Directory.Delete(_folder, recursive: true);

    private static async Task<byte[]> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hq-template-").FullName;
        var file = Path.Combine(folder, "hq.db");
        await using (var database = new SqliteDatabase($"Data Source={file}"))
        {
            await SchemaMigration.ApplyAsync(database, TimeProvider.System, CancellationToken.None);
            await database.ForgetAsync(CancellationToken.None);
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(file);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}

public sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly Lazy<Task<string>> s_template = new(MakeTemplateAsync);

    public override string Provider => "postgres";

    protected override Task<string> CreateConnectionAsync(CancellationToken cancellationToken) => PostgresCluster.CreateDatabaseAsync(null, cancellationToken);

    protected override async Task<string> CopyAsync(CancellationToken cancellationToken) =>
        await PostgresCluster.CreateDatabaseAsync(await s_template.Value.WaitAsync(cancellationToken), cancellationToken);

    private protected override HeadquartersDatabase Wrap(string connection) => new PostgresDatabase(connection);

    private static async Task<string> MakeTemplateAsync()
    {
        var connection = await PostgresCluster.CreateDatabaseAsync(null, CancellationToken.None);
        await using var database = new PostgresDatabase(connection);
        await SchemaMigration.ApplyAsync(database, TimeProvider.System, CancellationToken.None);
        return new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
    }
}
