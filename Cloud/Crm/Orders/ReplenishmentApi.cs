using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Orders;

/// <summary>Replenishment and its rules over HTTP.</summary>
internal static class ReplenishmentApi
{
    private static readonly TimeSpan s_longestSnooze = TimeSpan.FromDays(366);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Replenishment");
        api.MapGet("/replenishment", ListAsync).Needs(Permission.ViewOrders).WithName("listReplenishment").WithSummary("What is to be ordered, and every number that led to it").Refuses(400)
            .WithDescription("show: needed (due, or in an open draft) or all SKUs with a rule.");
        api.MapGet("/replenishment/vip-levels", VipLevelsAsync).Needs(Permission.ViewOrders).WithName("getVipLevels").WithSummary("The levels whose members' goods go first");
        api.MapPut("/replenishment/vip-levels", SetVipLevelsAsync).Needs(Permission.EditProgramme).WithName("setVipLevels").WithSummary("Names the levels whose members' goods go first").Refuses(400);
        api.MapGet("/replenishment/{store}/{sku}", FindAsync).Needs(Permission.ViewOrders).WithName("getReplenishment").WithSummary("One SKU and every number that led to its quantity").Refuses(404);
        api.MapPost("/replenishment/{store}/{sku}/order", OrderAsync).Needs(Permission.EditOrders).WithName("orderOnce").WithSummary("Puts a SKU into the open draft once, with a quantity of one's own")
            .WithDescription("Without quantity: what is missing to max, rounded up. The same again changes nothing.").Refuses(400, 404, 409);
        api.MapPost("/replenishment/{store}/{sku}/snooze", SnoozeAsync).Needs(Permission.EditOrders).WithName("snoozeReplenishment").WithSummary("Does not propose a SKU until then; null proposes it again").Refuses(400, 404);

        api.MapGet("/reorder-rules", RulesAsync).Needs(Permission.ViewOrders).WithName("listReorderRules").WithSummary("Reorder rules by store and SKU").Refuses(400);
        api.MapGet("/reorder-rules/{store}/{sku}", RuleAsync).Needs(Permission.ViewOrders).WithName("getReorderRule").WithSummary("One reorder rule").Refuses(404);
        api.MapPut("/reorder-rules/{store}/{sku}", SetRuleAsync).Needs(Permission.EditReorderRules).WithName("setReorderRule").WithSummary("Sets when a SKU is ordered and how much")
            .WithDescription("Ordered at a forecast of min, up to max, rounded up to multiple. 0/0/1 orders what is promised and not there. If-Match where there is a rule already.").Refuses(400, 404, 412, 428);
        api.MapDelete("/reorder-rules/{store}/{sku}", RemoveRuleAsync).Needs(Permission.EditReorderRules).WithName("removeReorderRule").WithSummary("Takes a reorder rule away").Refuses(404);
    }

    private static async Task<Results<Ok<OrderPage<ReplenishmentRow>>, JsonHttpResult<Refusal>>> ListAsync(
        HttpContext context, ReplenishmentQueries queries, CancellationToken cancellationToken, string? store = null, string show = "needed", string? after = null, int limit = 50)
    {
        if (CheckPage(limit, after, 2) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (show is not ("needed" or "all"))
        {
            return Wrong($"show is '{show}'; expected needed or all");
        }

        var mark = after is null ? ["", ""] : KeyMark.Read(after, 2)!;
        return TypedResults.Ok(await queries.ListAsync(StoreCondition.Of(context.Caller(), "r.store"), store, show == "needed", (mark[0], mark[1]), limit, cancellationToken));
    }

    private static async Task<Results<Ok<ReplenishmentRow>, JsonHttpResult<Refusal>>> FindAsync(
        string store, string sku, ReplenishmentQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(store, sku, cancellationToken) is { } row ? TypedResults.Ok(row) : NoRule(store, sku);

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<Refusal>>> OrderAsync(
        string store,
        string sku,
        HttpContext context,
        [FromBody] OrderOnceBody body,
        StoreQueries stores,
        ReplenishmentQueries queries,
        OfferQueries offers,
        PurchaseEdits edits,
        PurchaseQueries purchases,
        CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (!await stores.ExistsAsync(store, cancellationToken))
        {
            return Missing($"there is no store '{store}'");
        }

        var row = await queries.FindAsync(store, sku, cancellationToken);
        if ((body.Supplier ?? row?.Supplier?.Id) is not { } supplier)
        {
            if (row is not null || await offers.CheapestAsync(sku, cancellationToken) is not { } cheapest)
            {
                return Refuse(StatusCodes.Status409Conflict, $"no supplier sells '{sku}'{(row is null ? "" : " as its rule asks")}; add it to a supplier's products, with its price");
            }

            supplier = cheapest.Supplier;
        }

        if (await offers.FindAsync(supplier, sku, cancellationToken) is not { } offer)
        {
            return Refuse(StatusCodes.Status409Conflict, $"the supplier '{supplier}' does not sell '{sku}'; add it to the supplier's products, with its price");
        }

        if (body.Quantity is null && row is null)
        {
            return Wrong("quantity is missing; there is no rule that says how much");
        }

        var quantity = body.Quantity ?? MissingOf(row!, offer);
        if (quantity == 0)
        {
            return Refuse(StatusCodes.Status409Conflict, $"nothing is missing: the forecast is {Why.Number(row!.Forecast)} and max {Why.Number(row.Max)}; say a quantity to order all the same");
        }

        var (id, _, refused) = await edits.PutAsync(store, supplier, [new OrderedLine(sku, quantity)], null, context.Caller(), cancellationToken);
        return refused is not null ? Refuse(refused) : TypedResults.Ok((await purchases.FindAsync(store, id!, cancellationToken))!);
    }

    /// <summary>What is missing to max, in the supplier's packs.</summary>
    private static long MissingOf(ReplenishmentRow row, Offer offer)
    {
        var levels = new ReorderLevels(row.Min, row.Max, row.Multiple);
        return levels.Quantity(levels.Need(row.Forecast), offer.Pack, offer.Least);
    }

    private static async Task<Results<Ok<ReplenishmentRow>, NoContent, JsonHttpResult<Refusal>>> SnoozeAsync(
        string store,
        string sku,
        HttpContext context,
        [FromBody] SnoozeBody body,
        StoreQueries stores,
        RuleTable rules,
        ReplenishmentQueries queries,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var until = body.Until?.ToUniversalTime();
        if (until <= now || until > now + s_longestSnooze)
        {
            return Wrong($"until is {Why.Moment(until.Value)}; expected a moment from now on, within {s_longestSnooze.Days} days, or null");
        }

        if (OrderBodyRules.Remark("why", body.Why) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (!await stores.ExistsAsync(store, cancellationToken))
        {
            return Missing($"there is no store '{store}'");
        }

        await rules.SnoozeAsync(store, sku, until, body.Why ?? "", context.Caller(), cancellationToken);
        return await queries.FindAsync(store, sku, cancellationToken) is { } row ? TypedResults.Ok(row) : TypedResults.NoContent();
    }

    private static async Task<Ok<VipLevels>> VipLevelsAsync(VipGoods vips, CancellationToken cancellationToken) => TypedResults.Ok(new VipLevels(await vips.LevelsAsync(cancellationToken)));

    private static async Task<Results<Ok<VipLevels>, JsonHttpResult<Refusal>>> SetVipLevelsAsync(
        [FromBody] VipLevels body, HttpContext context, RuleTable rules, VipGoods vips, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        await rules.SetVipLevelsAsync(body.Levels, context.Caller(), cancellationToken);
        return TypedResults.Ok(new VipLevels(await vips.LevelsAsync(cancellationToken)));
    }

    private static async Task<Results<Ok<OrderPage<RuleView>>, JsonHttpResult<Refusal>>> RulesAsync(
        HttpContext context, RuleTable rules, CancellationToken cancellationToken, string? store = null, string? after = null, int limit = 50)
    {
        if (CheckPage(limit, after, 2) is { } mistake)
        {
            return Wrong(mistake);
        }

        var mark = after is null ? ["", ""] : KeyMark.Read(after, 2)!;
        var found = await rules.ListAsync(StoreCondition.Of(context.Caller(), "store"), store, (mark[0], mark[1]), limit + 1, cancellationToken);
        return TypedResults.Ok(new OrderPage<RuleView>([.. found.Take(limit)], found.Count > limit ? KeyMark.Write(found[limit - 1].Store, found[limit - 1].Sku) : null));
    }

    private static async Task<Results<Ok<RuleView>, JsonHttpResult<Refusal>>> RuleAsync(string store, string sku, HttpContext context, RuleTable rules, CancellationToken cancellationToken)
    {
        if (await rules.FindAsync(store, sku, cancellationToken) is not { } rule)
        {
            return NoRule(store, sku);
        }

        context.Response.Headers.ETag = $"\"{rule.Etag}\"";
        return TypedResults.Ok(rule);
    }

    private static async Task<Results<Ok<RuleView>, Created<RuleView>, JsonHttpResult<Refusal>, JsonHttpResult<RuleView>>> SetRuleAsync(
        string store, string sku, [FromBody] RuleBody body, HttpContext context, StoreQueries stores, RuleTable rules, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(sku, body) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (!await stores.ExistsAsync(store, cancellationToken))
        {
            return Missing($"there is no store '{store}'");
        }

        var (wanted, missing) = Wanted(context);
        if (missing is not null && await rules.FindAsync(store, sku, cancellationToken) is not null)
        {
            return Refuse(missing);
        }

        var (created, refused) = await rules.SetAsync(
            store, sku, new ReorderLevels(body.Min, body.Max, body.Multiple), body.Supplier, missing is null ? wanted : 0, context.Caller(), cancellationToken);
        var rule = await rules.FindAsync(store, sku, cancellationToken);
        if (refused is not null)
        {
            return refused.Status == StatusCodes.Status412PreconditionFailed && rule is not null ? TypedResults.Json(rule, OrdersJson.Default.RuleView, statusCode: refused.Status) : Refuse(refused);
        }

        return created ? TypedResults.Created($"/api/reorder-rules/{store}/{sku}", rule) : TypedResults.Ok(rule);
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> RemoveRuleAsync(string store, string sku, HttpContext context, RuleTable rules, CancellationToken cancellationToken) =>
        await rules.RemoveAsync(store, sku, context.Caller(), cancellationToken) ? TypedResults.NoContent() : NoRule(store, sku);

    private static JsonHttpResult<Refusal> NoRule(string store, string sku) => Missing($"store '{store}' has no reorder rule for '{sku}'");
}
