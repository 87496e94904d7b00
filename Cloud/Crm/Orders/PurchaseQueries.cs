using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What the pages show of purchases.</summary>
internal sealed class PurchaseQueries(HeadquartersDatabase database)
{
    private const int LatestNotes = 200;

    /// <remarks>Of a draft what it would cost; else what it cost when sent, and after its end what came.</remarks>
    private const string Total =
        """
        CASE WHEN b.sent_at IS NULL THEN (SELECT CAST(coalesce(sum(CASE WHEN coalesce(p.unit, 'piece') = 'gram' THEN (l.ordered * l.price_fen + 500) / 1000 ELSE l.ordered * l.price_fen END), 0) AS bigint)
                                          FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = b.store AND l.purchase = b.id)
             ELSE b.sent_fen END
        """;

    /// <summary>Purchases, newest first.</summary>
    internal async Task<OrderPage<PurchaseSummary>> ListAsync(
        StoreCondition seen, string? store, string? state, string? supplier, string? before, int limit, CancellationToken cancellationToken)
    {
        var where = new StringBuilder(store is null ? seen.Sql : "b.store = @store");
        List<(string, object?)> parameters = [.. store is null ? seen.Parameters : [("store", store)]];
        Narrow("state", state);
        Narrow("supplier", supplier);
        if (before is not null)
        {
            where.Append(" AND b.id < @before");
            parameters.Add(("before", before));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT b.id, b.store, b.supplier, coalesce(s.name, ''), b.state, (SELECT count(*) FROM purchase_line l WHERE l.store = b.store AND l.purchase = b.id), {Total},
                    (SELECT count(*) FROM purchase_line l WHERE l.store = b.store AND l.purchase = b.id AND l.state = 'draft' AND NOT l.funded),
                    b.created_at, b.created_by, b.sent_at, b.expected_at, b.acknowledged_at, b.ended_at, b.version
             FROM purchase b LEFT JOIN supplier s ON s.supplier = b.supplier WHERE {where} ORDER BY b.id DESC LIMIT {limit + 1}
             """,
            [.. parameters]).ListAsync(
            r => new PurchaseSummary(
                r.GetString(0), r.GetString(1), new Named(r.GetString(2), r.GetString(3)), r.GetString(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), Time(r, 8)!.Value, r.GetString(9), Time(r, 10),
                Time(r, 11), Time(r, 12), Time(r, 13), Why.Number(r.GetInt64(14))),
            cancellationToken);
        return new OrderPage<PurchaseSummary>([.. rows.Take(limit)], rows.Count > limit ? KeyMark.Write(rows[limit - 1].Id) : null);

        void Narrow(string column, string? value)
        {
            if (value is not null)
            {
                where.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND b.{column} = @{column}");
                parameters.Add((column, value));
            }
        }
    }

    /// <summary>Everything of a purchase; null where there is none.</summary>
    internal async Task<PurchaseView?> FindAsync(string store, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var lines = await LinesAsync(connection, store, id, cancellationToken);
        var notes = await connection.Command(
            $"SELECT at, who, code, detail FROM purchase_note WHERE store = @store AND purchase = @id ORDER BY id DESC LIMIT {LatestNotes}", ("store", store), ("id", id)).ListAsync(
            r => new PurchaseNoteView(Time(r, 0)!.Value, r.GetString(1), r.GetString(2), JsonSerializer.Deserialize(r.GetString(3), OrdersJson.Default.DictionaryStringString)!), cancellationToken);
        var receipts = await connection.Command(
            "SELECT key, at, who, lines FROM purchase_receipt WHERE store = @store AND purchase = @id ORDER BY at, key", ("store", store), ("id", id)).ListAsync(
            r => new ReceiptView(r.GetString(0), Time(r, 1)!.Value, r.GetString(2), JsonSerializer.Deserialize(r.GetString(3), OrdersJson.Default.DeliveredLineArray)!), cancellationToken);
        var message = await connection.Command(
            """
            SELECT o.state, o.said FROM purchase b JOIN supplier s ON s.supplier = b.supplier
              JOIN outgoing o ON o.key = CASE WHEN s.channel = 'webhook' THEN 'webhook/' || s.address || '/' || @key ELSE @key END
            WHERE b.store = @store AND b.id = @id
            """,
            ("key", PurchaseSending.MessageKey(id)), ("store", store), ("id", id))
            .ListAsync(r => new MessageView(r.GetString(0), r.Text(1)), cancellationToken);
        var found = await connection.Command(
            $"""
             SELECT b.supplier, coalesce(s.name, ''), b.state, {Total}, b.created_at, b.created_by, b.sent_at, b.expected_at, b.acknowledged_at, b.ended_at, b.version, b.remark, b.reference
             FROM purchase b LEFT JOIN supplier s ON s.supplier = b.supplier WHERE b.store = @store AND b.id = @id
             """,
            ("store", store), ("id", id)).ListAsync(
            r => new PurchaseView(
                id, store, new Named(r.GetString(0), r.GetString(1)), r.GetString(2), lines, r.GetInt64(3), lines.Count(l => l is { State: "draft", Funded: false }), Time(r, 4)!.Value, r.GetString(5),
                Time(r, 6), Time(r, 7), Time(r, 8), Time(r, 9), Why.Number(r.GetInt64(10)), r.GetString(11), r.Text(12), notes, receipts, message.Count == 0 ? null : message[0]),
            cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>What the drafts of a store would cost, and what of it the budget has no money for.</summary>
    internal async Task<(long Proposed, long Unfunded)> DraftsAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var lines = await connection.Command(
            "SELECT l.ordered, l.price_fen, coalesce(p.unit, 'piece'), l.funded FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = @store AND l.state = 'draft'", ("store", store))
            .ListAsync(r => (Fen: Cost.Of(r.GetInt64(0), r.GetInt64(1), r.GetString(2)), Funded: r.GetBoolean(3)), cancellationToken);
        return (lines.Sum(l => l.Fen), lines.Where(l => !l.Funded).Sum(l => l.Fen));
    }

    private static Task<List<PurchaseLineView>> LinesAsync(DbConnection connection, string store, string id, CancellationToken cancellationToken) => connection.Command(
        """
        SELECT l.sku, coalesce(p.name, ''), coalesce(p.unit, 'piece'), l.ordered, l.received, l.state, l.price_fen, l.origin, l.funded, l.why, l.funding
        FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = @store AND l.purchase = @id ORDER BY l.sku
        """,
        ("store", store), ("id", id)).ListAsync(
        r => new PurchaseLineView(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetString(5) == "open" ? Math.Max(0, r.GetInt64(3) - r.GetInt64(4)) : 0, r.GetInt64(6),
            Cost.Of(r.GetInt64(3), r.GetInt64(6), r.GetString(2)), r.GetString(5), r.GetString(7), r.GetBoolean(8), [.. ReorderLooks.Whys(r.GetString(9)), .. ReorderLooks.Whys(r.GetString(10))]),
        cancellationToken);

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}
