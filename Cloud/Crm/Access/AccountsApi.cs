using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Access;

/// <summary>Accounts over HTTP.</summary>
internal static class AccountsApi
{
    private const int MaxLimit = 200;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/accounts").WithTags("Accounts").Needs(Permission.EditAccounts).AddEndpointFilter(static async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.MapGet("", ListAsync).WithName("listAccounts").WithSummary("Accounts by login");
        api.MapGet("/{id}", FindAsync).WithName("getAccount").WithSummary("One account; its ETag is its version");
        api.MapPost("", AddAsync).WithName("createAccount").WithSummary("Creates an account")
            .WithDescription("Without a password the answer holds a one-time code, shown this once, with which its owner chooses one.");
        api.MapPatch("/{id}", ChangeAsync).WithName("changeAccount").WithSummary("Changes an account; active false ends its sessions at once");
        api.MapPost("/{id}/reset", ResetAsync).WithName("resetAccount").WithSummary("Makes a one-time code to choose a password with, shown this once");
    }

    private static async Task<Results<Ok<AccountPage>, BadRequest<Refusal>>> ListAsync(
        AccountTable accounts, HeadquartersDatabase database, CancellationToken cancellationToken, string? search = null, string? after = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        if (search?.Length > 100)
        {
            return TypedResults.BadRequest(new Refusal("search has at most 100 characters"));
        }

        var (found, next) = await accounts.ListAsync(string.IsNullOrWhiteSpace(search) ? null : search, after, limit, cancellationToken);
        return TypedResults.Ok(new AccountPage(await ViewsAsync(found, database, cancellationToken), next));
    }

    private static async Task<Results<Ok<AccountView>, NotFound<Refusal>>> FindAsync(
        HttpContext context, string id, SignIn signIn, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (await signIn.FindAsync(id, cancellationToken) is not { } account)
        {
            return NoAccount(id);
        }

        ETags.Set(context, account.Version);
        return TypedResults.Ok((await ViewsAsync([account], database, cancellationToken))[0]);
    }

    private static async Task<Results<Created<AccountView>, BadRequest<Refusal>, Conflict<Refusal>>> AddAsync(
        HttpContext context, [FromBody] AccountBody body, AccountTable accounts, Passwords passwords, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (AccountRules.Join(
            AccountRules.LoginMistake(body.Login), AccountRules.NameMistake(body.Name), AccountRules.EmailMistake(body.Email),
            body.Role is null ? "role is missing" : body.Role == Role.Till ? "a till signs in with a token, not with an account" : null,
            body.Password is null ? null : Passwords.Mistake(body.Password, body.Login ?? "")) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var hash = body.Password is null ? null : await passwords.HashAsync(body.Password, cancellationToken);
        var scope = new AccessScope(body.Regions ?? [], body.Stores ?? []);
        var (account, code, mistake) = await database.WriteAsync<(Account?, string?, string?)>(
            async transaction =>
            {
                if (await scope.MistakeAsync(transaction, body.Role!.Value, cancellationToken) is { } wrong)
                {
                    return (null, null, wrong);
                }

                var made = await accounts.AddAsync(transaction, context.Caller(), body.Login!, body.Name!, body.Email, body.Role.Value, hash, scope, cancellationToken);
                var first = made is null || hash is not null ? null : await accounts.MakeCodeAsync(transaction, context.Caller(), made.Id, cancellationToken);
                return (made, first?.Code, null);
            },
            cancellationToken);
        if (mistake is not null)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        if (account is null)
        {
            return TypedResults.Conflict(new Refusal("another account has this login or e-mail address"));
        }

        ETags.Set(context, account.Version);
        return TypedResults.Created($"/api/accounts/{account.Id}", (await ViewsAsync([account], database, cancellationToken))[0] with { Code = code });
    }

    private static async Task<Results<Ok<AccountView>, NotFound<Refusal>, BadRequest<Refusal>, Conflict<Refusal>, JsonHttpResult<AccountView>>> ChangeAsync(
        HttpContext context, string id, [FromBody] AccountPatch body, AccountTable accounts, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (AccountRules.Join(
            body.Name is null ? null : AccountRules.NameMistake(body.Name), AccountRules.EmailMistake(body.Email),
            body.Role == Role.Till ? "a till signs in with a token, not with an account" : null) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var changed = await database.WriteAsync(
            t => accounts.ChangeAsync(t, context.Caller(), id, ETags.Wanted(context), body, cancellationToken), cancellationToken);
        if (changed.Account is not { } account)
        {
            return NoAccount(id);
        }

        if (changed.Conflict is { } conflict)
        {
            return TypedResults.Conflict(new Refusal(conflict));
        }

        ETags.Set(context, account.Version);
        var view = (await ViewsAsync([account], database, cancellationToken))[0];
        return changed.Outdated
            ? TypedResults.Json(view, AccessJson.Default.AccountView, statusCode: StatusCodes.Status412PreconditionFailed)
            : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<CodeAnswer>, NotFound<Refusal>>> ResetAsync(
        HttpContext context, string id, AccountTable accounts, HeadquartersDatabase database, CancellationToken cancellationToken) =>
        await database.WriteAsync(t => accounts.MakeCodeAsync(t, context.Caller(), id, cancellationToken), cancellationToken) is var (code, end)
            ? TypedResults.Ok(new CodeAnswer(code, end))
            : NoAccount(id);

    private static async Task<IReadOnlyList<AccountView>> ViewsAsync(List<Account> found, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var ids = found.ConvertAll(a => a.Id);
        var scopes = await AccessScope.OfAsync(connection, ids, cancellationToken);
        var linked = await AccountLinks.OfAsync(connection, ids, cancellationToken);
        return
        [
            .. found.Select(a => (Account: a, Scope: scopes.GetValueOrDefault(a.Id) ?? AccessScope.None)).Select(a => new AccountView(
                a.Account.Id, a.Account.Login, a.Account.Name, a.Account.Email, a.Account.Role, a.Scope.Regions, a.Scope.Stores, a.Account.Active, a.Account.PasswordHash is not null,
                [.. linked[a.Account.Id]], a.Account.CreatedAt, a.Account.LastSeenAt, a.Account.Version, null)),
        ];
    }

    private static NotFound<Refusal> NoAccount(string id) => TypedResults.NotFound(new Refusal($"there is no account '{id}'"));
}
