using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Stock;

/// <summary>Stocktakes over HTTP.</summary>
internal static class StocktakeApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        var takes = api.MapGroup("/stocktakes");
        takes.MapGet("", ListAsync).Needs(Permission.ViewStock).WithName("listStocktakes").WithSummary("Stocktakes here and at gateways, the newest first");
        takes.MapGet("/{id}", FindAsync).Needs(Permission.ViewStock).WithName("getStocktake").WithSummary("A stocktake with its lines");
        takes.MapPost("", BeginAsync).Needs(Permission.CountStock).WithName("beginStocktake").WithSummary("Begins to count a place");
        takes.MapPost("/{id}/lines", CountAsync).Needs(Permission.CountStock).WithName("countStocktakeLine").WithSummary("Counts a code; the same scan counts once");
        takes.MapPost("/{id}/close", CloseAsync).Needs(Permission.CountStock).WithName("closeStocktake").WithSummary("Books what the books did not expect, each line as of when it was counted")
            .WithDescription("Body, if any: {\"missing\":\"zero\"} says that goods which the books have at the place and nobody counted are not there.");
    }

    private static async Task<Results<Ok<StockPage<StocktakeRow>>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, StocktakeTable takes, CancellationToken cancellationToken, string? store = null, string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad
        : TypedResults.Ok(await takes.ListAsync(StockApi.Wanted(context.Caller(), store), mark, limit, cancellationToken));

    private static async Task<Results<Ok<StocktakeView>, NotFound<Refusal>>> FindAsync(string id, HttpContext context, StocktakeTable takes, CancellationToken cancellationToken) =>
        await takes.FindAsync(id, context.Caller(), cancellationToken) is { } take ? TypedResults.Ok(take) : TypedResults.NotFound(new Refusal($"there is no stocktake '{id}'"));

    private static async Task<Results<Ok<StocktakeView>, Created<StocktakeView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> BeginAsync(
        StocktakeBody body, [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext context, StocktakeTable takes, CancellationToken cancellationToken) =>
        StockChangeApi.CheckKey(key) is { } bad ? bad
        : (await takes.BeginAsync(body, context.Caller(), key, cancellationToken)).Made(take => $"/api/stocktakes/{take.Id}");

    private static async Task<Results<Ok<StocktakeView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> CountAsync(
        string id, ScanBody scan, HttpContext context, StocktakeTable takes, CancellationToken cancellationToken) =>
        (await takes.CountAsync(id, scan, context.Caller(), cancellationToken)).Told();

    private static async Task<Results<Ok<StocktakeView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> CloseAsync(
        string id, HttpContext context, StocktakeTable takes, CancellationToken cancellationToken)
    {
        var (body, problem) = await OptionalBody.ReadAsync(context.Request, StockJson.Default.CloseBody, cancellationToken);
        problem ??= body?.Missing is null or "keep" or "zero" ? null : $"missing is '{body.Missing}'; expected keep or zero";
        return problem is not null ? TypedResults.BadRequest(new Refusal(problem)) : (await takes.CloseAsync(id, body?.Missing == "zero", context.Caller(), cancellationToken)).Told();
    }
}
