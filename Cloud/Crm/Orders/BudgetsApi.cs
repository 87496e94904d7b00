using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Orders;

/// <summary>Budgets over HTTP.</summary>
internal static class BudgetsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/budgets/{store}").WithTags("Purchases");
        api.MapGet("", FindAsync).Needs(Permission.ViewOrders).WithName("getBudget").WithSummary("What a store may order for, and what of it is spent").Refuses(404);
        api.MapPut("", SetAsync).Needs(Permission.EditStores).WithName("setBudget").WithSummary("Sets a store's budget for a week or a month of its own calendar").Refuses(400, 404, 412, 428);
        api.MapDelete("", RemoveAsync).Needs(Permission.EditStores).WithName("removeBudget").WithSummary("Takes a store's budget away: nothing is limited then").Refuses(404);
    }

    private static async Task<Results<Ok<BudgetView>, JsonHttpResult<Refusal>>> FindAsync(
        string store, HttpContext context, HeadquartersDatabase database, BudgetTable budgets, PurchaseQueries purchases, CancellationToken cancellationToken) =>
        await ViewAsync(store, context, database, budgets, purchases, cancellationToken) is { } view ? TypedResults.Ok(view) : NoBudget(store);

    private static async Task<Results<Ok<BudgetView>, JsonHttpResult<BudgetView>, JsonHttpResult<Refusal>>> SetAsync(
        string store,
        [FromBody] BudgetBody body,
        HttpContext context,
        HeadquartersDatabase database,
        StoreQueries stores,
        BudgetTable budgets,
        Replenisher replenisher,
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

        var (wanted, missing) = Wanted(context);
        if (missing is not null && await ViewAsync(store, context, database, budgets, purchases, cancellationToken) is not null)
        {
            return Refuse(missing);
        }

        var isSet = await budgets.SetAsync(store, body.Period, body.AmountFen, missing is null ? wanted : 0, context.Caller(), cancellationToken);
        await replenisher.DealAsync(store, cancellationToken);
        return await ViewAsync(store, context, database, budgets, purchases, cancellationToken) is not { } view ? NoBudget(store)
            : isSet ? TypedResults.Ok(view) : TypedResults.Json(view, OrdersJson.Default.BudgetView, statusCode: StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> RemoveAsync(
        string store, HttpContext context, BudgetTable budgets, Replenisher replenisher, CancellationToken cancellationToken)
    {
        if (!await budgets.RemoveAsync(store, context.Caller(), cancellationToken))
        {
            return NoBudget(store);
        }

        await replenisher.DealAsync(store, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<BudgetView?> ViewAsync(
        string store, HttpContext context, HeadquartersDatabase database, BudgetTable budgets, PurchaseQueries purchases, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await budgets.FindAsync(connection, null, store, cancellationToken) is not { } budget)
        {
            return null;
        }

        ETags.Set(context, budget.Version);
        var (proposed, unfunded) = await purchases.DraftsAsync(store, cancellationToken);
        return new BudgetView(
            store, budget.Period, budget.AmountFen, budget.Span.From, budget.Span.To, budget.SpentFen, budget.LeftFen, proposed, unfunded, Why.Number(budget.Version));
    }

    private static JsonHttpResult<Refusal> NoBudget(string store) => Missing($"store '{store}' has no budget: nothing is limited");
}
