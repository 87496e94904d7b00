using Cloud.Crm.Fleet;
using Cloud.Crm.Setup;

namespace Cloud.Crm.Access;

/// <summary>Stands before every endpoint: who asks, whether the role may, and whether the store is among the caller's.</summary>
internal sealed class AccessGate(SessionTable sessions, TokenTable tokens, SessionCookie cookie, FleetRegistry fleet)
{
    private const string Scheme = "Bearer ";

    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            // A file of the pages, or routing's own answer that there is no such address or method.
            await next(context);
            return;
        }

        if (await CallerOfAsync(context) is { } known)
        {
            context.Features.Set(known);
        }

        var caller = context.Features.Get<Caller>();
        if (endpoint.Metadata.GetMetadata<NeededPermission>() is not { Permission: var needed })
        {
            // Forgotten: nobody comes in, and a test says so.
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "this address does not say who may use it");
        }
        else if (needed == Permission.None)
        {
            await next(context);
        }
        else if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "sign in first, or send a token as Authorization: Bearer");
        }
        else if (!caller.May(needed))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, $"{caller.Role.Word()} may not do this; it needs {needed}");
        }
        else if (HiddenStore(context, caller) is { } hidden)
        {
            await Problems.WriteAsync(context, StatusCodes.Status404NotFound, hidden);
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Who asks now; null where nobody is signed in.</summary>
    internal async Task<Caller?> CallerOfAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is [{ } authorization])
        {
            return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? await tokens.CallerOfAsync(authorization[Scheme.Length..].Trim(), context.RequestAborted) : null;
        }

        return cookie.Read(context) is { } secret ? await sessions.CallerOfAsync(secret, context.RequestAborted) : null;
    }

    /// <summary>Whether who opened a stream is still the same, with the same stores, and still may.</summary>
    internal async Task<bool> StillMayAsync(HttpContext context, Permission needed)
    {
        var before = context.Caller();
        return await CallerOfAsync(context) is { } now && now.May(needed) && now.Id == before.Id
            && (now.Stores is null ? before.Stores is null : before.Stores is not null && now.Stores.SetEquals(before.Stores));
    }

    /// <summary>What an address says where it names a store or gateway that the caller does not see: the same as where there is none.</summary>
    private string? HiddenStore(HttpContext context, Caller caller)
    {
        if (caller.Stores is null)
        {
            return null;
        }

        if (context.GetRouteValue("store") is string store && !caller.Sees(store))
        {
            return $"there is no store '{store}'";
        }

        if (context.GetRouteValue("gateway") is string gateway && (fleet.Find(gateway) is not { } known || !caller.Sees(known.Store)))
        {
            return $"there is no gateway '{gateway}'";
        }

        foreach (var asked in context.Request.Query["store"])
        {
            if (!string.IsNullOrEmpty(asked) && !caller.Sees(asked))
            {
                return $"there is no store '{asked}'";
            }
        }

        return null;
    }
}
