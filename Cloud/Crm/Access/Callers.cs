namespace Cloud.Crm.Access;

/// <summary>Says on an endpoint what it asks of its caller, and who the caller is.</summary>
internal static class Callers
{
    /// <summary>The endpoint asks for <paramref name="permission"/>.</summary>
    internal static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeededPermission(permission));

    /// <summary>The same <c>Idempotency-Key</c> gives the same answer, carried out once. Not for answers that hold secrets.</summary>
    internal static TBuilder Idempotent<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(IdempotentMark.Mark);

    /// <summary>Who asks. The gate has seen to it that an endpoint which needs anything has somebody.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to anybody, and nobody is signed in.</exception>
    internal static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("an endpoint that is open to anybody asked who its caller is");
}

/// <summary>What an endpoint asks of its caller.</summary>
internal sealed record NeededPermission(Permission Permission);
