using System.Globalization;
using SQLitePCL;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>SQLite answered with an error code. Source: sqlite.org/rescode.html.</summary>
internal sealed class SqliteFault(int code, string message)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}: {message}"))
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The primary result code.</summary>
    public int Primary => Code & 0xff;

    /// <summary>The file is not what SQLite wrote.</summary>
    public bool IsDamage => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>The connection is sound: no room just now, or another program holds a lock.</summary>
    public bool IsPassing => Primary is raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
