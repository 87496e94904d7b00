using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Sends drafts to their suppliers.</summary>
/// <remarks>What is sent is written into the table of what is to leave, in the same transaction and under a key of the order: it leaves where the order is sent, and once.</remarks>
internal sealed class PurchaseSending(
    HeadquartersDatabase database, DraftTable drafts, ReorderLooks looks, FundingTable funding, PurchaseNotes notes, OutgoingTable outgoing, WebhookEvents events, AuditTable audit, TimeProvider clock)
{
    /// <summary>Sends a draft; one that is sent is left as it is, and that is no mistake.</summary>
    /// <param name="store">Its store.</param>
    /// <param name="id">The purchase.</param>
    /// <param name="wanted">The version its sender saw, or null.</param>
    /// <param name="beyondBudget">Also the lines for which the budget has no money; else these stay behind in a new draft.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<Refused?> SendAsync(string store, string id, long? wanted, bool beyondBudget, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<Refused?>(
        async transaction =>
        {
            var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
            if (PurchaseState.IsOpen(purchase.State) || purchase.State == PurchaseState.Received)
            {
                return null;
            }

            if (purchase.State == PurchaseState.Cancelled)
            {
                return Refused.Conflict($"the order is cancelled; put its lines into a new one");
            }

            if (wanted is { } version && version != purchase.Version)
            {
                return Refused.Changed(purchase.Version, version);
            }

            await funding.DealAsync(transaction, store, cancellationToken);
            var lines = await PurchaseRows.LinesAsync(transaction, store, id, cancellationToken);
            var going = lines.Where(l => l.Funded || beyondBudget).ToList();
            if (going.Count == 0)
            {
                return lines.Count == 0 ? Refused.Conflict($"the order has no lines")
                    : Refused.Conflict($"the budget has no money for any of the {lines.Count} lines; raise it, or send beyond the budget");
            }

            await KeepWhyAsync(transaction, store, id, going, cancellationToken);
            await SendAsync(transaction, purchase, going, caller, cancellationToken);
            await HoldBackAsync(transaction, purchase, [.. lines.Except(going)], cancellationToken);
            await funding.DealAsync(transaction, store, cancellationToken);
            return null;
        },
        cancellationToken);

    private async Task SendAsync(DbTransaction transaction, PurchaseRow purchase, List<PurchaseLineRow> lines, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (store, id) = (purchase.Store, purchase.Id);
        foreach (var line in lines)
        {
            await transaction.Command(
                "UPDATE purchase_line SET state = 'open' WHERE store = @store AND purchase = @id AND sku = @sku", ("store", store), ("id", id), ("sku", line.Sku)).RunAsync(cancellationToken);
        }

        var supplier = await SupplierAsync(transaction, purchase, cancellationToken);
        var fen = lines.Sum(l => l.CostFen);
        var expected = now.AddDays(supplier.LeadDays);
        await transaction.Command(
            """
            UPDATE purchase SET state = 'sent', version = version + 1, sent_at = @now, sent_by = @who, sent_fen = @fen, expected_at = coalesce(expected_at, @expected)
            WHERE store = @store AND id = @id
            """,
            ("now", database.ToTime(now)), ("who", caller.Name), ("fen", fen), ("expected", database.ToTime(expected)), ("store", store), ("id", id)).RunAsync(cancellationToken);
        if (supplier.Channel != Channels.None)
        {
            var message = await MessageAsync(transaction, purchase, supplier, lines, expected, cancellationToken);
            await (supplier.Channel == Channels.Mail
                ? outgoing.AddAsync(transaction, Channels.Mail, MessageKey(id), supplier.Address!, message.ToMail(supplier.Language), cancellationToken)
                : events.SendAsync(transaction, supplier.Address!, Channels.WebhookEvent, MessageKey(id), store, message.ToWebhook(), cancellationToken));
        }

        await events.AddAsync(
            transaction, "order.sent", MessageKey(id), store,
            JsonSerializer.Serialize(new OrderTold(id, store, purchase.Supplier, lines.Count, fen), OrdersJson.Default.OrderTold), cancellationToken);

        await notes.AddAsync(
            transaction, store, id, caller.Name, "sent", [("channel", supplier.Channel), ("to", supplier.Address ?? ""), ("lines", Why.Number(lines.Count)), ("total", Why.Money(fen))], cancellationToken);
        await audit.AddAsync(
            transaction, caller, "purchase.sent", "purchase", id, store, FormattableString.Invariant($$"""{"lines":{{lines.Count}},"totalFen":{{fen}}}"""), cancellationToken);
    }

    /// <summary>The key under which an order leaves: the same order is told of once.</summary>
    internal static string MessageKey(string id) => $"order/{id}/sent";

    /// <summary>What led to the quantities of lines that follow the forecast, as it is at this moment.</summary>
    private async Task KeepWhyAsync(DbTransaction transaction, string store, string id, List<PurchaseLineRow> lines, CancellationToken cancellationToken)
    {
        var following = lines.Where(l => l.Origin == DraftLine.Rule).Select(l => l.Sku).ToList();
        foreach (var look in await looks.OfAsync(transaction.Connection!, transaction, store, following, cancellationToken))
        {
            // Where the forecast has moved since the last look, the reasons of that look led to the quantity.
            var proposal = Proposal.Of(look, clock.GetUtcNow().UtcDateTime);
            if (proposal.Quantity == look.Line?.Ordered)
            {
                await transaction.Command(
                    "UPDATE purchase_line SET why = @why WHERE store = @store AND purchase = @id AND sku = @sku",
                    ("why", ReorderLooks.Text(proposal.Why)), ("store", store), ("id", id), ("sku", look.Sku)).RunAsync(cancellationToken);
            }
        }
    }

    private async Task HoldBackAsync(DbTransaction transaction, PurchaseRow purchase, List<PurchaseLineRow> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var next = await drafts.OpenAsync(transaction, purchase.Store, purchase.Supplier, DraftLine.Rule, cancellationToken);
        await transaction.Command(
            "UPDATE purchase_line SET purchase = @next WHERE store = @store AND purchase = @id AND state = 'draft'", ("next", next), ("store", purchase.Store), ("id", purchase.Id)).RunAsync(cancellationToken);
        foreach (var line in lines)
        {
            await notes.AddAsync(
                transaction, purchase.Store, purchase.Id, DraftLine.Rule, "held-back", [("sku", line.Sku), ("quantity", Why.Number(line.Ordered)), ("purchase", next)], cancellationToken);
        }
    }

    private static async Task<SupplierRow> SupplierAsync(DbTransaction transaction, PurchaseRow purchase, CancellationToken cancellationToken) => (await transaction.Command(
        """
        SELECT s.name, s.channel, s.address, s.language,
               (SELECT max(coalesce(sp.lead_days, s.lead_days)) FROM purchase_line l LEFT JOIN supplier_product sp ON sp.supplier = s.supplier AND sp.sku = l.sku
                WHERE l.store = @store AND l.purchase = @id AND l.state = 'open')
        FROM supplier s WHERE s.supplier = @supplier
        """,
        ("supplier", purchase.Supplier), ("store", purchase.Store), ("id", purchase.Id)).ListAsync(
        r => new SupplierRow(r.GetString(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetInt32(4)), cancellationToken))[0];

    private static async Task<OrderMessage> MessageAsync(
        DbTransaction transaction, PurchaseRow purchase, SupplierRow supplier, List<PurchaseLineRow> lines, DateTime expected, CancellationToken cancellationToken)
    {
        var store = await transaction.Command("SELECT name, coalesce(address, '') FROM store WHERE store = @store", ("store", purchase.Store))
            .ListAsync(r => (Name: r.GetString(0), Address: r.GetString(1)), cancellationToken);
        var names = (await transaction.Command(
            "SELECT l.sku, coalesce(p.name, ''), coalesce(p.gtin, '') FROM purchase_line l LEFT JOIN product p ON p.sku = l.sku WHERE l.store = @store AND l.purchase = @id",
            ("store", purchase.Store), ("id", purchase.Id)).ListAsync(r => (Sku: r.GetString(0), Name: r.GetString(1), Gtin: r.GetString(2)), cancellationToken))
            .ToDictionary(n => n.Sku, StringComparer.Ordinal);
        return new OrderMessage(
            purchase.Id, purchase.Store, store.Count == 0 ? purchase.Store : store[0].Name, store.Count == 0 ? "" : store[0].Address, supplier.Name, expected,
            [.. lines.Select(l => new OrderMessageLine(l.Sku, names[l.Sku].Name, names[l.Sku].Gtin, l.Ordered, l.Unit, l.PriceFen, l.CostFen))], lines.Sum(l => l.CostFen));
    }

    private sealed record SupplierRow(string Name, string Channel, string? Address, string Language, int LeadDays);
}
