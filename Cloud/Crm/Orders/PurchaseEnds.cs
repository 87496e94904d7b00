using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Acknowledges, closes and cancels purchases.</summary>
internal sealed class PurchaseEnds(
    HeadquartersDatabase database, FundingTable funding, SnoozeTable snoozes, PurchaseNotes notes, WebhookEvents events, AuditTable audit, TimeProvider clock)
{
    /// <summary>The supplier has said that it has the order; the same again changes what it said.</summary>
    internal Task<Refused?> AcknowledgeAsync(string store, string id, DateTime? expectedAt, string? reference, Caller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<Refused?>(
            async transaction =>
            {
                var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
                if (!PurchaseState.IsOpen(purchase.State))
                {
                    return Refused.Conflict($"the order is {purchase.State}; only one that is sent and not ended is acknowledged");
                }

                var expected = expectedAt is { } at ? database.ToTime(at.ToUniversalTime()) : null;
                await transaction.Command(
                    """
                    UPDATE purchase SET acknowledged_at = coalesce(acknowledged_at, @now), version = version + 1 WHERE store = @store AND id = @id
                    """,
                    ("now", Now), ("store", store), ("id", id)).RunAsync(cancellationToken);
                if (expected is not null)
                {
                    await transaction.Command("UPDATE purchase SET expected_at = @at WHERE store = @store AND id = @id", ("at", expected), ("store", store), ("id", id)).RunAsync(cancellationToken);
                }

                if (reference is not null)
                {
                    await transaction.Command("UPDATE purchase SET reference = @text WHERE store = @store AND id = @id", ("text", reference), ("store", store), ("id", id)).RunAsync(cancellationToken);
                }

                await notes.AddAsync(
                    transaction, store, id, caller.Name, "acknowledged", [("reference", reference ?? ""), ("expected", expectedAt is { } said ? Why.Moment(said.ToUniversalTime()) : "")], cancellationToken);
                await audit.AddAsync(transaction, caller, "purchase.acknowledged", "purchase", id, store, null, cancellationToken);
                return null;
            },
            cancellationToken);

    /// <summary>What has not come will not come.</summary>
    internal Task<Refused?> CloseAsync(string store, string id, string why, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<Refused?>(
        async transaction =>
        {
            var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
            if (!PurchaseState.IsOpen(purchase.State))
            {
                return Refused.Conflict($"the order is {purchase.State}; only one that is sent and not ended can be closed");
            }

            await CloseLinesAsync(transaction, notes, store, id, caller, why, cancellationToken);
            await SettleAsync(database, transaction, events, purchase, clock.GetUtcNow().UtcDateTime, cancellationToken);
            await funding.DealAsync(transaction, store, cancellationToken);
            await audit.AddAsync(transaction, caller, "purchase.closed", "purchase", id, store, null, cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Cancels a purchase of which nothing has come. The SKUs of a draft are not proposed again for a day.</summary>
    internal Task<Refused?> CancelAsync(string store, string id, string why, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<Refused?>(
        async transaction =>
        {
            var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
            if (purchase.State == PurchaseState.Cancelled)
            {
                return null;
            }

            if (purchase.State is not (PurchaseState.Draft or PurchaseState.Sent))
            {
                return Refused.Conflict($"the order is {purchase.State}; what has come stays: close the rest instead");
            }

            if (purchase.State == PurchaseState.Draft)
            {
                foreach (var line in await PurchaseRows.LinesAsync(transaction, store, id, cancellationToken))
                {
                    await snoozes.SetAsync(
                        transaction, store, line.Sku, clock.GetUtcNow().UtcDateTime + PurchaseEdits.RestAfterRemoval, caller.Name, "the order was cancelled", cancellationToken);
                }
            }

            await transaction.Command("UPDATE purchase_line SET state = 'cancelled' WHERE store = @store AND purchase = @id", ("store", store), ("id", id)).RunAsync(cancellationToken);
            await transaction.Command(
                "UPDATE purchase SET state = 'cancelled', version = version + 1, sent_fen = 0, ended_at = @now WHERE store = @store AND id = @id", ("now", Now), ("store", store), ("id", id))
                .RunAsync(cancellationToken);
            await notes.AddAsync(transaction, store, id, caller.Name, "cancelled", [("why", why)], cancellationToken);
            await audit.AddAsync(transaction, caller, "purchase.cancelled", "purchase", id, store, null, cancellationToken);
            await funding.DealAsync(transaction, store, cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Ends the lines of which something is still open.</summary>
    internal static async Task CloseLinesAsync(
        DbTransaction transaction, PurchaseNotes notes, string store, string id, Caller caller, string why, CancellationToken cancellationToken)
    {
        var shorts = await transaction.Command(
            "UPDATE purchase_line SET state = 'done' WHERE store = @store AND purchase = @id AND state = 'open' RETURNING sku, ordered - received", ("store", store), ("id", id))
            .ListAsync(r => (Sku: r.GetString(0), Missing: r.GetInt64(1)), cancellationToken);
        foreach (var (sku, missing) in shorts.OrderBy(s => s.Sku, StringComparer.Ordinal))
        {
            await notes.AddAsync(transaction, store, id, caller.Name, "closed-short", [("sku", sku), ("missing", Why.Number(missing)), ("why", why)], cancellationToken);
        }
    }

    /// <summary>Ends a purchase of which nothing is open any more; what it costs is then what came.</summary>
    internal static async Task SettleAsync(
        HeadquartersDatabase database, DbTransaction transaction, WebhookEvents events, PurchaseRow purchase, DateTime now, CancellationToken cancellationToken)
    {
        var lines = await PurchaseRows.LinesAsync(transaction, purchase.Store, purchase.Id, cancellationToken);
        if (lines.Exists(l => l.State == "open"))
        {
            return;
        }

        var last = (await transaction.Command(
            "SELECT last_received_at FROM purchase WHERE store = @store AND id = @id", ("store", purchase.Store), ("id", purchase.Id)).ListAsync(r => database.ReadTime(r, 0), cancellationToken))[0];
        await transaction.Command(
            "UPDATE purchase SET state = 'received', version = version + 1, sent_fen = @fen, ended_at = @now, lead_minutes = @lead WHERE store = @store AND id = @id",
            ("fen", lines.Sum(l => l.ReceivedFen)), ("now", database.ToTime(now)), ("lead", last is { } came ? (long)(came - purchase.SentAt!.Value).TotalMinutes : null),
            ("store", purchase.Store), ("id", purchase.Id)).RunAsync(cancellationToken);
        await events.AddAsync(
            transaction, "order.received", $"order/{purchase.Id}/received", purchase.Store,
            JsonSerializer.Serialize(
                new OrderTold(purchase.Id, purchase.Store, purchase.Supplier, lines.Count, lines.Sum(l => l.ReceivedFen)), OrdersJson.Default.OrderTold), cancellationToken);
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
