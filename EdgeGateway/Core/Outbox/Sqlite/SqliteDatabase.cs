using SQLitePCL;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>One SQLite connection, for one thread at a time.</summary>
/// <remarks>Straight on SQLite's C interface: binding and stepping a kept statement costs a third of what ADO.NET costs.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>Pages written by this connection since the last reset; SQLITE_DBSTATUS_CACHE_WRITE.</summary>
    private const int CacheWrite = 9;

    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.</summary>
    private const int NoCheckpointOnClose = 1006;

    private readonly sqlite3 _handle;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Whether no transaction is open.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Opens a file for reading and writing, making it where it is missing.</summary>
    public static SqliteDatabase OpenWrite(string path) =>
        Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX);

    /// <summary>Opens a file that exists, for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="immutable">True promises that nobody writes it: no lock is taken and no file is made beside it.</param>
    public static SqliteDatabase OpenRead(string path, bool immutable = false) => Open(
        $"file:{Uri.EscapeDataString(path)}?mode=ro{(immutable ? "&immutable=1" : "")}",
        raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_URI);

    /// <summary>Runs statements that answer nothing.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }
    }

    /// <summary>Prepares a statement to be used many times.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Fault(code);
    }

    /// <summary>The first column of the first row, or null where there is none.</summary>
    public long? ReadLong(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Long(0) : null;
    }

    /// <summary>The first column of the first row as text.</summary>
    public string ReadText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>How many pages this connection has written since it was asked last.</summary>
    public int TakePagesWritten() =>
        raw.sqlite3_db_status(_handle, CacheWrite, out var pages, out _, resetFlg: 1) == raw.SQLITE_OK ? pages : 0;

    /// <summary>Copies the write-ahead log into the file; false where a reader was in the way.</summary>
    public bool Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null!, mode, out var frames, out var copied);
        if ((code & 0xff) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            return false;
        }

        return code == raw.SQLITE_OK ? frames == copied : throw Fault(code);
    }

    /// <summary>Leaves the log where it is when the connection is closed, the last one too.</summary>
    public void KeepLog() => raw.sqlite3_db_config(_handle, NoCheckpointOnClose, 1, out _);

    /// <summary>The exception for a code just returned.</summary>
    public SqliteFault Fault(int code)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        return new SqliteFault((extended & 0xff) == (code & 0xff) ? extended : code, raw.sqlite3_errmsg(_handle).utf8_to_string());
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SqliteDatabase Open(string name, int flags)
    {
        var code = raw.sqlite3_open_v2(name, out var handle, flags, null);
        var database = new SqliteDatabase(handle);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_extended_result_codes(handle, 1);
            return database;
        }

        var fault = database.Fault(code);
        database.Dispose();
        throw fault;
    }
}
