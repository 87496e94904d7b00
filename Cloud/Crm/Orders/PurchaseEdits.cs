using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What people change on purchases: their own quantities, remarks, expected days. A quantity that a person set follows no forecast.</summary>
internal sealed class PurchaseEdits(
    HeadquartersDatabase database, DraftTable drafts, FundingTable funding, SnoozeTable snoozes, PurchaseNotes notes, AuditTable audit, TimeProvider clock)
{
    /// <summary>How long a SKU that a person took out of a draft is not proposed again.</summary>
    internal static readonly TimeSpan RestAfterRemoval = TimeSpan.FromDays(1);

    /// <summary>Puts lines into the supplier's open draft, which is made where there is none. The same again changes nothing.</summary>
    internal Task<(string? Id, bool Created, Refused? Refused)> PutAsync(
        string store, string supplier, IReadOnlyList<OrderedLine> lines, string? remark, Caller caller, CancellationToken cancellationToken)
    {
        return database.WriteAsync<(string?, bool, Refused?)>(
            async transaction =>
            {
                await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
                var (found, refused) = await OffersAsync(transaction, supplier, lines, cancellationToken);
                if (refused is not null)
                {
                    return (null, false, refused);
                }

                var before = await DraftTable.FindAsync(transaction, store, supplier, cancellationToken);
                var id = before ?? await drafts.OpenAsync(transaction, store, supplier, caller.Name, cancellationToken);
                var changed = await PutLinesAsync(transaction, store, lines, found, caller, cancellationToken);
                changed |= remark is not null && await RemarkAsync(transaction, store, id, remark, cancellationToken);
                if (changed)
                {
                    await funding.DealAsync(transaction, store, cancellationToken);
                    await audit.AddAsync(transaction, caller, "purchase.edited", "purchase", id, store, Detail(lines), cancellationToken);
                }

                return (id, before is null, null);
            },
            cancellationToken);
    }

    /// <summary>Changes a purchase: lines while it is a draft, the rest while it is open.</summary>
    internal Task<Refused?> EditAsync(string store, string id, long? wanted, PurchaseEdit edit, Caller caller, CancellationToken cancellationToken) => database.WriteAsync<Refused?>(
        async transaction =>
        {
            var purchase = await PurchaseRows.TakeAsync(database, transaction, store, id, cancellationToken);
            if (wanted is { } version && version != purchase.Version)
            {
                return Refused.Changed(purchase.Version, version);
            }

            if (purchase.State is PurchaseState.Received or PurchaseState.Cancelled || (edit.Lines is not null && purchase.State != PurchaseState.Draft))
            {
                return Refused.Conflict($"the order is {purchase.State}; {(edit.Lines is null ? "nothing" : "no line")} of it can be changed any more");
            }

            var (found, refused) = await OffersAsync(transaction, purchase.Supplier, edit.Lines ?? [], cancellationToken);
            if (refused is not null)
            {
                return refused;
            }

            var changed = edit.Lines is not null && await PutLinesAsync(transaction, store, edit.Lines, found, caller, cancellationToken, id);
            changed |= edit.Remark is not null && await RemarkAsync(transaction, store, id, edit.Remark, cancellationToken);
            if (edit.ExpectedAt is { } expected)
            {
                changed = true;
                await transaction.Command(
                    "UPDATE purchase SET expected_at = @at WHERE store = @store AND id = @id", ("at", database.ToTime(expected.ToUniversalTime())), ("store", store), ("id", id)).RunAsync(cancellationToken);
            }

            if (changed)
            {
                await DraftTable.ChangedAsync(transaction, store, id, cancellationToken);
                await funding.DealAsync(transaction, store, cancellationToken);
                await notes.AddAsync(transaction, store, id, caller.Name, "edited", [], cancellationToken);
                await audit.AddAsync(transaction, caller, "purchase.edited", "purchase", id, store, Detail(edit.Lines ?? []), cancellationToken);
            }

            return null;
        },
        cancellationToken);

    private static async Task<(Dictionary<string, Offer> Offers, Refused? Refused)> OffersAsync(
        DbTransaction transaction, string supplier, IReadOnlyList<OrderedLine> lines, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Offer>(StringComparer.Ordinal);
        foreach (var line in lines.Where(l => l.Ordered > 0))
        {
            if (await OfferQueries.FindAsync(transaction, supplier, line.Sku, cancellationToken) is not { } offer)
            {
                return (found, Refused.Conflict($"the supplier does not sell '{line.Sku}', or nothing any more; add it to the supplier's products, with its price"));
            }

            found[line.Sku] = offer;
        }

        return (found, null);
    }

    private async Task<bool> PutLinesAsync(
        DbTransaction transaction, string store, IReadOnlyList<OrderedLine> lines, Dictionary<string, Offer> offers, Caller caller, CancellationToken cancellationToken, string? only = null)
    {
        var changed = false;
        foreach (var line in lines.OrderBy(l => l.Sku, StringComparer.Ordinal))
        {
            var before = await DraftTable.LineAsync(transaction, store, line.Sku, cancellationToken);
            if (line.Ordered > 0)
            {
                changed |= (await drafts.PutAsync(transaction, store, line.Sku, before, offers[line.Sku], line.Ordered, caller.Name, [Why.ByHand(caller.Name)], cancellationToken)).Changed;
            }
            else if (before is not null && before.Purchase == only)
            {
                changed = true;
                await drafts.RemoveAsync(transaction, store, line.Sku, before, "by-hand", [], caller.Name, cancellationToken);
                await snoozes.SetAsync(transaction, store, line.Sku, clock.GetUtcNow().UtcDateTime + RestAfterRemoval, caller.Name, "taken out of the order", cancellationToken);
            }
        }

        return changed;
    }

    private static async Task<bool> RemarkAsync(DbTransaction transaction, string store, string id, string remark, CancellationToken cancellationToken) => await transaction.Command(
        "UPDATE purchase SET remark = @remark, version = version + 1 WHERE store = @store AND id = @id AND remark <> @remark", ("remark", remark), ("store", store), ("id", id))
        .RunAsync(cancellationToken) > 0;

    private static string Detail(IReadOnlyList<OrderedLine> lines) => System.Text.Json.JsonSerializer.Serialize([.. lines], OrdersJson.Default.OrderedLineArray);
}
