using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Members;

/// <summary>Members over HTTP.</summary>
internal static class MembersApi
{
    private const int MaxLimit = 200;
    private const int MaxSearch = 100;

    /// <summary>Codes given to a page at once: ten minutes, so that it goes on where a phone has no network.</summary>
    private const int Steps = 20;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Members").AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.MapGet("/members", ListAsync).WithName("listMembers").WithSummary("Members by name")
            .WithDescription("search: part of a name, or a whole phone or card number, or an id. after: what the page before gave as next.");
        api.MapPost("/members", CreateAsync).WithName("createMember").WithSummary("Creates a member under a new id");
        api.MapGet("/members/{id}", FindAsync).WithName("getMember").WithSummary("Everything of a member but what is hidden");
        api.MapPut("/members/{id}", SetAsync).WithName("setMember").WithSummary("Creates a member under a given id, or replaces all that is known of one");
        api.MapDelete("/members/{id}", RemoveAsync).WithName("removeMember").WithSummary("Removes a member here and in every store, and withdraws the consent");
        api.MapPost("/members/{id}/withdraw", WithdrawAsync).WithName("withdrawConsent").WithSummary("Withdraws a member's consent in the whole chain")
            .WithDescription("Every gateway that may hold the face is told until it has answered. The same again asks again.");
        api.MapGet("/members/{id}/link", LinkAsync).WithName("getMemberLink").WithSummary("The link to the member's own page");
        api.MapPost("/members/{id}/link", RenewAsync).WithName("renewMemberLink").WithSummary("Makes another link and code; those before are worth nothing");
        api.MapGet("/member-gateways", KeysAsync).WithName("listMemberGateways").WithSummary("Every gateway's key fingerprint, and how far its profiles are");
        api.MapPost("/member-codes", CodesAsync).WithName("showMemberCode").WithSummary("What a member's own page shows")
            .WithDescription("Asks with what stands behind the number sign of the link. At most 20 times a minute.");
    }

    private static async Task<Results<Ok<MemberPage>, BadRequest<Refusal>>> ListAsync(
        MemberQueries queries, MemberKeyring keys, CancellationToken cancellationToken, string? search = null, string? level = null, string? after = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        if (search?.Length > MaxSearch || level?.Length > MaxSearch)
        {
            return TypedResults.BadRequest(new Refusal($"search and level have at most {MaxSearch} characters"));
        }

        MemberMark? mark = null;
        if (after is not null && (mark = MemberMark.Read(after)) is null)
        {
            return TypedResults.BadRequest(new Refusal("after is not what a page gave as next"));
        }

        return TypedResults.Ok(await queries.ListAsync(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), level, mark, limit, keys.Key, cancellationToken));
    }

    private static Task<Results<Ok<MemberView>, Created<MemberView>, BadRequest<Refusal>, Conflict<Refusal>, JsonHttpResult<Refusal>>> CreateAsync(
        [FromBody] MemberBody body, MemberTable table, MemberQueries queries, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken) =>
        SetAsync(Guid.CreateVersion7().ToString(), body, table, queries, keys, courier, cancellationToken);

    private static async Task<Results<Ok<MemberView>, Created<MemberView>, BadRequest<Refusal>, Conflict<Refusal>, JsonHttpResult<Refusal>>> SetAsync(
        string id, [FromBody] MemberBody body, MemberTable table, MemberQueries queries, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return NoKey();
        }

        if (MemberBodyRules.Check(id, body, key.CountryCode) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        if (await table.SetAsync(id, MemberBodyRules.Tidy(body), key, cancellationToken) is not { } created)
        {
            return TypedResults.Conflict(new Refusal("another member has this phone or card number"));
        }

        courier.Nudge();
        var view = (await queries.FindAsync(id, key, cancellationToken))!;
        return created ? TypedResults.Created($"/api/members/{id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<MemberView>, NotFound<Refusal>>> FindAsync(string id, MemberQueries queries, MemberKeyring keys, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, keys.Key, cancellationToken) is { } view ? TypedResults.Ok(view) : NoMember(id);

    private static async Task<Results<NoContent, NotFound<Refusal>>> RemoveAsync(
        string id, MemberTable table, ConsentTable consents, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (!await table.RemoveAsync(id, cancellationToken))
        {
            return NoMember(id);
        }

        await consents.WithdrawAsync(id, "headquarters", cancellationToken);
        courier.Nudge();
        return TypedResults.NoContent();
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

    private static async Task<Ok<IReadOnlyList<GatewayKeyView>>> KeysAsync(MemberQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.KeysAsync(cancellationToken));

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
