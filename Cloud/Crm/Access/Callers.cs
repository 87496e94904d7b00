namespace Cloud.Crm.Access;

/// <summary>Says on an endpoint what it asks of its caller, and who the caller is.</summary>
internal static class Callers
{
    /// <summary>The endpoint asks for <paramref name="permission"/>.</summary>
    internal static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeededPermission(permission));

    /// <summary>Who asks.</summary>
    internal static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Access.Caller.Headquarters;
}

/// <summary>What an endpoint asks of its caller.</summary>
internal sealed record NeededPermission(Permission Permission);
