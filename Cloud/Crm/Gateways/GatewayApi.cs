using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Gateways;

/// <summary>Commands to gateways and their wanted configuration, over HTTP.</summary>
internal static class GatewayApi
{
    private const int MostWaitSeconds = 300;
    private const int MostConfigBytes = 2 << 20;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/gateways/{gateway}").WithTags("Gateways");
        api.MapPost("/commands/{name}", CommandAsync).Needs(Permission.OperateGateways).WithName("sendCommand").WithSummary("Sends a command and waits for its answer")
            .WithDescription("The same Idempotency-Key is the same command: the gateway carries it out once. 504: nobody knows what became of it; ask again with the same key.");
        api.MapGet("/config", ConfigAsync).Needs(Permission.ViewStores).WithName("getConfig").WithSummary("The wanted configuration and what the gateway said of it");
        api.MapPut("/config", DesireAsync).Needs(Permission.OperateGateways).WithName("setConfig").WithSummary("Wants a configuration of the gateway").WithMetadata(new RequestSizeLimitAttribute(MostConfigBytes));
    }

    private static async Task<Results<Ok<CommandResponse>, NotFound<Refusal>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> CommandAsync(
        string gateway,
        string name,
        [FromBody] JsonElement body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        FleetRegistry fleet,
        GatewayLink link,
        CancellationToken cancellationToken,
        int wait = 30)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        if (wait is < 1 or > MostWaitSeconds)
        {
            return TypedResults.BadRequest(new Refusal($"wait is {wait}; expected 1 to {MostWaitSeconds} seconds"));
        }

        if (!Identifier.IsValid(name))
        {
            return TypedResults.BadRequest(new Refusal("a command's name is of a-z, 0-9 and -"));
        }

        if (key is { Length: 0 or > 64 } || key?.All(char.IsAscii) == false)
        {
            return TypedResults.BadRequest(new Refusal("Idempotency-Key is 1 to 64 ASCII characters, such as a UUID"));
        }

        try
        {
            return await link.CallAsync(
                known, name, key ?? Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(body.GetRawText()), TimeSpan.FromSeconds(wait), cancellationToken) is { } answer
                ? TypedResults.Ok(answer)
                : Problem($"gateway '{gateway}' did not answer within {wait} s; nobody knows what became of the command. Ask again with the same Idempotency-Key", StatusCodes.Status504GatewayTimeout);
        }
        catch (GatewayLinkException exception)
        {
            return Problem(exception.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Results<Ok<TwinView>, NotFound<Refusal>>> ConfigAsync(
        string gateway, FleetRegistry fleet, TwinTable twins, CancellationToken cancellationToken) =>
        fleet.Find(gateway) is not { } known ? NoGateway(gateway)
        : await twins.FindAsync(known.Id, cancellationToken) is { } twin ? TypedResults.Ok(twin)
        : TypedResults.NotFound(new Refusal($"nothing is wanted of gateway '{gateway}' yet; it runs on its own configuration"));

    private static async Task<Results<Accepted<TwinVersion>, NotFound<Refusal>, BadRequest<Refusal>>> DesireAsync(
        string gateway, [FromBody] JsonElement config, FleetRegistry fleet, TwinTable twins, GatewayLink link, CancellationToken cancellationToken)
    {
        if (fleet.Find(gateway) is not { } known)
        {
            return NoGateway(gateway);
        }

        if (config.ValueKind != JsonValueKind.Object)
        {
            return TypedResults.BadRequest(new Refusal("expected an object of sections, such as {\"planogram\": {…}}"));
        }

        var text = config.GetRawText();
        var version = await twins.SetAsync(known.Id, text, cancellationToken);
        await link.DesireAsync(known, version, text);
        return TypedResults.Accepted($"/api/gateways/{gateway}/config", new TwinVersion(version));
    }

    private static NotFound<Refusal> NoGateway(string gateway) => TypedResults.NotFound(new Refusal($"there is no gateway '{gateway}'"));

    private static JsonHttpResult<Refusal> Problem(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);
}

/// <summary>What is wanted of a gateway and what it said of it.</summary>
/// <param name="Version">The wanted configuration's version, from 1.</param>
/// <param name="Config">Its sections.</param>
/// <param name="DesiredAt">When it was wanted.</param>
/// <param name="Reported">What the gateway said last; of this version where the versions are equal. Null where it said nothing yet.</param>
/// <param name="ReportedAt">When it said so.</param>
internal sealed record TwinView(long Version, JsonElement Config, DateTime DesiredAt, ReportedDocument? Reported, DateTime? ReportedAt);

/// <summary>The version a configuration was given.</summary>
internal sealed record TwinVersion(long Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(CommandResponse))]
[JsonSerializable(typeof(TwinView))]
[JsonSerializable(typeof(TwinVersion))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class GatewayJson : JsonSerializerContext;
