using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Gateways;

/// <summary>Earlier configurations of a gateway over HTTP: the list, one, what differs, and taking one back.</summary>
internal static class TwinHistoryApi
{
    private const int MaxLimit = 200;
    private const int MostChanges = 500;

    /// <param name="api">The group of one gateway.</param>
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/config/versions", ListAsync).Needs(Permission.ViewStores).WithName("listConfigVersions").WithSummary("Every configuration that was wanted of a gateway, newest first");
        api.MapGet("/config/versions/{version}", FindAsync).Needs(Permission.ViewStores).WithName("getConfigVersion").WithSummary("One of them with its sections");
        api.MapGet("/config/versions/{version}/changes", ChangesAsync).Needs(Permission.ViewStores).WithName("getConfigChanges")
            .WithSummary("What differs from an earlier one").WithDescription("from: which one; without it the one before.");
        api.MapPost("/config/versions/{version}/restore", RestoreAsync).Needs(Permission.OperateGateways).WithName("restoreConfig").WithSummary("Wants an earlier configuration again, as a new version")
            .WithDescription("A section that the templates say just so now is left to them, and one that the version did not have is theirs.");
    }

    private static async Task<Results<Ok<TwinVersionPage>, NotFound<Refusal>, BadRequest<Refusal>>> ListAsync(
        string gateway, FleetRegistry fleet, TwinHistory history, CancellationToken cancellationToken, long? before = null, int limit = 50) =>
        limit is < 1 or > MaxLimit ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
        : fleet.Find(gateway) is { } known ? TypedResults.Ok(await history.ListAsync(known.Id, before, limit, cancellationToken)) : NoGateway(gateway);

    private static async Task<Results<Ok<TwinVersionDocument>, NotFound<Refusal>>> FindAsync(
        string gateway, long version, FleetRegistry fleet, TwinHistory history, CancellationToken cancellationToken) =>
        fleet.Find(gateway) is not { } known ? NoGateway(gateway)
        : await history.FindAsync(known.Id, version, cancellationToken) is { } found ? TypedResults.Ok(found) : NoVersion(gateway, version);

    private static async Task<Results<Ok<TwinChanges>, NotFound<Refusal>, BadRequest<Refusal>>> ChangesAsync(
        string gateway, long version, FleetRegistry fleet, TwinHistory history, CancellationToken cancellationToken, long? from = null)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        var earlier = from ?? await history.BeforeAsync(known.Id, version, cancellationToken) ?? 0;
        if (await history.FindAsync(known.Id, version, cancellationToken) is not { } later)
        {
            return NoVersion(gateway, version);
        }

        var before = earlier == 0 ? JsonElement.Parse("{}") : (await history.FindAsync(known.Id, earlier, cancellationToken))?.Config;
        if (before is not { } config)
        {
            return NoVersion(gateway, earlier);
        }

        var (changes, isCut) = JsonDifference.Of(config, later.Config, MostChanges);
        return TypedResults.Ok(new TwinChanges(earlier, version, isCut, changes));
    }

    private static async Task<Results<Accepted<TwinVersion>, NotFound<Refusal>>> RestoreAsync(
        string gateway, long version, HttpContext context, FleetRegistry fleet, TwinHistory history, TwinTable twins, GatewayLink link, CancellationToken cancellationToken)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        if (await history.FindAsync(known.Id, version, cancellationToken) is not { } found)
        {
            return NoVersion(gateway, version);
        }

        var (made, config) = await twins.SetAsync(known, found.Config.GetRawText(), version, context.Caller(), cancellationToken);
        await link.DesireAsync(known, made, config);
        return TypedResults.Accepted($"/api/gateways/{gateway}/config", new TwinVersion(made));
    }

    private static NotFound<Refusal> NoGateway(string gateway) => TypedResults.NotFound(new Refusal($"there is no gateway '{gateway}'"));

    private static NotFound<Refusal> NoVersion(string gateway, long version) => TypedResults.NotFound(new Refusal($"gateway '{gateway}' was never wanted to have a version {version}"));
}
