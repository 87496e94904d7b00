using System.Globalization;
using Cloud.Crm.Fleet;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Cloud.Crm.Access.MeView>,
    Microsoft.AspNetCore.Http.HttpResults.BadRequest<Cloud.Crm.Fleet.Refusal>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Cloud.Crm.Fleet.Refusal>>;

namespace Cloud.Crm.Access;

/// <summary>Signing in and out, over HTTP.</summary>
internal static class SessionApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Session").AddEndpointFilter(static async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.MapGet("/me", MeAsync).Needs(Permission.SignedIn).WithName("getMe").WithSummary("Who is signed in, and what the role may");
        api.MapGet("/setup", NeededAsync).Needs(Permission.None).WithName("getSetup").WithSummary("Whether there is no account yet");
        api.MapPost("/setup", SetUpAsync).Needs(Permission.None).WithName("setUp").WithSummary("Makes the first admin with the one-time code of the log, and signs in");
        api.MapPost("/session", SignInAsync).Needs(Permission.None).WithName("signIn").WithSummary("Signs in with login and password")
            .WithDescription("401 does not say which of the two is wrong. 429 after five wrong ones, for a quarter of an hour.");
        api.MapDelete("/session", SignOutAsync).Needs(Permission.None).WithName("signOut").WithSummary("Ends the session");
        api.MapPost("/session/password", PasswordAsync).Needs(Permission.SignedIn).WithName("changePassword").WithSummary("Changes one's own password; other sessions end");
        api.MapPost("/session/reset", ResetAsync).Needs(Permission.None).WithName("resetPassword").WithSummary("Chooses a password with a one-time code, and signs in");
    }

    private static async Task<Ok<MeView>> MeAsync(HttpContext context, SignIn signIn, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return TypedResults.Ok(View(caller, (await signIn.FindAsync(caller.Id, cancellationToken))?.Login));
    }

    private static async Task<Ok<SetupView>> NeededAsync(SetupCodes setup, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SetupView(await setup.NeededAsync(cancellationToken)));

    private static async Task<Answer> SetUpAsync(
        HttpContext context, [FromBody] SetupBody body, SignIn signIn, SignInLimits limits, SessionCookie cookie, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (!limits.Take(context.Connection.RemoteIpAddress))
        {
            return TooOften(context);
        }

        if (AccountRules.Join(AccountRules.LoginMistake(body.Login), AccountRules.NameMistake(body.Name), Passwords.Mistake(body.Password, body.Login ?? "")) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var result = await signIn.FirstAsync(body.Code ?? "", body.Login!, body.Name!, body.Password!, cancellationToken);
        return result.Outcome switch
        {
            SignInOutcome.Done => Refused("headquarters is set up already; sign in", StatusCodes.Status409Conflict),
            SignInOutcome.Wrong => Refused("this is not the code; headquarters wrote it into its log at its start", StatusCodes.Status403Forbidden),
            _ => await WelcomeAsync(context, result, cookie, database, cancellationToken),
        };
    }

    private static async Task<Answer> SignInAsync(
        HttpContext context, [FromBody] SignInBody body, SignIn signIn, SignInLimits limits, SessionCookie cookie, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (!limits.Take(context.Connection.RemoteIpAddress))
        {
            return TooOften(context);
        }

        if (body is not { Login: { Length: > 0 and <= 200 } login, Password: { Length: > 0 and <= Passwords.Longest } password })
        {
            return TypedResults.BadRequest(new Refusal("expected login and password"));
        }

        return await AnswerAsync(context, await signIn.WithPasswordAsync(login, password, cancellationToken), cookie, database, "login or password are wrong", cancellationToken);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, SessionTable sessions, SessionCookie cookie, CancellationToken cancellationToken)
    {
        if (cookie.Read(context) is { } secret)
        {
            await sessions.EndAsync(secret, cancellationToken);
        }

        cookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<Answer> PasswordAsync(
        HttpContext context, [FromBody] PasswordBody body, SignIn signIn, SessionCookie cookie, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await signIn.FindAsync(caller.Id, cancellationToken) is not { } account)
        {
            return TypedResults.BadRequest(new Refusal("a token has no password"));
        }

        if (Passwords.Mistake(body.Next, account.Login) is { } mistake)
        {
            return TypedResults.BadRequest(new Refusal(mistake));
        }

        if (body.Current is not { Length: > 0 and <= Passwords.Longest } current)
        {
            return TypedResults.BadRequest(new Refusal("expected current, the password as it is now"));
        }

        return await AnswerAsync(context, await signIn.ChangeAsync(caller, current, body.Next!, cancellationToken), cookie, database, "the present password is wrong", cancellationToken);
    }

    private static async Task<Answer> ResetAsync(
        HttpContext context, [FromBody] ResetBody body, SignIn signIn, SignInLimits limits, SessionCookie cookie, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (!limits.Take(context.Connection.RemoteIpAddress))
        {
            return TooOften(context);
        }

        if (body is not { Login: { Length: > 0 and <= 200 } login, Code: { Length: > 0 and <= 100 } code })
        {
            return TypedResults.BadRequest(new Refusal("expected login, code and password"));
        }

        return Passwords.Mistake(body.Password, login) is { } mistake
            ? TypedResults.BadRequest(new Refusal(mistake))
            : await AnswerAsync(
                context, await signIn.WithCodeAsync(login, code, body.Password!, cancellationToken), cookie, database, "login or code are wrong, or the code is too old", cancellationToken);
    }

    private static async Task<Answer> AnswerAsync(
        HttpContext context, SignedIn result, SessionCookie cookie, HeadquartersDatabase database, string wrong, CancellationToken cancellationToken) => result.Outcome switch
        {
            SignInOutcome.SignedIn => await WelcomeAsync(context, result, cookie, database, cancellationToken),
            SignInOutcome.TooOften => TooOften(context),
            _ => Refused(wrong, StatusCodes.Status401Unauthorized),
        };

    private static async Task<Answer> WelcomeAsync(HttpContext context, SignedIn result, SessionCookie cookie, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        cookie.Set(context, result.Secret!);
        await using var connection = await database.OpenAsync(cancellationToken);
        var account = result.Account!;
        return TypedResults.Ok(View(account.AsCaller(await AccessScope.StoresOfAsync(connection, account.Id, account.Role, cancellationToken)), account.Login));
    }

    private static MeView View(Caller caller, string? login) =>
        new(caller.Id, caller.Name, login, caller.Role, caller.Stores?.Order(StringComparer.Ordinal).ToList(), [.. RolePermissions.Of(caller.Role).Order()]);

    private static JsonHttpResult<Refusal> TooOften(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SignInGuard.Lock.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Refused("tried too often; wait a quarter of an hour", StatusCodes.Status429TooManyRequests);
    }

    private static JsonHttpResult<Refusal> Refused(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);
}
