using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>What an account or token may see: regions with all below them, and single stores.</summary>
/// <param name="Regions">Regions.</param>
/// <param name="Stores">Stores.</param>
internal sealed record AccessScope(IReadOnlyList<string> Regions, IReadOnlyList<string> Stores)
{
    internal static AccessScope None { get; } = new([], []);

    private const string StoresSql =
        """
        WITH RECURSIVE below (region) AS (
            SELECT name FROM access_scope WHERE holder = @holder AND kind = 'region'
            UNION
            SELECT r.region FROM region r JOIN below b ON r.parent = b.region)
        SELECT s.store FROM below b JOIN store s ON s.region = b.region
        UNION
        SELECT name FROM access_scope WHERE holder = @holder AND kind = 'store'
        """;

    /// <summary>The stores that a holder sees, or null for all.</summary>
    internal static async Task<IReadOnlySet<string>?> StoresOfAsync(DbConnection connection, string holder, Role role, CancellationToken cancellationToken)
    {
        if (role == Role.Admin)
        {
            return null;
        }

        var stores = await connection.Command(StoresSql, ("holder", holder)).ListAsync(r => r.GetString(0), cancellationToken);
        if (stores.Count == 0 && RolePermissions.SeesAllByDefault(role))
        {
            // A region without stores is not everything.
            var any = await connection.Command("SELECT 1 FROM access_scope WHERE holder = @holder LIMIT 1", ("holder", holder)).ListAsync(r => 1, cancellationToken);
            return any.Count == 0 ? null : new HashSet<string>(StringComparer.Ordinal);
        }

        return new HashSet<string>(stores, StringComparer.Ordinal);
    }

    /// <summary>What was given to each holder.</summary>
    internal static async Task<Dictionary<string, AccessScope>> OfAsync(DbConnection connection, IReadOnlyList<string> holders, CancellationToken cancellationToken)
    {
        if (holders.Count == 0)
        {
            return [];
        }

        var rows = await connection.Command(
            $"SELECT holder, kind, name FROM access_scope WHERE holder IN ({string.Join(", ", holders.Select((_, i) => $"@h{i}"))}) ORDER BY holder, kind, name",
            [.. holders.Select((h, i) => ($"h{i}", (object?)h))])
            .ListAsync(r => (Holder: r.GetString(0), Kind: r.GetString(1), Name: r.GetString(2)), cancellationToken);
        return rows.GroupBy(r => r.Holder, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => new AccessScope([.. g.Where(r => r.Kind == "region").Select(r => r.Name)], [.. g.Where(r => r.Kind == "store").Select(r => r.Name)]),
            StringComparer.Ordinal);
    }

    /// <summary>Makes this what the holder sees.</summary>
    internal async Task SetAsync(DbTransaction transaction, string holder, CancellationToken cancellationToken)
    {
        await transaction.Command("DELETE FROM access_scope WHERE holder = @holder", ("holder", holder)).RunAsync(cancellationToken);
        foreach (var (kind, name) in Regions.Select(r => ("region", r)).Concat(Stores.Select(s => ("store", s))).Distinct())
        {
            await transaction.Command(
                "INSERT INTO access_scope (holder, kind, name) VALUES (@holder, @kind, @name)", ("holder", holder), ("kind", kind), ("name", name)).RunAsync(cancellationToken);
        }
    }

    /// <summary>What is wrong with giving this to somebody of that role, or null.</summary>
    internal async Task<string?> MistakeAsync(DbTransaction transaction, Role role, CancellationToken cancellationToken)
    {
        if (role == Role.Admin && (Regions.Count > 0 || Stores.Count > 0))
        {
            return "an admin sees every store; leave regions and stores out";
        }

        foreach (var (table, name) in Regions.Select(r => ("region", r)).Concat(Stores.Select(s => ("store", s))))
        {
            if ((await transaction.Command($"SELECT 1 FROM {table} WHERE {table} = @name", ("name", name)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return $"there is no {table} '{name}'";
            }
        }

        return null;
    }
}
