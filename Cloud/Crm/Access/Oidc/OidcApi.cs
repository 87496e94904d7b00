using Cloud.Crm.Fleet;
using Cloud.Crm.Setup;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Access.Oidc;

/// <summary>Signing in at OpenID providers, over HTTP.</summary>
internal static class OidcApi
{
    private const string Path = "/api/session/oidc";
    private const string CookieName = "oidc-state";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/session").WithTags("Session").Needs(Permission.None);
        api.MapGet("/providers", Providers).WithName("listProviders").WithSummary("Where people can sign in beside here");
        api.MapGet("/oidc/{provider}", BeginAsync).WithName("beginOidc").WithSummary("Goes to the provider; by a full page load");
        api.MapGet("/oidc/{provider}/callback", EndAsync).WithName("endOidc").WithSummary("Where the provider sends the browser back to")
            .WithDescription("Goes to / signed in, or to /sign-in?problem= with refused, noAccount, expired or failed.");
    }

    private static Ok<IReadOnlyList<ProviderView>> Providers(OidcProviders providers) =>
        TypedResults.Ok<IReadOnlyList<ProviderView>>([.. providers.All.Select(p => new ProviderView(p.Options.Name, p.Options.Title, $"{Path}/{p.Options.Name}"))]);

    private static async Task<Results<RedirectHttpResult, NotFound<Refusal>>> BeginAsync(
        HttpContext context, string provider, OidcProviders providers, OidcRequests requests, SignInLimits limits, HeadquartersOptions options, ILogger<OidcProvider> logger,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } known)
        {
            return NoProvider(provider);
        }

        if (!limits.Take(context.Connection.RemoteIpAddress))
        {
            return Problem("failed");
        }

        try
        {
            var request = await requests.BeginAsync(provider, cancellationToken);
            var url = await known.AuthorizationUrlAsync(request, RedirectOf(context, provider, options), cancellationToken);
            context.Response.Cookies.Append(CookieName, request.State, Cookie(options));
            return TypedResults.Redirect(url);
        }
        catch (OidcException exception)
        {
            logger.ProviderFailed(provider, exception.Message);
            return Problem("failed");
        }
    }

    private static async Task<Results<RedirectHttpResult, NotFound<Refusal>>> EndAsync(
        HttpContext context, string provider, OidcProviders providers, OidcRequests requests, OidcSignIn oidc, SignIn signIn, SessionCookie cookie, HeadquartersOptions options,
        ILogger<OidcProvider> logger, CancellationToken cancellationToken, string? state = null, string? code = null, string? error = null, string? iss = null)
    {
        if (providers.Find(provider) is not { } known)
        {
            return NoProvider(provider);
        }

        context.Response.Cookies.Delete(CookieName, Cookie(options));
        // The same browser that began it, or somebody could sign another person in as himself.
        if (state is null || context.Request.Cookies[CookieName] is not { } held || !Secrets.AreSame(Secrets.HashOf(held), Secrets.HashOf(state))
            || await requests.TakeAsync(provider, state, cancellationToken) is not { } request)
        {
            return Problem("expired");
        }

        if (error is not null || code is null || (iss is not null && iss != known.Options.Issuer))
        {
            return Problem("refused");
        }

        try
        {
            var who = await known.RedeemAsync(request, code, RedirectOf(context, provider, options), cancellationToken);
            if (await oidc.FindAsync(known.Options, who, cancellationToken) is not { } account)
            {
                return Problem("noAccount");
            }

            cookie.Set(context, (await signIn.BeginAsync(account, "account.signed-in", cancellationToken)).Secret!);
            return TypedResults.Redirect("/");
        }
        catch (OidcException exception)
        {
            logger.ProviderFailed(provider, exception.Message);
            return Problem("failed");
        }
    }

    /// <summary>The address the provider knows. The host has been looked at: it is one of ours.</summary>
    private static string RedirectOf(HttpContext context, string provider, HeadquartersOptions options) =>
        $"{options.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{context.Request.Scheme}://{context.Request.Host}"}{Path}/{provider}/callback";

    // Lax, because the provider's redirect comes from elsewhere.
    private static CookieOptions Cookie(HeadquartersOptions options) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = options.IsHttps, Path = Path, MaxAge = OidcRequests.Life, IsEssential = true,
    };

    private static RedirectHttpResult Problem(string problem) => TypedResults.Redirect($"/sign-in?problem={problem}");

    private static NotFound<Refusal> NoProvider(string provider) => TypedResults.NotFound(new Refusal($"there is no provider '{provider}'"));
}
