using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What the replenishment page shows.</summary>
internal sealed class ReplenishmentQueries(HeadquartersDatabase database, ReorderLooks looks, TimeProvider clock)
{
    /// <summary>SKUs with a rule, by store and SKU.</summary>
    /// <param name="seen">The caller's stores.</param>
    /// <param name="store">Of this store only, or null.</param>
    /// <param name="isNeeded">Only those that are to be ordered, as the last look at them said.</param>
    /// <param name="after">What the page before ended with.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<OrderPage<ReplenishmentRow>> ListAsync(
        StoreCondition seen, string? store, bool isNeeded, (string Store, string Sku) after, int limit, CancellationToken cancellationToken)
    {
        var where = $"{(store is null ? seen.Sql : "r.store = @store")}{(isNeeded ? NeededSql : "")}";
        await using var connection = await database.OpenAsync(cancellationToken);
        var page = await looks.AfterAsync(connection, where, store is null ? seen.Parameters : [("store", store)], after, limit + 1, cancellationToken);
        var rows = new List<ReplenishmentRow>();
        foreach (var look in page.Take(limit))
        {
            rows.Add(await RowAsync(connection, look, cancellationToken));
        }

        return new OrderPage<ReplenishmentRow>(rows, page.Count > limit ? KeyMark.Write(rows[^1].Store, rows[^1].Sku) : null);
    }

    /// <summary>One SKU; null where it has no rule.</summary>
    internal async Task<ReplenishmentRow?> FindAsync(string store, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await looks.OfAsync(connection, null, store, [sku], cancellationToken);
        return found.Count == 0 ? null : await RowAsync(connection, found[0], cancellationToken);
    }

    private string NeededSql => database.Provider == "sqlite" ? " AND r.needed = 1" : " AND r.needed";

    private async Task<ReplenishmentRow> RowAsync(DbConnection connection, Reorder look, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var proposal = Proposal.Of(look, now);
        var (vips, went) = (await connection.Command(
            $"SELECT {VipGoods.Count}, {OrderStock.Went} FROM reorder_rule r WHERE r.store = @store AND r.sku = @sku",
            ("store", look.Store), ("sku", look.Sku), ("since", database.ToTime(now.AddDays(-Cover.Days)))).ListAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken)) is [var read] ? read : (0, 0);
        var cover = new Cover(look.Available, went);
        List<Why> why = [.. proposal.Why];
        if (look.Line is { Funding.Count: > 0 } line)
        {
            why.AddRange(line.Funding);
        }
        else
        {
            why.AddRange(vips > 0 ? [Orders.Why.Vip(vips), Orders.Why.Cover(cover)] : [Orders.Why.Cover(cover)]);
        }

        var toOrder = look.Line?.Ordered ?? proposal.Quantity;
        var snooze = look.Snooze is { } asleep && asleep.Until > now ? look.Snooze : null;
        return new ReplenishmentRow(
            look.Store, look.Sku, look.Name, look.Unit, look.OnHand, look.Reserved, look.Available, look.Incoming, look.Forecast, look.Levels.Min, look.Levels.Max, look.Levels.Multiple,
            toOrder, look.Offer is { } offer ? new Named(offer.Supplier, offer.Name) : null, look.Offer?.PriceFen, look.Offer is { } sold ? Cost.Of(toOrder, sold.PriceFen, look.Unit) : null,
            look.Offer?.LeadDays, look.Offer is { } lead ? now.AddDays(lead.LeadDays) : null, cover.TenthsOfDays is { } tenths ? tenths / 10m : null, snooze?.Until, snooze?.Who, why,
            vips > 0 ? new VipView(vips, await VipGoods.NamesAsync(connection, look.Store, look.Sku, cancellationToken)) : null,
            look.Line?.Funded, look.Line is { } draft ? new PurchaseMark(draft.Purchase, PurchaseState.Draft) : null, Orders.Why.Number(look.Version));
    }
}
