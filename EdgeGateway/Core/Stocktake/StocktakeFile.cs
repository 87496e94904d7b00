using System.Globalization;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Stocktake;

/// <summary>The sessions on the disk: SQLite, WAL, every change committed with a sync before the call returns. One caller at a time.</summary>
internal sealed class StocktakeFile : IDisposable
{
    /// <summary><c>EGST</c>.</summary>
    private static readonly OwnDatabase s_database = new(
        0x45475354,
        1,
        "stocktake file",
        """
        CREATE TABLE session(ordinal INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, location TEXT NOT NULL, counter TEXT NOT NULL, scanner TEXT NOT NULL,
          state INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT;
        CREATE TABLE operation(session INTEGER NOT NULL, number INTEGER NOT NULL, id BLOB NOT NULL, isset INTEGER NOT NULL, sku TEXT NOT NULL, unit TEXT NOT NULL,
          amount INTEGER NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL, undone INTEGER NOT NULL, PRIMARY KEY(session, number)) STRICT, WITHOUT ROWID;
        """);

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _insertSession;
    private readonly SqliteStatement _updateSession;
    private readonly SqliteStatement _insertOperation;
    private readonly SqliteStatement _undo;
    private readonly SqliteStatement _forgetOperations;
    private readonly SqliteStatement _forgetSession;

    private StocktakeFile(SqliteDatabase database)
    {
        _database = database;
        _insertSession = database.Prepare(
            "INSERT INTO session(ordinal, id, location, counter, scanner, state, started, ended) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)");
        _updateSession = database.Prepare("UPDATE session SET state = ?2, ended = ?3 WHERE ordinal = ?1");
        _insertOperation = database.Prepare("INSERT INTO operation VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)");
        _undo = database.Prepare("UPDATE operation SET undone = 1 WHERE session = ?1 AND number = ?2");
        _forgetOperations = database.Prepare("DELETE FROM operation WHERE session = ?1");
        _forgetSession = database.Prepare("DELETE FROM session WHERE ordinal = ?1");
    }

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <exception cref="SqliteFault">It cannot be used.</exception>
    public static StocktakeFile Open(string path) => s_database.Open(path, static database => new StocktakeFile(database));

    /// <summary>Every session with its operations, oldest first.</summary>
    public IReadOnlyList<(StocktakeSession Session, IReadOnlyList<StocktakeOperation> Operations)> ReadAll()
    {
        var all = new List<(StocktakeSession, IReadOnlyList<StocktakeOperation>)>();
        using var sessions = _database.Prepare("SELECT ordinal, id, location, counter, scanner, state, started, ended FROM session ORDER BY ordinal");
        using var operations = _database.Prepare("SELECT number, id, isset, sku, unit, amount, code, at, undone FROM operation WHERE session = ?1 ORDER BY number");
        while (sessions.Step())
        {
            var session = new StocktakeSession(
                sessions.Long(0), new Guid(sessions.Blob(1)), sessions.Text(2), sessions.Text(3), sessions.Text(4) is { Length: > 0 } scanner ? scanner : null,
                (SessionState)sessions.Long(5), Time(sessions.Long(6)), sessions.Long(7) == 0 ? null : Time(sessions.Long(7)));
            var done = new List<StocktakeOperation>();
            operations.Bind(1, session.Ordinal);
            while (operations.Step())
            {
                done.Add(new StocktakeOperation(
                    operations.Long(0), new Guid(operations.Blob(1)), operations.Long(2) == 1, operations.Text(3), operations.Text(4), operations.Long(5),
                    operations.Text(6), Time(operations.Long(7)), operations.Long(8) == 1));
            }

            all.Add((session, done));
        }

        return all;
    }

    /// <summary>Adds a session.</summary>
    public void Add(StocktakeSession session) => _insertSession
        .Bind(1, session.Ordinal).Bind(2, session.Id.ToByteArray()).Bind(3, session.Location).Bind(4, session.Counter).Bind(5, session.Scanner ?? "")
        .Bind(6, (long)session.State).Bind(7, session.StartedAt.UtcTicks).Run();

    /// <summary>Changes how far a session is.</summary>
    public void Update(StocktakeSession session) =>
        _updateSession.Bind(1, session.Ordinal).Bind(2, (long)session.State).Bind(3, session.EndedAt?.UtcTicks ?? 0).Run();

    /// <summary>Adds an operation.</summary>
    public void Add(StocktakeSession session, StocktakeOperation operation) => _insertOperation
        .Bind(1, session.Ordinal).Bind(2, operation.Number).Bind(3, operation.Id.ToByteArray()).Bind(4, operation.IsSet ? 1 : 0).Bind(5, operation.Sku)
        .Bind(6, operation.Unit).Bind(7, operation.Amount).Bind(8, operation.Code).Bind(9, operation.At.UtcTicks).Run();

    /// <summary>Takes an operation back.</summary>
    public void Undo(StocktakeSession session, StocktakeOperation operation) => _undo.Bind(1, session.Ordinal).Bind(2, operation.Number).Run();

    /// <summary>Forgets a session that has ended.</summary>
    public void Forget(StocktakeSession session)
    {
        // Operations first: a session without them would look like an empty one after a crash between the two.
        _forgetOperations.Bind(1, session.Ordinal).Run();
        _forgetSession.Bind(1, session.Ordinal).Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_insertSession, _updateSession, _insertOperation, _undo, _forgetOperations, _forgetSession])
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
