using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Takes deliveries in: from the vendor into receiving, and from there to where people put the goods.</summary>
internal sealed class PurchaseReceipts(HeadquartersDatabase database, StockBook book, FundingTable funding, PurchaseNotes notes, WebhookEvents events, AuditTable audit, TimeProvider clock)
{
    /// <summary>Takes one delivery in. The same key of the same purchase is the same delivery: it is booked once, whatever happened to the answer.</summary>
    /// <param name="store">The store.</param>
    /// <param name="id">The purchase.</param>
    /// <param name="key">What tells this delivery from every other.</param>
    /// <param name="delivery">What came.</param>
    /// <param name="caller">Who took it in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<Refused?> ReceiveAsync(string store, string id, string key, Delivery delivery, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<Refused?>(
        async transaction =>
        {
            var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
            var came = delivery.Lines.OrderBy(l => l.Sku, StringComparer.Ordinal).ToArray();
            var text = JsonSerializer.Serialize(came, OrdersJson.Default.DeliveredLineArray);
            var known = await transaction.Command(
                "SELECT lines FROM purchase_receipt WHERE store = @store AND purchase = @id AND key = @key", ("store", store), ("id", id), ("key", key)).ListAsync(r => r.GetString(0), cancellationToken);
            if (known.Count > 0)
            {
                return known[0] == text ? null : Refused.Conflict($"another delivery was taken in under the key '{key}'; a new delivery needs a new key");
            }

            if (!PurchaseState.IsOpen(purchase.State))
            {
                return Refused.Conflict($"the order is {purchase.State}; only one that is sent and not ended can be delivered");
            }

            var lines = (await PurchaseRows.LinesAsync(transaction, store, id, cancellationToken)).ToDictionary(l => l.Sku, StringComparer.Ordinal);
            if (Check(lines, came, delivery.Over) is { } refused)
            {
                return refused;
            }

            await WriteAsync(transaction, purchase, lines, came, key, text, caller, cancellationToken);
            if (delivery.Last)
            {
                await PurchaseEnds.CloseLinesAsync(transaction, notes, store, id, caller, "", cancellationToken);
            }

            await PurchaseEnds.SettleAsync(database, transaction, events, purchase, clock.GetUtcNow().UtcDateTime, cancellationToken);
            await funding.DealAsync(transaction, store, cancellationToken);
            await audit.AddAsync(transaction, caller, "purchase.received", "purchase", id, store, text, cancellationToken);

            // Stock is locked last.
            await book.MoveAsync(transaction, [.. came.Where(l => l.Quantity > 0).SelectMany(l => Moves(store, id, key, l, caller))], cancellationToken);
            return null;
        },
        cancellationToken);

    private static Refused? Check(Dictionary<string, PurchaseLineRow> lines, DeliveredLine[] came, bool over)
    {
        if (came.FirstOrDefault(l => !lines.ContainsKey(l.Sku)) is { } strange)
        {
            return Refused.Conflict($"'{strange.Sku}' is not in the order; take it in with the order that has it, or as a move from the vendor");
        }

        var tooMany = came.Where(l => lines[l.Sku].Received + l.Quantity > lines[l.Sku].Ordered)
            .Select(l => FormattableString.Invariant($"'{l.Sku}': {lines[l.Sku].Ordered} ordered, {lines[l.Sku].Received} here already, {l.Quantity} came")).ToList();
        return over || tooMany.Count == 0 ? null : Refused.Conflict($"more came than was ordered ({string.Join("; ", tooMany)}); count again, or confirm it with over: true");
    }

    private async Task WriteAsync(
        DbTransaction transaction, PurchaseRow purchase, Dictionary<string, PurchaseLineRow> lines, DeliveredLine[] came, string key, string text, Caller caller, CancellationToken cancellationToken)
    {
        var (store, id, now) = (purchase.Store, purchase.Id, database.ToTime(clock.GetUtcNow().UtcDateTime));
        foreach (var line in came.Where(l => l.Quantity > 0))
        {
            await transaction.Command(
                """
                UPDATE purchase_line SET received = received + @quantity, state = CASE WHEN received + @quantity >= ordered THEN 'done' ELSE state END
                WHERE store = @store AND purchase = @id AND sku = @sku
                """,
                ("quantity", line.Quantity), ("store", store), ("id", id), ("sku", line.Sku)).RunAsync(cancellationToken);
            var over = lines[line.Sku].Received + line.Quantity - lines[line.Sku].Ordered;
            await notes.AddAsync(
                transaction, store, id, caller.Name, over > 0 ? "over-received" : "received",
                [("sku", line.Sku), ("quantity", Why.Number(line.Quantity)), ("to", line.To), ("over", Why.Number(Math.Max(0, over)))], cancellationToken);
        }

        await transaction.Command(
            "INSERT INTO purchase_receipt (store, purchase, key, at, who, lines) VALUES (@store, @id, @key, @now, @who, @lines)",
            ("store", store), ("id", id), ("key", key), ("now", now), ("who", caller.Name), ("lines", text)).RunAsync(cancellationToken);
        await transaction.Command(
            """
            UPDATE purchase SET state = 'partly', version = version + 1, first_received_at = coalesce(first_received_at, @now), last_received_at = @now WHERE store = @store AND id = @id
            """,
            ("now", now), ("store", store), ("id", id)).RunAsync(cancellationToken);
    }

    private IEnumerable<StockMove> Moves(string store, string id, string key, DeliveredLine line, Caller caller)
    {
        var (at, evidence) = (clock.GetUtcNow().UtcDateTime, $"purchase/{id}");
        yield return new StockMove(
            store, line.Sku, line.Quantity, StockLocation.Vendor, StockLocation.Receiving, StockReason.Receipt, evidence, at, caller.Id, Key: $"purchase/{id}/{key}/{line.Sku}/in");
        if (line.To != StockLocation.Receiving)
        {
            yield return new StockMove(
                store, line.Sku, line.Quantity, StockLocation.Receiving, line.To, StockReason.Moved, evidence, at, caller.Id, Key: $"purchase/{id}/{key}/{line.Sku}/{line.To}");
        }
    }
}
