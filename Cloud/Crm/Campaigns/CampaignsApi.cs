using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Campaigns;

/// <summary>Update campaigns over HTTP.</summary>
internal static class CampaignsApi
{
    private const int MostBody = 1024 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/campaigns").WithTags("Updates");
        api.MapGet("", ListAsync).Needs(Permission.MaintainGateways).WithName("listCampaigns").WithSummary("Update campaigns, the newest first");
        api.MapPost("", AddAsync).Needs(Permission.MaintainGateways).WithName("addCampaign").WithSummary("Brings a bundle to gateways, stage by stage")
            .WithDescription(
                "Gateways of the caller's stores, of the bundle's processor, that have said that they take updates; who is in it is fixed from then on. What is left out is as usual: one canary, then 10, 50 and 100 percent, "
                + "an hour well between, from 01:00 to 05:00 by the stores' clocks, ten at once, stopping itself at more than 3 failures or 5 percent.")
            .WithMetadata(new RequestSizeLimitAttribute(MostBody));
        api.MapGet("/{campaign}", FindAsync).Needs(Permission.MaintainGateways).WithName("getCampaign").WithSummary("One campaign");
        api.MapGet("/{campaign}/gateways", GatewaysAsync).Needs(Permission.MaintainGateways).WithName("listCampaignGateways").WithSummary("Its gateways, in the order in which they come");
        api.MapPost("/{campaign}/pause", (string campaign, HttpContext context, CampaignQueries queries, CampaignMaking making, CancellationToken cancellationToken) =>
            ChangeAsync(campaign, CampaignState.Paused, context, queries, making, cancellationToken))
            .Needs(Permission.MaintainGateways).WithName("pauseCampaign").WithSummary("Tells no further gateway; those that were told go on");
        api.MapPost("/{campaign}/resume", (string campaign, HttpContext context, CampaignQueries queries, CampaignMaking making, CancellationToken cancellationToken) =>
            ChangeAsync(campaign, CampaignState.Running, context, queries, making, cancellationToken))
            .Needs(Permission.MaintainGateways).WithName("resumeCampaign").WithSummary("Lets it go on, also where it has stopped itself: what failed so far is let pass");
        api.MapPost("/{campaign}/stop", (string campaign, HttpContext context, CampaignQueries queries, CampaignMaking making, CancellationToken cancellationToken) =>
            ChangeAsync(campaign, CampaignState.Stopped, context, queries, making, cancellationToken))
            .Needs(Permission.MaintainGateways).WithName("stopCampaign").WithSummary("Ends it; those that were told go on");
    }

    private static async Task<Ok<IReadOnlyList<CampaignView>>> ListAsync(HttpContext context, CampaignQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListAsync(context.Caller(), null, cancellationToken));

    private static async Task<Results<Created<CampaignView>, BadRequest<Refusal>>> AddAsync(
        [FromBody] CampaignBody body, HttpContext context, CampaignQueries queries, CampaignMaking making, CancellationToken cancellationToken)
    {
        var plan = CampaignRules.Read(body, out var mistake);
        if (mistake is not null)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        var (id, refused) = await making.AddAsync(body, plan, context.Caller(), cancellationToken);
        return id is null ? TypedResults.BadRequest(new Refusal(refused!)) : TypedResults.Created($"/api/campaigns/{id}", (await queries.ListAsync(context.Caller(), id, cancellationToken))[0]);
    }

    private static async Task<Results<Ok<CampaignView>, NotFound<Refusal>>> FindAsync(string campaign, HttpContext context, CampaignQueries queries, CancellationToken cancellationToken) =>
        await queries.ListAsync(context.Caller(), campaign, cancellationToken) is [var found] ? TypedResults.Ok(found) : NoCampaign(campaign);

    private static async Task<Results<Ok<IReadOnlyList<CampaignGatewayView>>, NotFound<Refusal>>> GatewaysAsync(
        string campaign, HttpContext context, CampaignQueries queries, CancellationToken cancellationToken) =>
        await queries.GatewaysAsync(context.Caller(), campaign, cancellationToken) is { Count: > 0 } gateways ? TypedResults.Ok(gateways) : NoCampaign(campaign);

    private static async Task<Results<Ok<CampaignView>, NotFound<Refusal>, Conflict<Refusal>, JsonHttpResult<Refusal>>> ChangeAsync(
        string campaign, CampaignState to, HttpContext context, CampaignQueries queries, CampaignMaking making, CancellationToken cancellationToken)
    {
        if (await queries.ListAsync(context.Caller(), campaign, cancellationToken) is not [var known])
        {
            return NoCampaign(campaign);
        }

        if (!known.MayChange)
        {
            return TypedResults.Json(new Refusal("the campaign has gateways of stores that are not yours"), FleetJson.Default.Refusal, statusCode: StatusCodes.Status403Forbidden);
        }

        return await making.ChangeAsync(campaign, to, context.Caller(), cancellationToken)
            ? TypedResults.Ok((await queries.ListAsync(context.Caller(), campaign, cancellationToken))[0])
            : TypedResults.Conflict(new Refusal($"the campaign is {known.State}; that cannot be done with it"));
    }

    private static NotFound<Refusal> NoCampaign(string id) => TypedResults.NotFound(new Refusal($"there is no campaign '{id}'"));
}
