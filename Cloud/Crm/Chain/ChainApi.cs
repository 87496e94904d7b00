using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Chain;

/// <summary>Regions and stores' places, over HTTP.</summary>
internal static class ChainApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Chain");
        api.MapGet("/regions", RegionsAsync).Needs(Permission.ViewStores).WithName("listRegions").WithSummary("The tree of regions");
        // Whoever changes the tree changes who sees what.
        api.MapPut("/regions", SetRegionsAsync).Needs(Permission.EditAccounts).WithName("setRegions").WithSummary("Makes this the tree of regions");
        api.MapGet("/places", PlacesAsync).Needs(Permission.ViewStores).WithName("listPlaces").WithSummary("Where the stores stand");
        api.MapGet("/stores/{store}/place", PlaceAsync).Needs(Permission.ViewStores).WithName("getPlace").WithSummary("Where a store stands");
        api.MapPut("/stores/{store}/place", SetPlaceAsync).Needs(Permission.EditStores).WithName("setPlace").WithSummary("Says where a store stands");
    }

    private static async Task<Ok<IReadOnlyList<RegionView>>> RegionsAsync(RegionTable regions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await regions.ListAsync(cancellationToken));

    private static async Task<Results<Ok<IReadOnlyList<RegionView>>, BadRequest<Refusal>>> SetRegionsAsync(
        HttpContext context, [FromBody] RegionsBody body, RegionTable regions, CancellationToken cancellationToken)
    {
        if (body.Regions is null)
        {
            return TypedResults.BadRequest(new Refusal("expected {\"regions\": [{region, name, parent}, …]}"));
        }

        return await regions.SetAsync(context.Caller(), body.Regions, cancellationToken) is { } mistake
            ? TypedResults.BadRequest(new Refusal(mistake))
            : TypedResults.Ok(await regions.ListAsync(cancellationToken));
    }

    private static async Task<Ok<IReadOnlyList<PlaceView>>> PlacesAsync(HttpContext context, PlaceTable places, CancellationToken cancellationToken) =>
        TypedResults.Ok(await places.ListAsync(context.Caller().Stores, cancellationToken));

    private static async Task<Results<Ok<PlaceView>, NotFound<Refusal>>> PlaceAsync(string store, PlaceTable places, CancellationToken cancellationToken) =>
        await places.FindAsync(store, cancellationToken) is { } place ? TypedResults.Ok(place) : TypedResults.NotFound(new Refusal($"there is no store '{store}'"));

    private static async Task<Results<Ok<PlaceView>, NotFound<Refusal>, BadRequest<Refusal>>> SetPlaceAsync(
        HttpContext context, string store, [FromBody] PlaceBody body, PlaceTable places, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(store, cancellationToken) is null)
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{store}'"));
        }

        if ((PlaceTable.Mistake(body) ?? await places.SetAsync(context.Caller(), store, body, cancellationToken)) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        return TypedResults.Ok((await places.FindAsync(store, cancellationToken))!);
    }
}
