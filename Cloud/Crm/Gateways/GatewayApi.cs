using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Gateways;

/// <summary>The wanted configuration of gateways, over HTTP.</summary>
internal static class GatewayApi
{
    private const int MostConfigBytes = 2 << 20;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/gateways/{gateway}").WithTags("Gateways");
        TwinHistoryApi.Map(api);
        api.MapGet("/config", ConfigAsync).Needs(Permission.ViewStores).WithName("getConfig").WithSummary("The wanted configuration and what the gateway said of it");
        api.MapPut("/config", DesireAsync).Needs(Permission.OperateGateways).WithName("setConfig").WithSummary("Wants a configuration of the gateway")
            .WithDescription("Of this gateway alone, over what its templates say; a section that is not there or null is theirs.").WithMetadata(new RequestSizeLimitAttribute(MostConfigBytes));
    }

    private static async Task<Results<Ok<TwinView>, NotFound<Refusal>>> ConfigAsync(
        string gateway, FleetRegistry fleet, TwinTable twins, CancellationToken cancellationToken) =>
        fleet.Find(gateway) is not { } known ? NoGateway(gateway)
        : await twins.FindAsync(known.Id, cancellationToken) is { } twin ? TypedResults.Ok(twin)
        : TypedResults.NotFound(new Refusal($"nothing is wanted of gateway '{gateway}' yet; it runs on its own configuration"));

    private static async Task<Results<Accepted<TwinVersion>, NotFound<Refusal>, BadRequest<Refusal>>> DesireAsync(
        string gateway, [FromBody] JsonElement config, HttpContext context, FleetRegistry fleet, TwinTable twins, GatewayLink link, CancellationToken cancellationToken)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        if (config.ValueKind != JsonValueKind.Object)
        {
            return TypedResults.BadRequest(new Refusal("expected an object of sections, such as {\"planogram\": {…}}"));
        }

        var (version, text) = await twins.SetAsync(known, config.GetRawText(), null, context.Caller(), cancellationToken);
        await link.DesireAsync(known, version, text);
        return TypedResults.Accepted($"/api/gateways/{gateway}/config", new TwinVersion(version));
    }

    private static NotFound<Refusal> NoGateway(string gateway) => TypedResults.NotFound(new Refusal($"there is no gateway '{gateway}'"));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(CommandResponse))]
[JsonSerializable(typeof(CommandProgress))]
[JsonSerializable(typeof(CommandTaken))]
[JsonSerializable(typeof(GatewayCommandView))]
[JsonSerializable(typeof(IReadOnlyList<GatewayCommandView>))]
[JsonSerializable(typeof(TwinView))]
[JsonSerializable(typeof(TwinVersion))]
[JsonSerializable(typeof(TwinVersionPage))]
[JsonSerializable(typeof(TwinVersionDocument))]
[JsonSerializable(typeof(TwinChanges))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class GatewayJson : JsonSerializerContext;
