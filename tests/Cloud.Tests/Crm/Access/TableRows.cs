using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Access;

/// <summary>Every row of every table, whatever tables there are, for comparing a database with itself.</summary>
internal static class TableRows
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The tables with their columns and types, by name; schema_version apart.</summary>
    internal static async Task<Dictionary<string, List<(string Name, string Type)>>> ColumnsAsync(HeadquartersDatabase database)
    {
        await using var connection = await database.OpenAsync(Cancel);
        var rows = await connection.Command(
            database.Provider == "sqlite"
                ? "SELECT m.name, c.name, lower(c.type) FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
                : "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position")
            .ListAsync(r => (Table: r.GetString(0), Column: r.GetString(1), Type: r.GetString(2)), Cancel);
        return rows.Where(r => r.Table != "schema_version").GroupBy(r => r.Table).ToDictionary(g => g.Key, g => g.Select(r => (r.Column, r.Type)).ToList());
    }

    /// <summary>Puts rows with made-up values into every table; a table whose rules they break gets none.</summary>
    /// <returns>How many tables got rows.</returns>
    internal static async Task<int> FillAsync(HeadquartersDatabase database, int rows)
    {
        var filled = 0;
        foreach (var (table, columns) in await ColumnsAsync(database))
        {
            try
            {
                for (var row = 1; row <= rows; row++)
                {
                    await database.WriteAsync(
                        t => t.Command(
                            $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) {(database.Provider == "postgres" ? "OVERRIDING SYSTEM VALUE" : "")} VALUES ({string.Join(", ", columns.Select((_, i) => $"@v{i}"))})",
                            [.. columns.Select((c, i) => ($"v{i}", Value(database, c.Type, (1000 * row) + i)))]).RunAsync(Cancel), Cancel);
                }

                filled++;
            }
            catch (DbException)
            {
                // A table of one row, or with rules of its own.
            }
        }

        return filled;
    }

    /// <summary>Count and hash of the rows of each table, of those columns only that <paramref name="of"/> names.</summary>
    internal static async Task<SortedDictionary<string, string>> HashesAsync(HeadquartersDatabase database, Dictionary<string, List<(string Name, string Type)>> of)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var connection = await database.OpenAsync(Cancel);
        foreach (var (table, columns) in of)
        {
            var rows = await connection.Command($"SELECT {string.Join(", ", columns.Select(c => c.Name))} FROM {table}").ListAsync(
                r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r[i] switch { byte[] bytes => Convert.ToHexString(bytes), DateTime time => time.ToString("O", CultureInfo.InvariantCulture), var value => value.ToString() })), Cancel);
            rows.Sort(StringComparer.Ordinal);
            hashes[table] = $"{rows.Count} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))).AsSpan(0, 8))}";
        }

        return hashes;
    }

    private static object Value(HeadquartersDatabase database, string type, int number) => type switch
    {
        "text" => $"text-{number}",
        "bytea" or "blob" => BitConverter.GetBytes(number),
        "boolean" => true,
        "smallint" => (short)(number % 30_000),
        "bigint" => (long)number,
        "timestamp with time zone" => database.ToTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number)),
        "ARRAY" => Array.Empty<string>(),
        _ => number,
    };
}
