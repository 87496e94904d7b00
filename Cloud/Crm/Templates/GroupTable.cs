using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Orders;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>Groups of stores.</summary>
internal sealed class GroupTable(HeadquartersDatabase database, AuditTable audit)
{
    private const int MostGroups = 200;
    private const int MostStores = 10_000;

    /// <summary>Every group, by id.</summary>
    /// <param name="caller">Other stores than the caller's are not listed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<GroupView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var groups = await connection.Command("SELECT store_group, version, name, region FROM store_group ORDER BY store_group")
            .ListAsync(r => (Id: r.GetString(0), Version: r.GetInt64(1), Name: r.GetString(2), Region: r.Text(3)), cancellationToken);
        var listed = (await connection.Command("SELECT store_group, store FROM store_group_store ORDER BY store").ListAsync(r => (Group: r.GetString(0), Store: r.GetString(1)), cancellationToken))
            .Where(row => caller.Sees(row.Store)).ToLookup(row => row.Group, row => row.Store, StringComparer.Ordinal);
        var members = await TemplateCatalog.MembersAsync(connection.Command, cancellationToken);
        return [.. groups.Select(group => new GroupView(group.Id, group.Version, group.Name, group.Region, [.. listed[group.Id]], members.GetValueOrDefault(group.Id)?.Count(caller.Sees) ?? 0))];
    }

    /// <summary>Makes this the group.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="group">Its id.</param>
    /// <param name="body">What it is to be; the same as it is changes nothing.</param>
    /// <param name="wanted">The version its editor holds, 0 for none; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why not, or null.</returns>
    internal Task<Refused?> SetAsync(Caller caller, string group, GroupBody body, long? wanted, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            string[] stores = [.. (body.Stores ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var known = (await transaction.Command("SELECT store FROM store").ListAsync(r => r.GetString(0), cancellationToken)).ToHashSet(StringComparer.Ordinal);
            var groups = await transaction.Command("SELECT store_group, version, name, region FROM store_group")
                .ListAsync(r => (Id: r.GetString(0), Version: r.GetInt64(1), Name: r.GetString(2), Region: r.Text(3)), cancellationToken);
            var now = groups.Find(g => g.Id == group);
            if (wanted is { } version && version != now.Version)
            {
                return new Refused(412, $"group '{group}' has version {now.Version}; somebody has changed it meanwhile");
            }

            var mistake = AccountRules.Join(
                Identifier.IsValid(group) ? null : $"group is '{group}'; expected 1 to {Identifier.MaxLength} characters out of a-z 0-9 -",
                AccountRules.NameMistake(body.Name),
                stores.Length > MostStores ? $"stores: came {stores.Length}; expected at most {MostStores}" : null,
                Array.Find(stores, store => !known.Contains(store)) is { } unknown ? $"there is no store '{unknown}'" : null,
                body.Region is { } region && (await transaction.Command("SELECT 1 FROM region WHERE region = @region", ("region", region)).ListAsync(r => 1, cancellationToken)).Count == 0
                    ? $"there is no region '{region}'" : null,
                now.Version == 0 && groups.Count >= MostGroups ? $"there are {MostGroups} groups; expected no more" : null);
            if (mistake is not null)
            {
                return new Refused(400, mistake);
            }

            var listed = await transaction.Command("SELECT store FROM store_group_store WHERE store_group = @group ORDER BY store", ("group", group)).ListAsync(r => r.GetString(0), cancellationToken);
            if ((now.Name, now.Region) == (body.Name!.Trim(), body.Region) && listed.Order(StringComparer.Ordinal).SequenceEqual(stores))
            {
                return (Refused?)null;
            }

            await transaction.Command(
                """
                INSERT INTO store_group (store_group, version, name, region) VALUES (@group, 1, @name, @region)
                ON CONFLICT (store_group) DO UPDATE SET version = store_group.version + 1, name = excluded.name, region = excluded.region
                """,
                ("group", group), ("name", body.Name!.Trim()), ("region", body.Region)).RunAsync(cancellationToken);
            foreach (var gone in listed.Except(stores))
            {
                await transaction.Command("DELETE FROM store_group_store WHERE store_group = @group AND store = @store", ("group", group), ("store", gone)).RunAsync(cancellationToken);
            }

            foreach (var store in stores.Except(listed))
            {
                await transaction.Command("INSERT INTO store_group_store (store_group, store) VALUES (@group, @store) ON CONFLICT DO NOTHING", ("group", group), ("store", store)).RunAsync(cancellationToken);
            }

            await audit.AddAsync(
                transaction, caller, "group.changed", "group", group, null,
                AuditDetail.Of(
                    ("name", body.Name), ("region", body.Region), ("added", Few(stores.Except(listed))), ("removed", Few(listed.Except(stores)))), cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Takes a group away.</summary>
    /// <returns>Why not, or null.</returns>
    internal Task<Refused?> RemoveAsync(Caller caller, string group, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var used = await transaction.Command("SELECT template FROM template WHERE store_group = @group ORDER BY template", ("group", group)).ListAsync(r => r.GetString(0), cancellationToken);
            if (used.Count > 0)
            {
                return new Refused(409, $"group '{group}' cannot go: templates are for it: {string.Join(", ", used)}");
            }

            await transaction.Command("DELETE FROM store_group_store WHERE store_group = @group", ("group", group)).RunAsync(cancellationToken);
            if (await transaction.Command("DELETE FROM store_group WHERE store_group = @group", ("group", group)).RunAsync(cancellationToken) == 0)
            {
                return new Refused(404, $"there is no group '{group}'");
            }

            await audit.AddAsync(transaction, caller, "group.removed", "group", group, null, null, cancellationToken);
            return (Refused?)null;
        },
        cancellationToken);

    private static string Few(IEnumerable<string> stores)
    {
        const int most = 50;
        var all = stores.ToArray();
        return string.Join(' ', all.Take(most)) + (all.Length > most ? FormattableString.Invariant($" and {all.Length - most} more") : "");
    }
}
