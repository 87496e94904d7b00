using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Fleet;
using Cloud.Crm.Sales;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Programme;

/// <summary>Points over HTTP.</summary>
internal static class PointsApi
{
    private const long MostPoints = 1_000_000_000;
    private const int MaxWhy = 200;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/customers/{id}/points", ReadAsync).Needs(Permission.ViewCustomers).WithTags("Points").WithName("getPoints")
            .WithSummary("A customer's points: the balance, what remains of which lot, and every entry");
        api.MapPost("/customers/{id}/points/adjust", AdjustAsync).Needs(Permission.AdjustPoints).WithTags("Points").WithName("adjustPoints").WithSummary("Gives or takes points by hand")
            .WithDescription("id is a UUID that the page makes: the same change is made once.");
        api.MapPost("/points/burn", BurnAsync).Needs(Permission.UseVouchers).WithTags("Points").WithName("burnPoints").WithSummary("A till takes points: those that expire next first")
            .WithDescription("id is a UUID that the till makes: the same again is answered the same. Points that are paid with in a sale stand in the sale instead.");
    }

    private static async Task<Results<Ok<PointsView>, BadRequest<Refusal>, NotFound<Refusal>>> ReadAsync(
        string id, PointsDesk desk, CancellationToken cancellationToken, string? before = null, int limit = 50)
    {
        if (limit is < 1 or > SalesApi.MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {SalesApi.MaxLimit}"));
        }

        SaleMark? mark = null;
        if (before is not null && (mark = SaleMark.Read(before)) is null)
        {
            return TypedResults.BadRequest(new Refusal("before is not what a page gave as next"));
        }

        return await desk.ReadAsync(id, mark, limit, cancellationToken) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound(new Refusal($"there is no customer '{id}'"));
    }

    private static async Task<Results<Ok<PointsBalance>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> AdjustAsync(
        string id, [FromBody] PointsAdjustment adjustment, HttpContext context, PointsDesk desk, CancellationToken cancellationToken)
    {
        string?[] mistakes =
        [
            adjustment.Points is 0 or > MostPoints or < -MostPoints ? $"points is {adjustment.Points}; expected 1 to {MostPoints}, or as many to take with a minus" : null,
            adjustment.Why is not { Length: >= 1 and <= MaxWhy } why || why.Any(char.IsControl) ? $"why has 1 to {MaxWhy} characters: it stays with the entry" : null,
            adjustment.Id == Guid.Empty ? "id is missing; expected a UUID of the page's own" : null,
        ];
        if (string.Join("; ", mistakes.OfType<string>()) is { Length: > 0 } found)
        {
            return TypedResults.BadRequest(new Refusal(found));
        }

        var (balance, refusal) = await desk.AdjustAsync(id, adjustment, context.Caller(), cancellationToken);
        return balance is not null ? TypedResults.Ok(balance)
            : refusal is not null ? TypedResults.Conflict(new Refusal(refusal))
            : TypedResults.NotFound(new Refusal($"there is no customer '{id}'"));
    }

    private static async Task<Results<Ok<PointsBurnt>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> BurnAsync(
        [FromBody] PointsBurn burn, HttpContext context, PointsDesk desk, CancellationToken cancellationToken)
    {
        string?[] mistakes =
        [
            burn.Id == Guid.Empty ? "id is missing; expected a UUID of the till's own" : null,
            burn.Points is < 1 or > MostPoints ? $"points is {burn.Points}; expected 1 to {MostPoints}" : null,
            burn.Store is null || !Identifier.IsValid(burn.Store) ? "store is missing or none" : null,
            burn.Till is not { Length: >= 1 and <= 64 } ? "till has 1 to 64 characters" : null,
            new[] { burn.Customer, burn.Phone, burn.Card }.Count(text => text is not null) != 1 ? "the customer is named by exactly one of customer, phone and card" : null,
        ];
        if (string.Join("; ", mistakes.OfType<string>()) is { Length: > 0 } found)
        {
            return TypedResults.BadRequest(new Refusal(found));
        }

        if (!context.Caller().Sees(burn.Store!))
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{burn.Store}'"));
        }

        var key = burn.Customer is { } id ? CustomerKey.OfId(id) : burn.Phone is { } phone ? CustomerKey.OfPhone(phone) : CustomerKey.OfCard(burn.Card!);
        var (burnt, missing, refusal) = await desk.BurnAsync(burn, key, context.Caller(), cancellationToken);
        return burnt is not null ? TypedResults.Ok(burnt)
            : missing is not null ? TypedResults.NotFound(new Refusal(missing))
            : TypedResults.Conflict(new Refusal(refusal!));
    }
}
