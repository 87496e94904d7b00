using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Members;

/// <summary>Members over HTTP.</summary>
internal static class MembersApi
{
    /// <summary>Codes given to a page at once: ten minutes, so that it goes on where a phone has no network.</summary>
    private const int Steps = 20;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Members").AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.MapPost("/members/{id}/withdraw", WithdrawAsync).Needs(Permission.WithdrawConsents).WithName("withdrawConsent").WithSummary("Withdraws a member's consent in the whole chain")
            .WithDescription("Every gateway that may hold the face is told until it has answered. The same again asks again.");
        api.MapGet("/members/{id}/link", LinkAsync).Needs(Permission.EditCustomers).WithName("getMemberLink").WithSummary("The link to the member's own page");
        api.MapPost("/members/{id}/link", RenewAsync).Needs(Permission.EditCustomers).WithName("renewMemberLink").WithSummary("Makes another link and code; those before are worth nothing");
        api.MapGet("/member-gateways", KeysAsync).Needs(Permission.ViewStores).WithName("listMemberGateways").WithSummary("Every gateway's key fingerprint, and how far its profiles are");
        api.MapPost("/member-codes", CodesAsync).Needs(Permission.None).WithName("showMemberCode").WithSummary("What a member's own page shows")
            .WithDescription("Asks with what stands behind the number sign of the link. At most 20 times a minute.");
    }

    private static async Task<Results<Accepted<WithdrawalView>, NotFound<Refusal>>> WithdrawAsync(
        string id, ConsentTable consents, MemberQueries queries, MemberCourier courier, CancellationToken cancellationToken)
    {
        // A store may have taken the consent of somebody headquarters does not list: withdrawing must work all the same.
        if (await queries.OfCodeAsync(null, id, cancellationToken) is null && (await queries.ConsentsAsync(id, cancellationToken)).Count == 0)
        {
            return NoMember(id);
        }

        var at = await consents.WithdrawAsync(id, "headquarters", cancellationToken);
        courier.Nudge();
        return TypedResults.Accepted($"/api/members/{id}", new WithdrawalView(id, at, await queries.ConsentsAsync(id, cancellationToken)));
    }

    private static async Task<Results<Ok<MemberLink>, NotFound<Refusal>, JsonHttpResult<Refusal>>> LinkAsync(
        string id, MemberQueries queries, MemberKeyring keys, CancellationToken cancellationToken) =>
        keys.Key is not { } key ? NoKey()
        : await queries.OfCodeAsync(null, id, cancellationToken) is var (_, _, _, code, generation) ? TypedResults.Ok(new MemberLink($"/m#{code}.{key.LinkTokenOf(id, generation)}"))
        : NoMember(id);

    private static async Task<Results<Ok<MemberLink>, NotFound<Refusal>, JsonHttpResult<Refusal>>> RenewAsync(
        string id, MemberTable table, MemberQueries queries, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (!await table.RenewAsync(id, cancellationToken))
        {
            return NoMember(id);
        }

        courier.Nudge();
        return await LinkAsync(id, queries, keys, cancellationToken);
    }

    private static async Task<Ok<IReadOnlyList<GatewayKeyView>>> KeysAsync(HttpContext context, MemberQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<GatewayKeyView>>([.. (await queries.KeysAsync(cancellationToken)).Where(k => context.Caller().Sees(k.Store))]);

    private static async Task<Results<Ok<CodeView>, NotFound<Refusal>, JsonHttpResult<Refusal>>> CodesAsync(
        [FromBody] CodeRequest request, MemberQueries queries, MemberKeyring keys, CodeLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        if (!MemberCode.IsCode(request.Code) || request.Token.Length > 64)
        {
            return NoLink();
        }

        if (!limits.Take(request.Code))
        {
            return TypedResults.Json(new Refusal("asked too often; wait a minute"), FleetJson.Default.Refusal, statusCode: StatusCodes.Status429TooManyRequests);
        }

        // Whether the code or the token is wrong is not told apart.
        if (await queries.OfCodeAsync(request.Code, null, cancellationToken) is not var (id, name, level, code, generation)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Token), Encoding.UTF8.GetBytes(key.LinkTokenOf(id, generation))))
        {
            return NoLink();
        }

        var now = clock.GetUtcNow();
        var secret = key.SecretOf(id, generation);
        var first = MemberCode.StepOf(now);
        return TypedResults.Ok(new CodeView(
            name, level, now.UtcDateTime,
            [.. Enumerable.Range(0, Steps).Select(i => new CodeStep(
                MemberCode.Write(code, secret, first + i), MemberCode.BeginOf(first + i).UtcDateTime, MemberCode.BeginOf(first + i + 1).UtcDateTime))]));
    }

    private static NotFound<Refusal> NoMember(string id) => TypedResults.NotFound(new Refusal($"there is no member '{id}'"));

    private static NotFound<Refusal> NoLink() => TypedResults.NotFound(new Refusal("this link is not valid, or no longer"));

    private static JsonHttpResult<Refusal> NoKey() => TypedResults.Json(
        new Refusal("this headquarters has no key for members: name members.keyFile in its configuration"), FleetJson.Default.Refusal, statusCode: StatusCodes.Status503ServiceUnavailable);
}
