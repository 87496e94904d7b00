namespace Cloud.Crm.Storage;

/// <summary>Moments as SQLite holds them: Unix milliseconds.</summary>
internal static class SqliteTime
{
    internal static long Of(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    internal static object OrNull(DateTime? utc) => utc is { } value ? Of(value) : DBNull.Value;

    internal static DateTime Read(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
}
