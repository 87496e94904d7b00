using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Effects;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Many rows or many keys in one statement, outside ingest.</summary>
internal static class SetSql
{
    /// <summary>The condition that a column of text is one of a set given as the parameter <paramref name="name"/> by <see cref="Set"/>.</summary>
    internal static string In(this HeadquartersDatabase database, string column, string name) =>
        IsPostgres(database) ? $"{column} = ANY(@{name})" : $"{column} IN (SELECT value FROM json_each(@{name}))";

    /// <summary>A set of texts as a parameter value.</summary>
    internal static object Set(this HeadquartersDatabase database, IEnumerable<string> values) =>
        IsPostgres(database) ? values.ToArray() : JsonSerializer.Serialize([.. values], SetJson.Default.StringArray);

    /// <summary>The condition that a column of bytes is one of a set given as the parameter <paramref name="name"/> by <see cref="SetOfBytes"/>.</summary>
    internal static string InBytes(this HeadquartersDatabase database, string column, string name) =>
        IsPostgres(database) ? $"{column} = ANY(@{name})" : $"{column} IN (SELECT unhex(value) FROM json_each(@{name}))";

    /// <summary>A set of byte strings as a parameter value.</summary>
    internal static object SetOfBytes(this HeadquartersDatabase database, IEnumerable<byte[]> values) =>
        IsPostgres(database) ? values.ToArray() : JsonSerializer.Serialize([.. values.Select(Convert.ToHexString)], SetJson.Default.StringArray);

    /// <summary>Runs a statement over all its rows.</summary>
    internal static Task RunAsync(this DbTransaction transaction, EffectStatement statement, CancellationToken cancellationToken) =>
        StockSql.RunAsync(transaction, [statement], cancellationToken);

    /// <summary>Runs a statement over all its rows and reads what it returns.</summary>
    internal static Task<List<T>> ListAsync<T>(this DbTransaction transaction, EffectStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        StockSql.ListAsync(transaction, statement, read, cancellationToken);

    /// <summary>Locks the rows of a SELECT that is ordered by text, in the order of bytes, as everybody locks them.</summary>
    internal static string InOrderSql(this HeadquartersDatabase database, string column) =>
        IsPostgres(database) ? $"ORDER BY {column} COLLATE \"C\" FOR UPDATE" : $"ORDER BY {column}";

    private static bool IsPostgres(HeadquartersDatabase database) => database.Provider == "postgres";
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class SetJson : JsonSerializerContext;
