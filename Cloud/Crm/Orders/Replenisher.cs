using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Brings the open drafts in line with what the rules want now. The same again, on this node or another, changes nothing.</summary>
internal sealed class Replenisher(HeadquartersDatabase database, ReorderLooks looks, DraftTable drafts, FundingTable funding, TimeProvider clock)
{
    /// <summary>Looks at SKUs of a store, and writes where a rule wants something other than what is there.</summary>
    /// <returns>How many SKUs were written.</returns>
    internal async Task<int> CheckAsync(string store, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        List<Reorder> seen;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            seen = await looks.OfAsync(connection, null, store, skus, cancellationToken);
        }

        return await CheckAsync(store, seen, cancellationToken);
    }

    /// <summary>Does the same with looks that were taken; they are taken again where there is something to write.</summary>
    internal async Task<int> CheckAsync(string store, IEnumerable<Reorder> seen, CancellationToken cancellationToken)
    {
        var open = seen.Where(l => Differs(l, Proposal.Of(l, Now))).Select(l => l.Sku).ToList();
        return open.Count == 0 ? 0 : await database.WriteAsync(
            async transaction =>
            {
                await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
                return await CheckAsync(transaction, store, open, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Does it in a transaction that has the store's turn.</summary>
    internal async Task<int> CheckAsync(DbTransaction transaction, string store, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var (changed, lines) = (0, false);
        foreach (var look in await looks.OfAsync(transaction.Connection!, transaction, store, skus, cancellationToken))
        {
            var proposal = Proposal.Of(look, Now);
            if (!Differs(look, proposal))
            {
                continue;
            }

            changed++;
            lines |= await WriteAsync(transaction, look, proposal, cancellationToken);
            if (look.Needed != proposal.IsNeeded)
            {
                await transaction.Command(
                    "UPDATE reorder_rule SET needed = @needed WHERE store = @store AND sku = @sku", ("needed", proposal.IsNeeded), ("store", store), ("sku", look.Sku)).RunAsync(cancellationToken);
            }
        }

        if (lines)
        {
            await funding.DealAsync(transaction, store, cancellationToken);
        }

        return changed;
    }

    /// <summary>Deals out the store's budget anew where that changes anything.</summary>
    internal async Task<int> DealAsync(string store, CancellationToken cancellationToken) =>
        await funding.IsDueAsync(store, cancellationToken)
            ? await database.WriteAsync(
                async transaction =>
                {
                    await PurchaseTurn.TakeAsync(transaction, store, cancellationToken);
                    return await funding.DealAsync(transaction, store, cancellationToken);
                },
                cancellationToken)
            : 0;

    private static bool Differs(Reorder look, Proposal proposal) => look.Needed != proposal.IsNeeded || LineDiffers(look, proposal);

    private static bool LineDiffers(Reorder look, Proposal proposal) => look.Line switch
    {
        null => proposal.Quantity > 0,
        { Follows: false } => false,
        { } line => proposal.Quantity == 0 || (line.Ordered, line.Supplier, line.PriceFen) != (proposal.Quantity, look.Offer!.Supplier, look.Offer.PriceFen),
    };

    private async Task<bool> WriteAsync(DbTransaction transaction, Reorder look, Proposal proposal, CancellationToken cancellationToken)
    {
        if (!LineDiffers(look, proposal))
        {
            return false;
        }

        if (proposal.Quantity > 0)
        {
            await drafts.PutAsync(transaction, look.Store, look.Sku, look.Line, look.Offer!, proposal.Quantity, DraftLine.Rule, proposal.Why, cancellationToken);
        }
        else
        {
            await drafts.RemoveAsync(
                transaction, look.Store, look.Sku, look.Line!, !proposal.IsNeeded ? "recovered" : look.Offer is null ? "no-supplier" : "snoozed", proposal.Why, DraftLine.Rule, cancellationToken);
        }

        return true;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
