using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Access;

/// <summary>Programs' keys over HTTP.</summary>
internal static class TokensApi
{
    private const int MaxLimit = 200;
    private const int MostDays = 3_650;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/tokens").WithTags("Accounts").Needs(Permission.EditAccounts);
        api.MapGet("", ListAsync).WithName("listTokens").WithSummary("Programs' keys, newest first");
        api.MapPost("", AddAsync).WithName("createToken").WithSummary("Makes a key for a program; its secret is shown this once");
        api.MapDelete("/{id}", RevokeAsync).WithName("revokeToken").WithSummary("Takes a key back at once");
    }

    private static async Task<Results<Ok<TokenPage>, BadRequest<Refusal>>> ListAsync(TokenTable tokens, CancellationToken cancellationToken, string? after = null, int limit = 50) =>
        limit is < 1 or > MaxLimit
            ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
            : TypedResults.Ok(await tokens.ListAsync(after, limit, cancellationToken));

    private static async Task<Results<Created<TokenView>, BadRequest<Refusal>>> AddAsync(HttpContext context, [FromBody] TokenBody body, TokenTable tokens, CancellationToken cancellationToken)
    {
        if (AccountRules.Join(
            AccountRules.NameMistake(body.Name), body.Role is null ? "role is missing" : null,
            body.Days is < 1 or > MostDays ? $"days is {body.Days}; expected 1 to {MostDays}, or none for no end" : null) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var (token, mistake) = await tokens.AddAsync(
            context.Caller(), body.Name!.Trim(), body.Role!.Value, new AccessScope(body.Regions ?? [], body.Stores ?? []), body.Days, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return token is null ? TypedResults.BadRequest(new Refusal(mistake!)) : TypedResults.Created($"/api/tokens/{token.Id}", token);
    }

    private static async Task<Results<NoContent, NotFound<Refusal>>> RevokeAsync(HttpContext context, string id, TokenTable tokens, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(context.Caller(), id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound(new Refusal($"there is no token '{id}'"));
}
