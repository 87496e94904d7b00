namespace Cloud.Crm.Access;

/// <summary>The cookie that holds a session: out of reach for scripts, sent by our own pages only, and over https only where there is https.</summary>
/// <param name="secure">Whether people come by https.</param>
internal sealed class SessionCookie(bool secure)
{
    // The prefix lets browsers refuse such a cookie from anything but this host over https.
    private string Name => secure ? "__Host-session" : "session";

    /// <summary>What the cookie holds, or null.</summary>
    internal string? Read(HttpContext context) => context.Request.Cookies.TryGetValue(Name, out var secret) && secret.Length is > 0 and <= 100 ? secret : null;

    internal void Set(HttpContext context, string secret) => context.Response.Cookies.Append(Name, secret, Options(SessionTable.Longest));

    internal void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(TimeSpan? life) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = secure, Path = "/", MaxAge = life, IsEssential = true,
    };
}
