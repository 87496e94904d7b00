using System.Globalization;

namespace Cloud.Crm.Access;

/// <summary>The part of a WHERE that holds a query to the stores that its caller may see.</summary>
/// <param name="Sql">The condition, true for all where the caller sees every store.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record StoreCondition(string Sql, (string Name, object? Value)[] Parameters)
{
    /// <summary>Holds a column to the caller's stores.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="column">The column with the store, as the query names it.</param>
    internal static StoreCondition Of(Caller caller, string column)
    {
        if (caller.Stores is not { } stores)
        {
            return new StoreCondition("1 = 1", []);
        }

        var names = stores.Order(StringComparer.Ordinal).Select((store, i) => (Name: string.Create(CultureInfo.InvariantCulture, $"seen{i}"), Value: (object?)store)).ToArray();
        return new StoreCondition(names.Length == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", names.Select(n => '@' + n.Name))})", names);
    }
}
