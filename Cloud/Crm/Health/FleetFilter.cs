using Cloud.Crm.Access;

namespace Cloud.Crm.Health;

/// <summary>Which gateways are asked for; null asks for all.</summary>
/// <param name="State">Those in this state.</param>
/// <param name="Store">Those of this store.</param>
/// <param name="Region">Those of stores in this region.</param>
/// <param name="Version">Those that run this version.</param>
/// <param name="Find">Those whose own or whose store's name has this in it, whatever the case.</param>
internal sealed record FleetFilter(GatewayState? State = null, string? Store = null, string? Region = null, string? Version = null, string? Find = null)
{
    /// <summary>The longest text to find.</summary>
    internal const int MaxFind = 100;

    /// <summary>The condition on <see cref="FleetRow.Tables"/>, held to what the caller sees, and its parameters.</summary>
    internal (string Sql, List<(string, object?)> Parameters) Where(Caller caller)
    {
        var seen = StoreCondition.Of(caller, "g.store");
        List<string> conditions = [seen.Sql];
        List<(string, object?)> parameters = [.. seen.Parameters];
        Add(State?.Word(), "coalesce(t.state, 'unknown') = @state", "state");
        Add(Store, "g.store = @store", "store");
        Add(Region, "s.region = @region", "region");
        Add(Version, "g.version = @version", "version");
        if (Find?.Trim() is { Length: > 0 } find)
        {
            var part = find.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
            conditions.Add(@"(lower(g.gateway) LIKE @part ESCAPE '\' OR lower(g.store) LIKE @part ESCAPE '\' OR lower(s.name) LIKE @part ESCAPE '\')");
            parameters.Add(("part", $"%{part}%"));
        }

        return (string.Join(" AND ", conditions), parameters);

        void Add(string? value, string condition, string name)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((name, value));
            }
        }
    }
}
