using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Chain;

/// <summary>The tree of regions: who is given a region sees every store in it and below.</summary>
internal sealed class RegionTable(HeadquartersDatabase database, AuditTable audit)
{
    /// <summary>Every region.</summary>
    internal async Task<IReadOnlyList<RegionView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT r.region, r.name, r.parent, (SELECT count(*) FROM store s WHERE s.region = r.region) FROM region r ORDER BY r.region
            """).ListAsync(r => new RegionView(r.GetString(0), r.GetString(1), r.Text(2), (int)r.GetInt64(3)), cancellationToken);
    }

    /// <summary>Makes this the tree.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    internal Task<string?> SetAsync(Caller caller, IReadOnlyList<RegionBody> tree, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (Mistake(tree) is { } mistake)
            {
                return mistake;
            }

            var kept = tree.Select(r => r.Region!).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in (await transaction.Command("SELECT region FROM region").ListAsync(r => r.GetString(0), cancellationToken)).Where(r => !kept.Contains(r)))
            {
                var used = await transaction.Command(
                    "SELECT 1 FROM store WHERE region = @region UNION ALL SELECT 1 FROM access_scope WHERE kind = 'region' AND name = @region UNION ALL SELECT 1 FROM store_group WHERE region = @region LIMIT 1", ("region", gone))
                    .ListAsync(r => 1, cancellationToken);
                if (used.Count > 0)
                {
                    return $"region '{gone}' cannot go: stores stand in it, accounts or tokens see it, or a group of stores is it";
                }

                await transaction.Command("DELETE FROM region WHERE region = @region", ("region", gone)).RunAsync(cancellationToken);
            }

            foreach (var region in tree.OrderBy(r => r.Region, StringComparer.Ordinal))
            {
                await transaction.Command(
                    "INSERT INTO region (region, name, parent) VALUES (@region, @name, @parent) ON CONFLICT (region) DO UPDATE SET name = excluded.name, parent = excluded.parent",
                    ("region", region.Region), ("name", region.Name!.Trim()), ("parent", region.Parent)).RunAsync(cancellationToken);
            }

            await audit.AddAsync(
                transaction, caller, "regions.changed", "chain", "regions", null,
                AuditDetail.Of([.. tree.OrderBy(r => r.Region, StringComparer.Ordinal).Select(r => (r.Region!, r.Parent))]), cancellationToken);
            return null;
        },
        cancellationToken);

    private static string? Mistake(IReadOnlyList<RegionBody> tree)
    {
        var parents = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var region in tree)
        {
            if (!Identifier.IsValid(region.Region))
            {
                return $"region is '{region.Region}'; expected 1 to {Identifier.MaxLength} characters out of a-z 0-9 -";
            }

            if (AccountRules.NameMistake(region.Name) is { } name)
            {
                return $"region '{region.Region}': {name}";
            }

            if (!parents.TryAdd(region.Region!, region.Parent))
            {
                return $"region '{region.Region}' is there twice";
            }
        }

        foreach (var (region, parent) in parents)
        {
            if (parent is not null && !parents.ContainsKey(parent))
            {
                return $"region '{region}' is below '{parent}', which is not there";
            }

            var seen = 0;
            for (var above = parent; above is not null; above = parents[above])
            {
                if (++seen > parents.Count)
                {
                    return $"region '{region}' is below itself";
                }

                if (!parents.ContainsKey(above))
                {
                    break;
                }
            }
        }

        return null;
    }
}
