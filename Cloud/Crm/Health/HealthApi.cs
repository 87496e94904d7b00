using System.Globalization;
using Cloud.Contracts.Metrics;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
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
        api.MapGet("/fleet", FleetAsync).Needs(Permission.ViewStores).WithName("listFleet").WithSummary("Every gateway, what headquarters makes of it and how it says it is");
        api.MapGet("/gateways/{gateway}/health", DayAsync).Needs(Permission.ViewStores).WithName("getGatewayHealth").WithSummary("One gateway, its devices, its last day and its alarms");
        api.MapGet("/gateway-alarms", AlarmsAsync).Needs(Permission.ViewStores).WithName("listGatewayAlarms").WithSummary("Alarms about gateways, the newest first");
        api.MapPost("/gateway-alarms/{id}/acknowledge", AcknowledgeAsync).Needs(Permission.OperateGateways).WithName("acknowledgeGatewayAlarm").WithSummary("Notes that somebody has seen an alarm");
        api.MapPost("/gateway-alarms/{id}/mute", MuteAsync).Needs(Permission.OperateGateways).WithName("muteGatewayAlarm").WithSummary("Tells nobody of an alarm for so many minutes; 0 ends that");
        routes.MapGet("/metrics", MetricsAsync).Needs(Permission.ViewStores).WithTags("Service").WithName("getMetrics").WithSummary("This node and the fleet, for Prometheus")
            .WithDescription("Prometheus text format; needs a token, such as an auditor's.").Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static async Task<Ok<IReadOnlyList<FleetGateway>>> FleetAsync(HttpContext context, HealthQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<FleetGateway>>(await queries.FleetAsync(context.Caller(), null, cancellationToken));

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
