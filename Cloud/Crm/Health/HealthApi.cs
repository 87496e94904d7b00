using System.Globalization;
using Cloud.Contracts.Metrics;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Stock;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Health;

/// <summary>The fleet's health over HTTP.</summary>
internal static class HealthApi
{
    private const int MaxLimit = 500;
    private const int MostMinutes = 30 * 24 * 60;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Health");
        api.MapGet("/fleet", FleetAsync).Needs(Permission.ViewStores).WithName("listFleet").WithSummary("Gateways, what headquarters makes of them and how they say they are, the ill ones first");
        api.MapGet("/fleet/summary", SummaryAsync).Needs(Permission.ViewStores).WithName("getFleetSummary").WithSummary("How many gateways are in each state, and what can be filtered by");
        api.MapGet("/fleet/map", MapAsync).Needs(Permission.ViewStores).WithName("getFleetMap").WithSummary("Stores that have coordinates, with the worst state of their gateways");
        api.MapGet("/gateways/{gateway}/health", DayAsync).Needs(Permission.ViewStores).WithName("getGatewayHealth").WithSummary("One gateway, its devices, its last day and its alarms");
        api.MapGet("/gateway-alarms", AlarmsAsync).Needs(Permission.ViewStores).WithName("listGatewayAlarms").WithSummary("Alarms about gateways, the newest first");
        api.MapPost("/gateway-alarms/{id}/acknowledge", AcknowledgeAsync).Needs(Permission.OperateGateways).WithName("acknowledgeGatewayAlarm").WithSummary("Notes that somebody has seen an alarm");
        api.MapPost("/gateway-alarms/{id}/mute", MuteAsync).Needs(Permission.OperateGateways).WithName("muteGatewayAlarm").WithSummary("Tells nobody of an alarm for so many minutes; 0 ends that");
        routes.MapGet("/metrics", MetricsAsync).Needs(Permission.ViewStores).WithTags("Service").WithName("getMetrics").WithSummary("This node and the fleet, for Prometheus")
            .WithDescription("Prometheus text format; needs a token, such as an auditor's.").Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<Results<Ok<FleetPage>, BadRequest<Refusal>>> FleetAsync(
        HttpContext context, FleetPages pages, CancellationToken cancellationToken, string? state = null, string? store = null, string? region = null, string? version = null,
        string? find = null, string? after = null, int limit = 100)
    {
        var mistake = Filter(state, store, region, version, find, out var filter) ?? PageMark.Check(limit, after, 3, out _);
        var from = mistake is null && after is not null ? FleetPages.ReadMark(PageMark.Read(after, 3)) : null;
        return mistake is not null ? mistake
            : after is not null && from is null ? TypedResults.BadRequest(new Refusal("after is not what a page gave as next"))
            : TypedResults.Ok(await pages.PageAsync(context.Caller(), filter, from, limit, cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<FleetPlace>>, BadRequest<Refusal>>> MapAsync(
        HttpContext context, FleetPages pages, CancellationToken cancellationToken, string? state = null, string? store = null, string? region = null, string? version = null, string? find = null) =>
        Filter(state, store, region, version, find, out var filter) is { } mistake ? mistake : TypedResults.Ok(await pages.MapAsync(context.Caller(), filter, cancellationToken));

    private static async Task<Ok<FleetSummary>> SummaryAsync(HttpContext context, FleetPages pages, CancellationToken cancellationToken, string? store = null) =>
        TypedResults.Ok(await pages.SummaryAsync(context.Caller(), store, cancellationToken));

    /// <summary>What is wrong with a filter, or null.</summary>
    private static BadRequest<Refusal>? Filter(string? state, string? store, string? region, string? version, string? find, out FleetFilter filter)
    {
        var known = GatewayStates.All.Where(each => each.Word() == state).Select(each => (GatewayState?)each).FirstOrDefault();
        filter = new FleetFilter(known, store, region, version, find);
        return state is not null && known is null ? TypedResults.BadRequest(new Refusal($"state is '{state}'; expected {string.Join(", ", GatewayStates.All.Select(each => each.Word()))}"))
            : find?.Length > FleetFilter.MaxFind ? TypedResults.BadRequest(new Refusal($"find has {find.Length} characters; expected at most {FleetFilter.MaxFind}"))
            : null;
    }

    private static async Task<Results<Ok<GatewayDay>, NotFound<Refusal>>> DayAsync(string gateway, HttpContext context, HealthQueries queries, CancellationToken cancellationToken) =>
        await queries.DayAsync(context.Caller(), gateway, cancellationToken) is { } day ? TypedResults.Ok(day) : TypedResults.NotFound(new Refusal($"there is no gateway '{gateway}'"));

    private static async Task<Results<Ok<IReadOnlyList<GatewayAlarmView>>, BadRequest<Refusal>>> AlarmsAsync(
        HttpContext context, HealthQueries queries, CancellationToken cancellationToken, string show = "open", int limit = 100) =>
        limit is < 1 or > MaxLimit ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
        : show is not ("open" or "all") ? TypedResults.BadRequest(new Refusal($"show is '{show}'; expected open or all"))
        : TypedResults.Ok(await queries.AlarmsAsync(context.Caller(), show == "all", limit, cancellationToken));

    private static async Task<Results<Ok<GatewayAlarmView>, NotFound<Refusal>>> AcknowledgeAsync(
        string id, HttpContext context, AlarmActions actions, CancellationToken cancellationToken) =>
        await actions.AcknowledgeAsync(id, context.Caller(), cancellationToken) is { } alarm ? TypedResults.Ok(alarm) : NoAlarm(id);

    private static async Task<Results<Ok<GatewayAlarmView>, NotFound<Refusal>, BadRequest<Refusal>>> MuteAsync(
        string id, MuteBody body, HttpContext context, AlarmActions actions, CancellationToken cancellationToken) =>
        body.Minutes is not { } minutes || minutes is < 0 or > MostMinutes
            ? TypedResults.BadRequest(new Refusal($"minutes is {body.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "missing"}; expected 0 to {MostMinutes}"))
        : await actions.MuteAsync(id, minutes, context.Caller(), cancellationToken) is { } alarm ? TypedResults.Ok(alarm) : NoAlarm(id);

    private static async Task<ContentHttpResult> MetricsAsync(HttpContext context, HealthQueries queries, MetricsPage page, CancellationToken cancellationToken)
    {
        var text = new MetricsText();
        FleetMetrics.Write(text, await queries.FleetAsync(context.Caller(), null, cancellationToken));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(page.Write() + text, MetricsText.ContentType);
    }

    private static NotFound<Refusal> NoAlarm(string id) => TypedResults.NotFound(new Refusal($"there is no alarm '{id}'"));
}
