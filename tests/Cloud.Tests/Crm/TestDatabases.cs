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

    public async Task CreateAsync(CancellationToken cancellationToken) => _connection = await CreateConnectionAsync(cancellationToken);

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

    private protected abstract HeadquartersDatabase Wrap(string connection);

    protected virtual void Delete()
    {
    }
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hq-").FullName;

    public override string Provider => "sqlite";

    protected override Task<string> CreateConnectionAsync(CancellationToken cancellationToken) =>
        Task.FromResult($"Data Source={Path.Combine(_folder, "hq.db")}");

    private protected override HeadquartersDatabase Wrap(string connection) => new SqliteDatabase(connection);

    protected override void Delete() => Directory.Delete(_folder, recursive: true);
}

public sealed class PostgresTestDatabase : TestDatabase
{
    public override string Provider => "postgres";

    protected override Task<string> CreateConnectionAsync(CancellationToken cancellationToken) => PostgresCluster.CreateDatabaseAsync(cancellationToken);

    private protected override HeadquartersDatabase Wrap(string connection) => new PostgresDatabase(connection);
}
