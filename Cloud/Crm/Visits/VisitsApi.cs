using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Visits;

/// <summary>Visits over HTTP.</summary>
internal static class VisitsApi
{
    private const int MaxLimit = 200;
    private const int MaxDays = 400;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/visits").WithTags("Visits");
        api.MapGet("/heatmap", HeatMapAsync).Needs(Permission.ViewVisits).WithName("getHeatMap").WithSummary("People by hour of the week, in each store's own time")
            .WithDescription("Of one store, or of all that the caller sees; from and to are days, at most 400 of them. Gateways count by whole hours: the hour that runs is not in it.");
        api.MapGet("/arrivals", ArrivalsAsync).Needs(Permission.ViewVisits).WithName("listArrivals").WithSummary("Members' arrivals and what staff made of them, newest first");
        api.MapGet("/summary", SummaryAsync).Needs(Permission.ViewVisits).WithName("getVisitSummary").WithSummary("The last days of a store: people, dwell, arrivals, time to claim, conversion");
    }

    private static async Task<Results<Ok<HeatMap>, BadRequest<Refusal>, NotFound<Refusal>>> HeatMapAsync(
        HttpContext context, VisitQueries queries, DateOnly from, DateOnly to, CancellationToken cancellationToken, string? store = null)
    {
        if (to < from || to.DayNumber - from.DayNumber >= MaxDays)
        {
            return TypedResults.BadRequest(new Refusal($"the days are {from:O} to {to:O}; expected a first day and a last that is no earlier, at most {MaxDays} days"));
        }

        return store is not null && !context.Caller().Sees(store)
            ? NoStore(store)
            : TypedResults.Ok(await queries.HeatMapAsync(store, from, to, context.Caller(), cancellationToken));
    }

    private static async Task<Results<Ok<ArrivalPage>, BadRequest<Refusal>, NotFound<Refusal>>> ArrivalsAsync(
        HttpContext context, VisitQueries queries, CancellationToken cancellationToken, string? store = null, string? after = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        ArrivalMark? mark = null;
        if (after is not null && (mark = ArrivalMark.Read(after)) is null)
        {
            return TypedResults.BadRequest(new Refusal("after is not what a page gave as next"));
        }

        return store is not null && !context.Caller().Sees(store)
            ? NoStore(store)
            : TypedResults.Ok(await queries.ArrivalsAsync(store, mark, limit, context.Caller(), cancellationToken));
    }

    private static async Task<Results<Ok<VisitSummary>, BadRequest<Refusal>, NotFound<Refusal>>> SummaryAsync(
        HttpContext context, VisitQueries queries, string store, CancellationToken cancellationToken, int days = 7)
    {
        if (days is < 1 or > MaxDays)
        {
            return TypedResults.BadRequest(new Refusal($"days is {days}; expected 1 to {MaxDays}"));
        }

        return context.Caller().Sees(store) && await queries.SummaryAsync(store, days, cancellationToken) is { } summary ? TypedResults.Ok(summary) : NoStore(store);
    }

    private static NotFound<Refusal> NoStore(string store) => TypedResults.NotFound(new Refusal($"there is no store '{store}'"));
}
