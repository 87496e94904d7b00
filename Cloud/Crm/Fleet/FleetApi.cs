using Cloud.Crm.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Fleet;

/// <summary>The fleet over HTTP.</summary>
internal static class FleetApi
{
    private const int MaxLimit = 500;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Fleet");
        api.MapGet("/stores", StoresAsync).Needs(Permission.ViewStores).WithName("listStores").WithSummary("Every store with its gateways");
        api.MapGet("/stores/{store}", StoreAsync).Needs(Permission.ViewStores).WithName("getStore").WithSummary("One store with its gateways and devices");
        api.MapGet("/stores/{store}/events", EventsAsync).Needs(Permission.ViewStores).WithName("listEvents").WithSummary("Committed events of a store, newest first")
            .WithDescription("before is a position and needs gateway, because positions count per gateway.");
        api.MapGet("/dead-letters", DeadLettersAsync).Needs(Permission.ViewStores).WithName("listDeadLetters").WithSummary("What could not be read, newest first");
        api.MapGet("/ledger", LedgerAsync).Needs(Permission.ViewStores).WithName("getLedger").WithSummary("Rows and effects of every gateway, counted apart");
        routes.MapGet("/healthz", HealthAsync).Needs(Permission.None).WithTags("Service").WithName("getHealth").WithSummary("Whether the service and its database answer");
    }

    private static async Task<Ok<IReadOnlyList<StoreSummary>>> StoresAsync(
        HttpContext context, FleetQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.StoresAsync(context.Caller().Stores, cancellationToken));

    private static async Task<Results<Ok<StoreView>, NotFound<Refusal>>> StoreAsync(string store, FleetQueries queries, CancellationToken cancellationToken) =>
        await queries.StoreAsync(store, cancellationToken) is { } view ? TypedResults.Ok(view) : NoStore(store);

    private static async Task<Results<Ok<EventPage>, NotFound<Refusal>, BadRequest<Refusal>>> EventsAsync(
        string store, FleetQueries queries, CancellationToken cancellationToken, string? gateway = null, long? before = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        if (before is not null && gateway is null)
        {
            return TypedResults.BadRequest(new Refusal("before counts the events of one gateway; say which with gateway"));
        }

        var marks = await queries.MarksAsync(store, cancellationToken);
        if (marks.Count == 0 && await queries.StoreAsync(store, cancellationToken) is null)
        {
            return NoStore(store);
        }

        var wanted = marks.Where(m => gateway is null || m.Gateway == gateway).ToList();
        if (gateway is not null && wanted.Count == 0)
        {
            return TypedResults.NotFound(new Refusal($"store '{store}' has no gateway '{gateway}'"));
        }

        return TypedResults.Ok(new EventPage(
            await queries.EventsAsync([.. wanted.Select(m => (m, 0L, before ?? long.MaxValue))], limit, cancellationToken)));
    }

    private static async Task<Results<Ok<IReadOnlyList<DeadLetterView>>, BadRequest<Refusal>>> DeadLettersAsync(
        HttpContext context, FleetQueries queries, CancellationToken cancellationToken, int limit = 50) =>
        limit is < 1 or > MaxLimit
            ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
            : TypedResults.Ok(await queries.DeadLettersAsync(limit, context.Caller().Stores, cancellationToken));

    private static async Task<Ok<IReadOnlyList<LedgerView>>> LedgerAsync(HttpContext context, FleetQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.LedgerAsync(context.Caller().Stores, cancellationToken));

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> HealthAsync(FleetQueries queries, CancellationToken cancellationToken)
    {
        try
        {
            await queries.PingAsync(cancellationToken);
            return TypedResults.Ok(new Health("healthy"));
        }
        catch (System.Data.Common.DbException)
        {
            return TypedResults.Json(new Health("the database does not answer"), FleetJson.Default.Health, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static NotFound<Refusal> NoStore(string store) => TypedResults.NotFound(new Refusal($"there is no store '{store}'"));
}
