using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Stock;

/// <summary>Transfers between stores over HTTP.</summary>
internal static class TransferApi
{
    private const string Key = "Idempotency-Key";

    internal static void Map(RouteGroupBuilder api)
    {
        var transfers = api.MapGroup("/transfers");
        transfers.MapGet("", ListAsync).Needs(Permission.ViewStock).WithName("listTransfers").WithSummary("Transfers from or to the caller's stores, the newest first");
        transfers.MapGet("/{id}", FindAsync).Needs(Permission.ViewStock).WithName("getTransfer").WithSummary("One transfer");
        transfers.MapPost("", CreateAsync).Needs(Permission.MoveStock).WithName("createTransfer").WithSummary("Asks for goods of another store");
        transfers.MapPost("/{id}/ship", ShipAsync).Needs(Permission.MoveStock).WithName("shipTransfer").WithSummary("The goods leave the sender's back room")
            .WithDescription("Without a body all that was asked for is shipped; else {\"lines\":[{\"sku\",\"quantity\"}]}.");
        transfers.MapPost("/{id}/receive", ReceiveAsync).Needs(Permission.MoveStock).WithName("receiveTransfer").WithSummary("Goods arrive, all of them or some")
            .WithDescription("The same key, in the body or as Idempotency-Key, is the same part and counts once.");
        transfers.MapPost("/{id}/claims", ClaimAsync).Needs(Permission.MoveStock).WithName("claimTransfer").WithSummary("Says what became of goods that did not arrive: lost, or found to have stayed");
        transfers.MapPost("/{id}/cancel", CancelAsync).Needs(Permission.MoveStock).WithName("cancelTransfer").WithSummary("Takes back what was asked for, before it was shipped");
    }

    private static async Task<Results<Ok<StockPage<TransferView>>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, TransferTable transfers, CancellationToken cancellationToken, string? store = null, string show = "open", string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 1, out var mark) is { } bad ? bad
        : show is not ("open" or "all") ? TypedResults.BadRequest(new Refusal($"show is '{show}'; expected open or all"))
        : TypedResults.Ok(await transfers.ListAsync(StockApi.Wanted(context.Caller(), store), show == "all", mark, limit, cancellationToken));

    private static async Task<Results<Ok<TransferView>, NotFound<Refusal>>> FindAsync(string id, HttpContext context, TransferTable transfers, CancellationToken cancellationToken) =>
        await transfers.FindAsync(id, context.Caller(), cancellationToken) is { } transfer ? TypedResults.Ok(transfer) : TypedResults.NotFound(new Refusal($"there is no transfer '{id}' here"));

    private static async Task<Results<Ok<TransferView>, Created<TransferView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> CreateAsync(
        TransferBody body, [FromHeader(Name = Key)] string? key, HttpContext context, TransferTable transfers, CancellationToken cancellationToken) =>
        StockChangeApi.CheckKey(key) is { } bad ? bad
        : (await transfers.CreateAsync(body, context.Caller(), key, cancellationToken)).Made(transfer => $"/api/transfers/{transfer.Id}");

    private static async Task<Results<Ok<TransferView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> ShipAsync(
        string id, HttpContext context, TransferTable transfers, CancellationToken cancellationToken)
    {
        var (part, problem) = await OptionalBody.ReadAsync(context.Request, StockJson.Default.TransferLines, cancellationToken);
        return problem is not null ? TypedResults.BadRequest(new Refusal(problem)) : (await transfers.ShipAsync(id, part?.Lines, context.Caller(), cancellationToken)).Told();
    }

    private static async Task<Results<Ok<TransferView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> ReceiveAsync(
        string id, TransferLines part, [FromHeader(Name = Key)] string? key, HttpContext context, TransferTable transfers, CancellationToken cancellationToken) =>
        StockChangeApi.CheckKey(part.Key ?? key) is { } bad ? bad : (await transfers.ReceiveAsync(id, part, context.Caller(), key, cancellationToken)).Told();

    private static async Task<Results<Ok<TransferView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> ClaimAsync(
        string id, TransferClaims claims, [FromHeader(Name = Key)] string? key, HttpContext context, TransferTable transfers, CancellationToken cancellationToken) =>
        StockChangeApi.CheckKey(key) is { } bad ? bad : (await transfers.ClaimAsync(id, claims, context.Caller(), key, cancellationToken)).Told();

    private static async Task<Results<Ok<TransferView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> CancelAsync(
        string id, HttpContext context, TransferTable transfers, CancellationToken cancellationToken) =>
        (await transfers.CancelAsync(id, context.Caller(), cancellationToken)).Told();
}
