using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Proof;

/// <summary>What headquarters' books say in the end, as text that does not show in which order it was written.</summary>
internal static class Books
{
    /// <summary>Each is a question whose rows stand in an order of their own.</summary>
    private static readonly (string Table, string Sql)[] s_questions =
    [
        ("event", "SELECT g.gateway, g.position, g.committed_seq, (SELECT count(*) FROM event e WHERE e.gateway = g.id) FROM gateway g ORDER BY g.gateway"),
        ("event_tally", "SELECT g.gateway, t.type, t.count FROM event_tally t JOIN gateway g ON g.id = t.gateway ORDER BY g.gateway, t.type"),
        ("stock_level", "SELECT store, sku, location, quantity FROM stock_level WHERE quantity <> 0 ORDER BY store, sku, location"),
        // A count books what is missing when it comes, and settling what nobody paid; sales that are booked later take it back. What is left is the same, and stands in the levels.
        (
            "stock_move",
            """
            SELECT store, sku, from_location, to_store, to_location, reason, sum(quantity), count(*) FROM stock_move
            WHERE sku NOT IN (SELECT sku FROM stock_count) AND reason NOT IN ('not_paid', 'paid_later', 'unseen_sale', 'seen_later')
            GROUP BY store, sku, from_location, to_store, to_location, reason ORDER BY store, sku, from_location, to_store, to_location, reason
            """),
        ("stock_alarm", "SELECT store, kind, subject, source, count(*) FROM stock_alarm GROUP BY store, kind, subject, source ORDER BY store, kind, subject, source"),
        ("sale", "SELECT id, store, kind, member, total_fen, points, burnt, said FROM sale ORDER BY id"),
        ("sale_line", "SELECT sale, line, sku, quantity, amount_fen, returned FROM sale_line ORDER BY sale, line"),
        ("sale_inbox", "SELECT store, state, count(*) FROM sale_inbox GROUP BY store, state ORDER BY store, state"),
        ("sale_day", "SELECT store, day, sales, returns, sold_fen, returned_fen, member_sales, member_fen FROM sale_day ORDER BY store, day"),
        ("points_account", "SELECT member, balance, owed, level, usual FROM points_account ORDER BY member"),
        ("points_entry", "SELECT member, kind, sum(points), count(*) FROM points_entry GROUP BY member, kind ORDER BY member, kind"),
        ("member", "SELECT id, level, usual FROM member ORDER BY id"),
        ("visit_hour", "SELECT store, hour, zone, people, stays, dwell_seconds FROM visit_hour ORDER BY store, hour, zone"),
        ("member_visit", "SELECT store, visit, member, arrived_at, claimed_at, claimed_by, claim_seconds, dwell_seconds FROM member_visit ORDER BY store, visit"),
    ];

    /// <summary>Reads all of it.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var (table, sql) in s_questions)
        {
            lines.AddRange(await connection.Command(sql).ListAsync(
                r => $"{table}: {string.Join(" | ", Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "-" : Convert.ToString(r.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)))}",
                cancellationToken));
        }

        return lines;
    }

    /// <summary>The SKUs whose levels over all locations of all stores are not 0 in all.</summary>
    internal static async Task<IReadOnlyList<string>> UnevenAsync(HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command("SELECT sku FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0 ORDER BY sku").ListAsync(r => r.GetString(0), cancellationToken);
    }
}
