using System.Net;
using System.Runtime.Versioning;
using EdgeGateway.Core.Staff;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Knows a paired phone by its cookie. The cookie is set and heard over HTTPS alone, or at the gateway itself.</summary>
/// <param name="book">The phones.</param>
[SupportedOSPlatform("linux")]
public sealed class StaffSessions(StaffBook book)
{
    /// <summary>The cookie over HTTPS. Its prefix makes browsers refuse it from plain pages, other names and other paths (RFC 6265bis, section 4.1.3.2).</summary>
    internal const string SecureCookie = "__Host-staff";

    /// <summary>The cookie at the gateway itself, without HTTPS.</summary>
    internal const string LocalCookie = "staff";

    /// <summary>The longest that browsers keep a cookie; a phone that is used gets it anew.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromDays(400);

    /// <summary>Who holds the phone that a request comes from, or null. For <see cref="ConsoleEndpoint.StaffOf"/>.</summary>
    public string? StaffOf(HttpContext context) => PhoneOf(context)?.Staff;

    /// <summary>The phone that a request comes from, or null.</summary>
    internal PairedPhone? PhoneOf(HttpContext context) => MayCarry(context) ? book.PhoneOf(context.Request.Cookies[NameFor(context)]) : null;

    /// <summary>Whether a secret may travel this way: encrypted, or not over a network at all.</summary>
    internal static bool MayCarry(HttpContext context)
    {
        if (context.Request.IsHttps)
        {
            return true;
        }

        var headers = context.Request.Headers;
        var forwarded = headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Real-IP");
        return !forwarded && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);
    }

    /// <summary>Gives a phone its secret, or the same for longer.</summary>
    internal static void Keep(HttpContext context, string secret) => context.Response.Cookies.Append(NameFor(context), secret, Options(context, s_life));

    /// <summary>Takes the secret from the phone.</summary>
    internal static void Forget(HttpContext context) => context.Response.Cookies.Append(NameFor(context), "", Options(context, TimeSpan.Zero));

    /// <summary>Lets a phone that is used keep its secret for longer.</summary>
    internal static void KeepOn(HttpContext context)
    {
        if (context.Request.Cookies[NameFor(context)] is { } secret)
        {
            Keep(context, secret);
        }
    }

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? SecureCookie : LocalCookie;

    private static CookieOptions Options(HttpContext context, TimeSpan life) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = life, IsEssential = true };
}
