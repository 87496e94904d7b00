using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;
using Cloud.Crm.Orders;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Planograms;

/// <summary>Planograms over HTTP.</summary>
internal static class PlanogramsApi
{
    private const int MostShown = 50;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/planograms/{store}").WithTags("Planograms");
        api.MapGet("", ListAsync).Needs(Permission.ViewStock).WithName("listPlanograms").WithSummary("The planograms of a store's gateways").Refuses(404);
        api.MapGet("/{gateway}", FindAsync).Needs(Permission.ViewStock).WithName("getPlanogram").WithSummary("A gateway's planogram, and what the gateway said of it").Refuses(404);
        api.MapGet("/{gateway}/versions", VersionsAsync).Needs(Permission.ViewStock).WithName("listPlanogramVersions").WithSummary("A gateway's latest planograms, newest first").Refuses(404);
        api.MapPut("/{gateway}", SetAsync).Needs(Permission.EditPlanograms).WithName("setPlanogram").WithSummary("Wants a planogram of a gateway; null takes it back")
            .WithDescription("Checked by the gateway's own rules, and against the products and the plates that headquarters knows; every mistake is told. anyPlate: plates that the gateway has not told of yet may be named. If-Match with the etag that was read.")
            .WithMetadata(new RequestSizeLimitAttribute(2 * PlanogramRules.MostBytes)).Refuses(400, 404, 428);
    }

    private static async Task<Results<Ok<IReadOnlyList<PlanogramView>>, JsonHttpResult<Refusal>>> ListAsync(
        string store, HttpContext context, FleetRegistry fleet, StoreQueries stores, PlanogramTable table, CancellationToken cancellationToken)
    {
        if (!context.Caller().Sees(store) || !await stores.ExistsAsync(store, cancellationToken))
        {
            return Missing($"there is no store '{store}'");
        }

        var views = new List<PlanogramView>();
        foreach (var gateway in fleet.All.Where(g => g.Store == store).OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            views.Add(await table.FindAsync(gateway, cancellationToken));
        }

        return TypedResults.Ok<IReadOnlyList<PlanogramView>>(views);
    }

    private static async Task<Results<Ok<PlanogramView>, JsonHttpResult<Refusal>>> FindAsync(
        string store, string gateway, HttpContext context, FleetRegistry fleet, PlanogramTable table, CancellationToken cancellationToken)
    {
        if (Known(store, gateway, context, fleet) is not { } known)
        {
            return NoGateway(store, gateway);
        }

        var view = await table.FindAsync(known, cancellationToken);
        context.Response.Headers.ETag = $"\"{view.Etag}\"";
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<IReadOnlyList<PlanogramVersion>>, JsonHttpResult<Refusal>>> VersionsAsync(
        string store, string gateway, HttpContext context, FleetRegistry fleet, PlanogramTable table, CancellationToken cancellationToken) =>
        Known(store, gateway, context, fleet) is { } known ? TypedResults.Ok(await table.VersionsAsync(known, cancellationToken)) : NoGateway(store, gateway);

    private static async Task<Results<Accepted<PlanogramView>, JsonHttpResult<PlanogramView>, JsonHttpResult<Refusal>>> SetAsync(
        string store,
        string gateway,
        [FromBody] JsonElement planogram,
        HttpContext context,
        FleetRegistry fleet,
        GatewayLink link,
        PlanogramTable table,
        CancellationToken cancellationToken,
        bool anyPlate = false)
    {
        if (Known(store, gateway, context, fleet) is not { } known)
        {
            return NoGateway(store, gateway);
        }

        var (wanted, missing) = Wanted(context);
        if (missing is not null)
        {
            return Refuse(missing);
        }

        var isBack = planogram.ValueKind == JsonValueKind.Null;
        if (!isBack)
        {
            var plates = await table.PlatesAsync(known, cancellationToken);
            var mistakes = PlanogramRules.Check(
                planogram, await table.ProductsAsync(PlanogramRules.SkusOf(planogram), cancellationToken),
                anyPlate || plates.Count == 0 ? null : plates.ToHashSet(StringComparer.Ordinal));
            if (mistakes.Count > 0)
            {
                return Wrong(string.Join("; ", mistakes.Take(MostShown)) + (mistakes.Count > MostShown ? FormattableString.Invariant($"; and {mistakes.Count - MostShown} more") : ""));
            }
        }

        var set = await table.SetAsync(known, isBack ? null : planogram.GetRawText(), wanted, context.Caller(), cancellationToken);
        if (set is { } told)
        {
            await link.DesireAsync(known, told.Version, told.Config);
        }

        var view = await table.FindAsync(known, cancellationToken);
        context.Response.Headers.ETag = $"\"{view.Etag}\"";
        return set is not null ? TypedResults.Accepted($"/api/planograms/{store}/{gateway}", view)
            : TypedResults.Json(view, PlanogramsJson.Default.PlanogramView, statusCode: StatusCodes.Status412PreconditionFailed);
    }

    private static RegisteredGateway? Known(string store, string gateway, HttpContext context, FleetRegistry fleet) =>
        fleet.Find(gateway) is { } known && known.Store == store && context.Caller().Sees(store) ? known : null;

    private static JsonHttpResult<Refusal> NoGateway(string store, string gateway) => Missing($"store '{store}' has no gateway '{gateway}'");
}
