using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>How far somebody has looked along the members' line: each change of a member is looked at once, by one node at a time.</summary>
internal static class LineMark
{
    /// <summary>How many rows may have one version: what has one version goes to the stores in one message.</summary>
    internal const int MostOfVersion = 20;

    /// <summary>Takes versions enough for <paramref name="rows"/> rows, <see cref="MostOfVersion"/> rows each; the line's row is locked until the transaction ends.</summary>
    /// <returns>The first of them.</returns>
    internal static async Task<long> VersionsForAsync(DbTransaction transaction, int rows, CancellationToken cancellationToken)
    {
        var count = (rows + MostOfVersion - 1) / MostOfVersion;
        return (await transaction.Command("UPDATE member_line SET version = version + @count WHERE id = 1 RETURNING version", ("count", count))
            .ListAsync(r => r.GetInt64(0), cancellationToken))[0] - count + 1;
    }

    /// <summary>Whether there is anything beyond a mark.</summary>
    internal static async Task<bool> IsBehindAsync(DbConnection connection, int mark, CancellationToken cancellationToken) =>
        (await connection.Command(
            """
            SELECT 1 FROM member_placing p WHERE p.id = @mark
            AND (NOT p.caught_up OR EXISTS (SELECT 1 FROM member m WHERE (m.version, m.id) > (p.version, p.member)))
            """,
            ("mark", mark)).ListAsync(r => 1, cancellationToken)).Count > 0;

    /// <summary>The next members beyond a mark, which moves with the transaction.</summary>
    /// <returns>Null where another node is at it.</returns>
    internal static async Task<List<string>?> NextAsync(DbTransaction transaction, HeadquartersDatabase database, int mark, int most, CancellationToken cancellationToken)
    {
        var at = await transaction.Command($"SELECT version, member FROM member_placing WHERE id = @mark {database.SkipLockedSql}", ("mark", mark))
            .ListAsync(r => (Version: r.GetInt64(0), Member: r.GetString(1)), cancellationToken);
        if (at.Count == 0)
        {
            return null;
        }

        var rows = await transaction.Command(
            "SELECT id, version FROM member WHERE (version, id) > (@version, @member) ORDER BY version, id LIMIT @most",
            ("version", at[0].Version), ("member", at[0].Member), ("most", most)).ListAsync(r => (Id: r.GetString(0), Version: r.GetInt64(1)), cancellationToken);
        var last = rows.Count > 0 ? (rows[^1].Version, rows[^1].Id) : (at[0].Version, at[0].Member);
        await transaction.Command(
            "UPDATE member_placing SET version = @version, member = @member, caught_up = (caught_up OR @all) WHERE id = @mark",
            ("version", last.Item1), ("member", last.Item2), ("all", rows.Count < most), ("mark", mark)).RunAsync(cancellationToken);
        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Sets a mark back to the beginning: rules changed, and everybody is to be looked at.</summary>
    internal static Task RestartAsync(DbTransaction transaction, int mark, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE member_placing SET version = 0, member = '' WHERE id = @mark", ("mark", mark)).RunAsync(cancellationToken);
}
