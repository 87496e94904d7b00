using Cloud.Contracts;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Cloud.Contracts.Joining.JoinAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.Accepted<Cloud.Contracts.Joining.RenewalPending>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Cloud.Crm.Fleet.Refusal>>;

namespace Cloud.Crm.Joining;

/// <summary>Joining over HTTP.</summary>
internal static class JoiningApi
{
    private const string PemType = "application/x-pem-file";
    private const int MostJoinBytes = 8 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Joining").AddEndpointFilter(static async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.MapGet("/gateway-certificates", ListAsync).Needs(Permission.ViewStores).WithName("listGatewayCertificates").WithSummary("How every gateway's certificate stands");
        api.MapPost("/join-codes", MakeCodeAsync).Needs(Permission.OperateGateways).WithName("createJoinCode").WithSummary("Makes a one-time code for a gateway; it is shown this once")
            .WithDescription("Good for 24 hours and one gateway. Where the gateway has joined before, its earlier certificates end when the code is used.");
        api.MapPost("/gateways/{gateway}/revoke", RevokeAsync).Needs(Permission.OperateGateways).WithName("revokeGateway")
            .WithSummary("Takes a gateway's certificates back; within a minute it is cut off and can come back with a new code only");
        api.MapPost("/gateways/{gateway}/return", ReturnAsync).Needs(Permission.OperateGateways).WithName("confirmGatewayReturn")
            .WithSummary("Lets a gateway come back whose certificate has ended, with the key it shows");
        api.MapPost("/join", JoinAsync).Needs(Permission.None).WithName("join").WithSummary("A gateway joins with its code").WithMetadata(new RequestSizeLimitAttribute(MostJoinBytes));
        api.MapPost("/join/renew", RenewAsync).Needs(Permission.None).WithName("renewJoin").WithSummary("A gateway gets its next certificate on the word of its key")
            .WithDescription("202 where its certificate has ended: a person must confirm it; ask again later with the same request.").WithMetadata(new RequestSizeLimitAttribute(MostJoinBytes));
        api.MapGet("/join/authority", Authority).Needs(Permission.None).WithName("getAuthority").WithSummary("The authority that vouches for headquarters and the broker, PEM; a code names its fingerprint");
        api.MapGet("/join/revoked.crl", RevokedAsync).Needs(Permission.None).WithName("getRevoked").WithSummary("The certificates of gateways that were taken back, for a broker: a list in PEM");
    }

    private static async Task<Ok<IReadOnlyList<GatewayStanding>>> ListAsync(HttpContext context, JoinTable table, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<GatewayStanding>>([.. (await table.StandingsAsync(clock.GetUtcNow().UtcDateTime, cancellationToken)).Where(g => context.Caller().Sees(g.Store))]);

    private static async Task<Results<Created<JoinCodeView>, JsonHttpResult<Refusal>>> MakeCodeAsync(
        HttpContext context, [FromBody] JoinCodeBody body, JoinDesk desk, CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(body.Store) || !Identifier.IsValid(body.Gateway))
        {
            return Refused($"expected store and gateway, names of 1 to {Identifier.MaxLength} characters out of a-z 0-9 -", StatusCodes.Status400BadRequest);
        }

        if (!context.Caller().Sees(body.Store!))
        {
            return Refused($"there is no store '{body.Store}'", StatusCodes.Status404NotFound);
        }

        var (code, mistake, status) = await desk.MakeCodeAsync(context.Caller(), body.Store!, body.Gateway!, cancellationToken);
        return code is null ? Refused(mistake!, status) : TypedResults.Created((string?)null, code);
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> RevokeAsync(
        HttpContext context, string gateway, Renewals renewals, FleetRegistry fleet, CancellationToken cancellationToken)
    {
        if (!await renewals.RevokeAsync(context.Caller(), gateway, cancellationToken))
        {
            return Refused($"gateway '{gateway}' has no certificate that could be taken back", StatusCodes.Status404NotFound);
        }

        await fleet.ReloadAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> ReturnAsync(
        HttpContext context, string gateway, [FromBody] ReturnBody body, Renewals renewals, CancellationToken cancellationToken) =>
        await renewals.ConfirmAsync(context.Caller(), gateway, body.Key ?? "", cancellationToken)
            ? TypedResults.NoContent()
            : Refused($"gateway '{gateway}' does not ask to come back with that key; look at the list again", StatusCodes.Status404NotFound);

    private static async Task<Answer> JoinAsync(HttpContext context, [FromBody] JoinRequest body, JoinDesk desk, JoinLimits limits, CancellationToken cancellationToken) =>
        limits.Limits.Take(context.Connection.RemoteIpAddress) ? AnswerOf(await desk.JoinAsync(body, cancellationToken)) : TooOften(context);

    private static async Task<Answer> RenewAsync(HttpContext context, [FromBody] RenewalRequest body, Renewals renewals, JoinLimits limits, CancellationToken cancellationToken) =>
        limits.Limits.Take(context.Connection.RemoteIpAddress)
            ? AnswerOf(await renewals.RenewAsync(body, context.Connection.RemoteIpAddress?.ToString() ?? "unknown", cancellationToken)) : TooOften(context);

    private static Results<ContentHttpResult, JsonHttpResult<Refusal>> Authority(Certification certification) =>
        certification.Authorities is { } authorities ? TypedResults.Text(authorities.Services.Pem, PemType) : Refused(JoinDesk.NotSetUp, StatusCodes.Status409Conflict);

    private static async Task<Results<ContentHttpResult, JsonHttpResult<Refusal>>> RevokedAsync(HttpContext context, CancellationToken cancellationToken) =>
        context.RequestServices.GetService<RevocationWatch>() is { } watch
            ? TypedResults.Text(await watch.ListAsync(cancellationToken), PemType) : Refused(JoinDesk.NotSetUp, StatusCodes.Status409Conflict);

    private static Answer AnswerOf(JoinResult result) =>
        result.Answer is { } answer ? TypedResults.Ok(answer)
        : result.Pending is { } pending ? TypedResults.Accepted((string?)null, pending)
        : Refused(result.Refusal!, result.Status);

    private static JsonHttpResult<Refusal> TooOften(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return Refused("tried too often; wait a minute", StatusCodes.Status429TooManyRequests);
    }

    private static JsonHttpResult<Refusal> Refused(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);
}
