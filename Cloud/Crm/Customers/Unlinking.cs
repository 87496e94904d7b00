using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>
/// Takes a person out of what has to stay. A visit becomes one of nobody. Sales, points, levels and vouchers, which books and accounts rest on, go to a pseudonym that is drawn by lot: it is
/// made of nothing, kept nowhere beside the old id, and its row says neither when nor of whom it was made.
/// </summary>
internal sealed class Unlinking(HeadquartersDatabase database, TableNames tables)
{
    private static readonly (string Table, string What)[] s_kept =
    [
        ("sale", "whose sales they were; sums stay"), ("points_account", "whose balance it was"), ("points_entry", "whose points they were; points stay"),
        ("level_change", "whose levels they were"), ("level_paid", "whose paid levels they were"), ("voucher", "whose vouchers they were"), ("voucher_use", "who used vouchers"),
    ];

    /// <summary>Waits for whoever books for these customers now, and keeps others from it; before anything else is locked, as whoever books does.</summary>
    internal async Task LockAsync(DbTransaction transaction, string customer, CancellationToken cancellationToken)
    {
        if (await tables.HasAsync("points_account", cancellationToken))
        {
            await transaction.Command(
                $"SELECT member FROM points_account WHERE member IN {CustomerBook.GroupSql} ORDER BY member{(database.Provider == "postgres" ? " COLLATE \"C\" FOR UPDATE" : "")}",
                ("customer", customer)).ListAsync(r => 1, cancellationToken);
        }
    }

    /// <summary>Takes the person under these ids out.</summary>
    /// <returns>What was unlinked where.</returns>
    internal async Task<IReadOnlyList<RemovedPart>> UnlinkAsync(DbTransaction transaction, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var removed = new List<RemovedPart>();
        var (list, values) = SqlList.Of("id", ids);
        if (await tables.HasAsync("member_visit", cancellationToken))
        {
            var told = await transaction.Command($"SELECT gateway, position FROM member_visit WHERE member IN {list}", values).ListAsync(r => (r.GetInt32(0), r.GetInt64(1)), cancellationToken);
            Add(removed, "event", "who came, in the events of arrivals", await PersonalScrub.EventsAsync(transaction, told, ids, cancellationToken));
            Add(removed, "member_visit", "who came; visits stay", await transaction.Command($"UPDATE member_visit SET member = NULL WHERE member IN {list}", values).RunAsync(cancellationToken));
        }

        if (await tables.HasAsync("member_seen", cancellationToken))
        {
            Add(removed, "member_seen", "when the person was last in which store", await transaction.Command($"DELETE FROM member_seen WHERE member IN {list}", values).RunAsync(cancellationToken));
        }

        if (await tables.HasAsync("points_account", cancellationToken))
        {
            foreach (var id in ids)
            {
                await RenameAsync(transaction, id, removed, cancellationToken);
            }
        }

        return [.. removed.GroupBy(part => (part.Where, part.What)).Select(part => new RemovedPart(part.Key.Where, part.Key.What, part.Sum(p => p.Rows)))];
    }

    private async Task RenameAsync(DbTransaction transaction, string id, List<RemovedPart> removed, CancellationToken cancellationToken)
    {
        // Random, and not of version 7: the moment in it would lead to the receipt.
        var pseudonym = $"erased-{Guid.NewGuid():N}";
        (string, object?)[] both = [("id", id), ("pseudonym", pseudonym)];
        var rows = 0;
        foreach (var (table, what) in s_kept)
        {
            var renamed = await transaction.Command($"UPDATE {table} SET member = @pseudonym WHERE member = @id", both).RunAsync(cancellationToken);
            Add(removed, table, what, renamed);
            rows += renamed;
        }

        if (rows == 0)
        {
            return;
        }

        await transaction.Command("UPDATE points_account SET level = '', given = '', usual = '[]', due_day = NULL WHERE member = @pseudonym", ("pseudonym", pseudonym)).RunAsync(cancellationToken);

        // Somebody must stand for the account where a sale comes back; made when nobody was.
        await transaction.Command(
            """
            INSERT INTO member (id, code, generation, name, name_key, level, usual, notes, gone, version, created_at, updated_at, indexed)
            VALUES (@pseudonym, @pseudonym, 1, '', '', '', '[]', '[]', @gone, 0, @never, @never, 1)
            """,
            ("pseudonym", pseudonym), ("gone", true), ("never", database.ToTime(DateTime.UnixEpoch))).RunAsync(cancellationToken);
    }

    private static void Add(List<RemovedPart> removed, string where, string what, int rows)
    {
        if (rows > 0)
        {
            removed.Add(new RemovedPart(where, what, rows));
        }
    }
}
