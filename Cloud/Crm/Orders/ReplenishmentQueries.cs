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
        var rows = await RowsAsync(connection, [.. page.Take(limit)], cancellationToken);
        return new OrderPage<ReplenishmentRow>(rows, page.Count > limit ? KeyMark.Write(rows[^1].Store, rows[^1].Sku) : null);
    }

    /// <summary>One SKU; null where it has no rule.</summary>
    internal async Task<ReplenishmentRow?> FindAsync(string store, string sku, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await looks.OfAsync(connection, null, store, [sku], cancellationToken);
        return (await RowsAsync(connection, found, cancellationToken)).SingleOrDefault();
    }

    private string NeededSql => database.Provider == "sqlite" ? " AND r.needed = 1" : " AND r.needed";

    private async Task<List<ReplenishmentRow>> RowsAsync(DbConnection connection, List<Reorder> looks, CancellationToken cancellationToken)
    {
        var rows = new List<ReplenishmentRow>();
        if (looks.Count == 0)
        {
            return rows;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var keys = looks.SelectMany((look, i) => new (string, object?)[] { ($"store{i}", look.Store), ($"sku{i}", look.Sku) });
        var demand = (await connection.Command(
            $"""
             SELECT r.store, r.sku, {VipGoods.Count}, {OrderStock.Went} FROM reorder_rule r
             WHERE (r.store, r.sku) IN (VALUES {string.Join(", ", looks.Select((_, i) => $"(@store{i}, @sku{i})"))})
             """,
            [("since", database.ToTime(now.AddDays(-Cover.Days))), .. keys])
            .ListAsync(r => (Store: r.GetString(0), Sku: r.GetString(1), Vips: r.GetInt64(2), Went: r.GetInt64(3)), cancellationToken)).ToDictionary(d => (d.Store, d.Sku));
        foreach (var look in looks)
        {
            // A rule that was removed in between has no demand to speak of.
            var (_, _, vips, went) = demand.GetValueOrDefault((look.Store, look.Sku));
            rows.Add(await RowAsync(connection, look, vips, went, now, cancellationToken));
        }

        return rows;
    }

    private static async Task<ReplenishmentRow> RowAsync(DbConnection connection, Reorder look, long vips, long went, DateTime now, CancellationToken cancellationToken)
    {
        var proposal = Proposal.Of(look, now);
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
