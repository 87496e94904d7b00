using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What members of the top levels usually buy, kept by SKU so that nobody reads all members to find out.</summary>
/// <remarks>
/// Every change of a member takes the next version of one line, in the order of the commits: who has read up to a version has seen everything up to it, and any node can go on from there.
/// A member who is gone, merged into another or of another level leaves with the change.
/// </remarks>
internal sealed class VipGoods(HeadquartersDatabase database)
{
    /// <summary>How many VIPs of the store, and of no known store, usually buy <c>r.sku</c>.</summary>
    internal const string Count = "(SELECT count(*) FROM vip_usual u WHERE u.sku = r.sku AND u.store IN (r.store, ''))";

    private const int Page = 200;

    /// <summary>Follows changes of members, one page of them.</summary>
    /// <returns>How many members were read; fewer than a page where all is known.</returns>
    internal async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command("SELECT 1 FROM vip_mark v JOIN member_line l ON l.version > v.version").ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return 0;
            }
        }

        return await database.WriteAsync(transaction => FollowAsync(transaction, cancellationToken), cancellationToken);
    }

    /// <summary>The levels whose members are VIPs, in lower case.</summary>
    internal async Task<IReadOnlyList<string>> LevelsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command("SELECT level FROM vip_level ORDER BY level").ListAsync(r => r.GetString(0), cancellationToken);
    }

    /// <summary>Names the levels whose members are VIPs; all members are then read again.</summary>
    internal static async Task SetLevelsAsync(DbTransaction transaction, IEnumerable<string> levels, CancellationToken cancellationToken)
    {
        await transaction.Command("UPDATE vip_mark SET version = 0 WHERE id = 1").RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM vip_level").RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM vip_usual").RunAsync(cancellationToken);
        foreach (var level in levels.Select(Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await transaction.Command("INSERT INTO vip_level (level) VALUES (@level)", ("level", level)).RunAsync(cancellationToken);
        }
    }

    /// <summary>A few of the VIPs who usually buy a SKU, their names hidden but for the beginning.</summary>
    internal static Task<List<string>> NamesAsync(DbConnection connection, string store, string sku, CancellationToken cancellationToken) => connection.Command(
        "SELECT m.name FROM vip_usual u JOIN member m ON m.id = u.member WHERE u.sku = @sku AND u.store IN (@store, '') ORDER BY u.store DESC, u.member LIMIT 3",
        ("sku", sku), ("store", store)).ListAsync(r => Hidden(r.GetString(0)), cancellationToken);

    /// <summary>A name with all but its first letter hidden.</summary>
    internal static string Hidden(string name) => name.Length == 0 ? "••" : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1), "••");

    private static string Key(string level) => level.Trim().ToLowerInvariant();

    private static async Task<int> FollowAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        // The row stays locked: two nodes do not follow at once, and the second goes on where the first ended.
        var mark = (await transaction.Command("UPDATE vip_mark SET version = version WHERE id = 1 RETURNING version").ListAsync(r => r.GetInt64(0), cancellationToken))[0];
        const string changed = "SELECT id, level, usual, gone, merged_into, home_store, version FROM member WHERE";
        var members = await transaction.Command($"{changed} version > @mark ORDER BY version, id LIMIT @page", ("mark", mark), ("page", Page)).ListAsync(Read, cancellationToken);
        if (members.Count == Page)
        {
            // The last version may have more members than came.
            var last = members[^1].Version;
            members.RemoveAll(m => m.Version == last);
            members.AddRange(await transaction.Command($"{changed} version = @last ORDER BY id", ("last", last)).ListAsync(Read, cancellationToken));
        }

        var levels = (await transaction.Command("SELECT level FROM vip_level").ListAsync(r => r.GetString(0), cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var member in members)
        {
            await transaction.Command("DELETE FROM vip_usual WHERE member = @member", ("member", member.Id)).RunAsync(cancellationToken);
            foreach (var sku in member.IsThere && levels.Contains(Key(member.Level)) ? member.Usual.Distinct(StringComparer.Ordinal) : [])
            {
                await transaction.Command(
                    "INSERT INTO vip_usual (sku, store, member) VALUES (@sku, @store, @member)", ("sku", sku), ("store", member.Store), ("member", member.Id)).RunAsync(cancellationToken);
            }
        }

        var next = members.Count > 0
            ? members[^1].Version
            : (await transaction.Command("SELECT version FROM member_line WHERE id = 1").ListAsync(r => r.GetInt64(0), cancellationToken))[0];
        await transaction.Command("UPDATE vip_mark SET version = @next WHERE id = 1", ("next", next)).RunAsync(cancellationToken);
        return members.Count;
    }

    private static (string Id, string Level, IReadOnlyList<string> Usual, bool IsThere, string Store, long Version) Read(DbDataReader r) => (
        r.GetString(0), r.GetString(1), [.. JsonSerializer.Deserialize(r.GetString(2), MembersJson.Default.MemberGoodsArray)!.Select(g => g.Sku)],
        !r.GetBoolean(3) && r.IsDBNull(4), r.Text(5) ?? "", r.GetInt64(6));
}
