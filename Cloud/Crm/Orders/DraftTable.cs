using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>The open drafts: one a store and supplier, one line a store and SKU. Every caller has the store's turn; two unique indexes hold it all the same.</summary>
internal sealed class DraftTable(HeadquartersDatabase database, PurchaseNotes notes, TimeProvider clock)
{
    /// <summary>The open draft of a supplier, or null.</summary>
    internal static async Task<string?> FindAsync(DbTransaction transaction, string store, string supplier, CancellationToken cancellationToken)
    {
        var open = await transaction.Command(
            "SELECT id FROM purchase WHERE store = @store AND supplier = @supplier AND state = 'draft'", ("store", store), ("supplier", supplier)).ListAsync(r => r.GetString(0), cancellationToken);
        return open.Count > 0 ? open[0] : null;
    }

    /// <summary>The line of a SKU in any open draft of the store, or null.</summary>
    internal static async Task<DraftLine?> LineAsync(DbTransaction transaction, string store, string sku, CancellationToken cancellationToken)
    {
        var lines = await transaction.Command(
            """
            SELECT l.purchase, b.supplier, l.ordered, l.price_fen, l.origin, l.funded FROM purchase_line l JOIN purchase b ON b.store = l.store AND b.id = l.purchase
            WHERE l.store = @store AND l.sku = @sku AND l.state = 'draft'
            """,
            ("store", store), ("sku", sku)).ListAsync(
            r => new DraftLine(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetBoolean(5), []), cancellationToken);
        return lines.Count > 0 ? lines[0] : null;
    }

    /// <summary>The open draft of a supplier, made where there is none.</summary>
    internal async Task<string> OpenAsync(DbTransaction transaction, string store, string supplier, string who, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction, store, supplier, cancellationToken) is { } open)
        {
            return open;
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        await transaction.Command(
            "INSERT INTO purchase (store, id, supplier, state, created_at, created_by) VALUES (@store, @id, @supplier, 'draft', @now, @who)",
            ("store", store), ("id", id), ("supplier", supplier), ("now", database.ToTime(now.UtcDateTime)), ("who", who)).RunAsync(cancellationToken);
        return id;
    }

    /// <summary>Puts a line into the supplier's open draft, whatever line the SKU had before.</summary>
    /// <returns>The draft, and whether anything changed.</returns>
    internal async Task<(string Purchase, bool Changed)> PutAsync(
        DbTransaction transaction, string store, string sku, DraftLine? before, Offer offer, long quantity, string origin, IReadOnlyList<Why> why, CancellationToken cancellationToken)
    {
        if (before is { } same && (same.Supplier, same.Ordered, same.PriceFen, same.Origin) == (offer.Supplier, quantity, offer.PriceFen, origin))
        {
            return (same.Purchase, false);
        }

        if (before is not null && before.Supplier != offer.Supplier)
        {
            await RemoveAsync(transaction, store, sku, before, "other-supplier", why, origin, cancellationToken);
            before = null;
        }

        var purchase = before?.Purchase ?? await OpenAsync(transaction, store, offer.Supplier, origin, cancellationToken);
        await transaction.Command(
            """
            INSERT INTO purchase_line (store, purchase, sku, ordered, state, price_fen, origin, why) VALUES (@store, @purchase, @sku, @ordered, 'draft', @price, @origin, @why)
            ON CONFLICT (store, purchase, sku) DO UPDATE SET ordered = excluded.ordered, price_fen = excluded.price_fen, origin = excluded.origin, why = excluded.why
            """,
            ("store", store), ("purchase", purchase), ("sku", sku), ("ordered", quantity), ("price", offer.PriceFen), ("origin", origin), ("why", ReorderLooks.Text(why))).RunAsync(cancellationToken);
        if (before is null)
        {
            await notes.AddAsync(transaction, store, purchase, origin, "line-added", [("sku", sku), ("quantity", Why.Number(quantity))], cancellationToken);
        }

        await ChangedAsync(transaction, store, purchase, cancellationToken);
        return (purchase, true);
    }

    /// <summary>Takes a line away and says why in a note.</summary>
    /// <param name="transaction">With the store's turn.</param>
    /// <param name="store">The store.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="line">The line.</param>
    /// <param name="reason">recovered, snoozed, no-supplier, other-supplier, no-rule or by-hand.</param>
    /// <param name="why">The numbers of the look that it goes by.</param>
    /// <param name="who">The rule, or a person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task RemoveAsync(
        DbTransaction transaction, string store, string sku, DraftLine line, string reason, IReadOnlyList<Why> why, string who, CancellationToken cancellationToken)
    {
        await transaction.Command(
            "DELETE FROM purchase_line WHERE store = @store AND purchase = @purchase AND sku = @sku AND state = 'draft'", ("store", store), ("purchase", line.Purchase), ("sku", sku))
            .RunAsync(cancellationToken);
        await notes.AddAsync(
            transaction, store, line.Purchase, who, "line-gone",
            [("sku", sku), ("was", Why.Number(line.Ordered)), ("reason", reason), ("because", string.Join("; ", why.Select(w => w.Text)))], cancellationToken);
        await ChangedAsync(transaction, store, line.Purchase, cancellationToken);
    }

    /// <summary>Gives a purchase its next version.</summary>
    internal static Task ChangedAsync(DbTransaction transaction, string store, string purchase, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE purchase SET version = version + 1 WHERE store = @store AND id = @id", ("store", store), ("id", purchase)).RunAsync(cancellationToken);
}
