namespace EdgeGateway.Console;

/// <summary>Whether somebody may change things, and why. What <c>GET /v1/permission</c> answers, in camel case.</summary>
/// <param name="Allowed">Whether.</param>
/// <param name="Reason">
/// <c>local</c>: at this machine. <c>token</c>: the token was shown. Else what is missing: <c>needs-token</c>, <c>wrong-token</c>, or
/// <c>local-only</c> where no token is configured.
/// </param>
public sealed record ChangePermission(bool Allowed, string Reason)
{
    /// <summary>At this machine.</summary>
    public static ChangePermission Local { get; } = new(true, "local");

    /// <summary>With the token.</summary>
    public static ChangePermission ByToken { get; } = new(true, "token");

    /// <summary>From elsewhere, without a token.</summary>
    public static ChangePermission NeedsToken { get; } = new(false, "needs-token");

    /// <summary>From elsewhere, with another token.</summary>
    public static ChangePermission WrongToken { get; } = new(false, "wrong-token");

    /// <summary>From elsewhere, and there is no token that would help.</summary>
    public static ChangePermission LocalOnly { get; } = new(false, "local-only");
}
