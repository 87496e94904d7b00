using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Orders;

/// <summary>Purchases over HTTP.</summary>
internal static class PurchasesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/purchases").WithTags("Purchases");
        api.MapGet("", ListAsync).Needs(Permission.ViewOrders).WithName("listPurchases").WithSummary("Orders to suppliers, newest first").Refuses(400);
        api.MapGet("/{id}", FindAsync).Needs(Permission.ViewOrders).WithName("getPurchase").WithSummary("Everything of an order").Refuses(404);
        api.MapPost("", PutAsync).Needs(Permission.EditOrders).WithName("createPurchase").WithSummary("Puts lines into the supplier's open draft, or makes one")
            .WithDescription("A store has one open draft a supplier. The same again changes nothing.").Refuses(400, 404, 409);
        api.MapPatch("/{id}", EditAsync).Needs(Permission.EditOrders).WithName("editPurchase").WithSummary("Changes an order")
            .WithDescription("Lines while it is a draft: a quantity set here follows no forecast any more; 0 takes the line out and does not propose the SKU for a day.").Refuses(400, 404, 409, 412, 428);
        api.MapPost("/{id}/send", SendAsync).Needs(Permission.EditOrders).WithName("sendPurchase").WithSummary("Sends an order to its supplier, once")
            .WithDescription("Lines that the budget has no money for stay behind in a new draft, unless beyondBudget. Sending again changes nothing.").Refuses(404, 409, 412);
        api.MapPost("/{id}/acknowledge", AcknowledgeAsync).Needs(Permission.EditOrders).WithName("acknowledgePurchase").WithSummary("The supplier has the order, and says when it comes").Refuses(400, 404, 409);
        api.MapPost("/{id}/receive", ReceiveAsync).Needs(Permission.MoveStock).WithName("receivePurchase").WithSummary("Takes a delivery in")
            .WithDescription("Needs an Idempotency-Key: the same key is the same delivery. More than was ordered is refused unless over; last ends the order though something is missing.").Refuses(400, 404, 409);
        api.MapPost("/{id}/close", CloseAsync).Needs(Permission.EditOrders).WithName("closePurchase").WithSummary("What has not come will not come").Refuses(400, 404, 409);
        api.MapPost("/{id}/cancel", CancelAsync).Needs(Permission.EditOrders).WithName("cancelPurchase").WithSummary("Cancels an order of which nothing has come").Refuses(400, 404, 409);
    }

    private static async Task<Results<Ok<OrderPage<PurchaseSummary>>, JsonHttpResult<Refusal>>> ListAsync(
        HttpContext context,
        PurchaseQueries queries,
        CancellationToken cancellationToken,
        string? store = null,
        string? state = null,
        string? supplier = null,
        string? after = null,
        int limit = 50)
    {
        if (CheckPage(limit, after, 1) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (state is not (null or PurchaseState.Draft or PurchaseState.Sent or PurchaseState.Partly or PurchaseState.Received or PurchaseState.Cancelled))
        {
            return Wrong($"state is '{state}'; expected draft, sent, partly, received or cancelled");
        }

        return TypedResults.Ok(await queries.ListAsync(
            StoreCondition.Of(context.Caller(), "b.store"), store, state, supplier, after is null ? null : KeyMark.Read(after, 1)![0], limit, cancellationToken));
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<Refusal>>> FindAsync(
        string id, HttpContext context, HeadquartersDatabase database, PurchaseQueries queries, CancellationToken cancellationToken) =>
        await StoreAsync(id, context, database, cancellationToken) is { } store ? await ShowAsync(store, id, context, queries, cancellationToken) : NoPurchase(id);

    private static async Task<Results<Ok<PurchaseView>, Created<PurchaseView>, JsonHttpResult<Refusal>>> PutAsync(
        [FromBody] PurchaseBody body, HttpContext context, StoreQueries stores, SupplierTable suppliers, PurchaseEdits edits, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (!context.Caller().Sees(body.Store) || !await stores.ExistsAsync(body.Store, cancellationToken))
        {
            return Missing($"there is no store '{body.Store}'");
        }

        if (await suppliers.FindAsync(body.Supplier, cancellationToken) is null)
        {
            return Missing($"there is no supplier '{body.Supplier}'");
        }

        var (id, created, refused) = await edits.PutAsync(body.Store, body.Supplier, body.Lines, body.Remark, context.Caller(), cancellationToken);
        if (refused is not null)
        {
            return Refuse(refused);
        }

        var view = (await queries.FindAsync(body.Store, id!, cancellationToken))!;
        return created ? TypedResults.Created($"/api/purchases/{id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> EditAsync(
        string id, [FromBody] PurchaseEdit body, HttpContext context, HeadquartersDatabase database, PurchaseEdits edits, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        var (wanted, missing) = Wanted(context);
        if (missing is not null)
        {
            return Refuse(missing);
        }

        return await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
            : await EndAsync(store, id, await edits.EditAsync(store, id, wanted, body, context.Caller(), cancellationToken), context, queries, cancellationToken);
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> SendAsync(
        string id, [FromBody] SendBody? body, HttpContext context, HeadquartersDatabase database, PurchaseSending sending, PurchaseQueries queries, CancellationToken cancellationToken) =>
        await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
        : await EndAsync(
            store, id, await sending.SendAsync(store, id, ETags.Wanted(context), body?.BeyondBudget ?? false, context.Caller(), cancellationToken), context, queries, cancellationToken);

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> AcknowledgeAsync(
        string id, [FromBody] AcknowledgeBody body, HttpContext context, HeadquartersDatabase database, PurchaseEnds ends, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        return await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
            : await EndAsync(
                store, id, await ends.AcknowledgeAsync(store, id, body.ExpectedAt, body.Reference, context.Caller(), cancellationToken), context, queries, cancellationToken);
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> ReceiveAsync(
        string id,
        [FromBody] Delivery body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        HttpContext context,
        HeadquartersDatabase database,
        PurchaseReceipts receipts,
        PurchaseQueries queries,
        CancellationToken cancellationToken)
    {
        if (key is null or { Length: 0 or > 64 } || !key.All(c => char.IsAscii(c) && !char.IsControl(c)))
        {
            return Wrong("Idempotency-Key is 1 to 64 ASCII characters, such as a UUID made when the delivery was begun: it keeps the delivery from being booked twice");
        }

        if (OrderBodyRules.Check(body) is { } mistake)
        {
            return Wrong(mistake);
        }

        return await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
            : await EndAsync(store, id, await receipts.ReceiveAsync(store, id, key, body, context.Caller(), cancellationToken), context, queries, cancellationToken);
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> CloseAsync(
        string id, [FromBody] EndBody body, HttpContext context, HeadquartersDatabase database, PurchaseEnds ends, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Remark("why", body.Why) is { } mistake)
        {
            return Wrong(mistake);
        }

        return await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
            : await EndAsync(store, id, await ends.CloseAsync(store, id, body.Why ?? "", context.Caller(), cancellationToken), context, queries, cancellationToken);
    }

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> CancelAsync(
        string id, [FromBody] EndBody? body, HttpContext context, HeadquartersDatabase database, PurchaseEnds ends, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Remark("why", body?.Why) is { } mistake)
        {
            return Wrong(mistake);
        }

        return await StoreAsync(id, context, database, cancellationToken) is not { } store ? NoPurchase(id)
            : await EndAsync(store, id, await ends.CancelAsync(store, id, body?.Why ?? "", context.Caller(), cancellationToken), context, queries, cancellationToken);
    }

    /// <summary>The purchase's store; null where there is no such purchase, or none that the caller sees.</summary>
    private static async Task<string?> StoreAsync(string id, HttpContext context, HeadquartersDatabase database, CancellationToken cancellationToken) =>
        await PurchaseRows.StoreOfAsync(database, id, cancellationToken) is { } store && context.Caller().Sees(store) ? store : null;

    private static async Task<Results<Ok<PurchaseView>, JsonHttpResult<PurchaseView>, JsonHttpResult<Refusal>>> EndAsync(
        string store, string id, Refused? refused, HttpContext context, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        if (refused is not null && refused.Status != StatusCodes.Status412PreconditionFailed)
        {
            return Refuse(refused);
        }

        var shown = await ShowAsync(store, id, context, queries, cancellationToken);
        return refused is null ? shown : TypedResults.Json(shown.Value, OrdersJson.Default.PurchaseView!, statusCode: refused.Status);
    }

    private static async Task<Ok<PurchaseView>> ShowAsync(string store, string id, HttpContext context, PurchaseQueries queries, CancellationToken cancellationToken)
    {
        var view = (await queries.FindAsync(store, id, cancellationToken))!;
        context.Response.Headers.ETag = $"\"{view.Etag}\"";
        return TypedResults.Ok(view);
    }

    private static JsonHttpResult<Refusal> NoPurchase(string id) => Missing($"there is no order '{id}'");
}
