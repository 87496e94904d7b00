namespace Simulators.World;

/// <summary>Which of the two databases headquarters uses.</summary>
public enum DatabaseProvider
{
    /// <summary>One file.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}

/// <summary>Where headquarters keeps its rows.</summary>
/// <param name="Provider">The kind of database.</param>
/// <param name="Connection">The connection string, as headquarters is given it.</param>
public sealed record DatabaseAddress(DatabaseProvider Provider, string Connection)
{
    /// <summary>An SQLite file.</summary>
    public static DatabaseAddress Sqlite(string path) => new(DatabaseProvider.Sqlite, $"Data Source={path}");

    /// <summary>The provider's name in headquarters' configuration.</summary>
    public string ProviderName => Provider == DatabaseProvider.Sqlite ? "sqlite" : "postgres";
}
