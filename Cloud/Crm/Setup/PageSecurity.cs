using System.Net;

namespace Cloud.Crm.Setup;

/// <summary>Headers that keep a page from being framed, fed foreign scripts or read by another site; and a refusal of foreign host names.</summary>
internal sealed class PageSecurity(HeadquartersOptions options)
{
    private readonly HashSet<string> _hosts = [.. options.Hosts.Concat(options.PublicUrl is { } url ? [url.Host] : []).Select(h => h.ToLowerInvariant())];

    // Ant Design writes its styles into the page, hence 'unsafe-inline' for styles; scripts come from files only.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    internal async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (options.IsHttps)
        {
            // A year; a browser that has seen it never comes by plain http again.
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (!IsLoopback(context.Request.Host.Host) && !_hosts.Contains(context.Request.Host.Host.ToLowerInvariant()))
        {
            // A foreign name that resolves to this machine is another site's page trying to read this one.
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }

        if (context.Request.Headers.Origin is [{ } origin] && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && (from.Authority == context.Request.Host.Value || from.Authority == options.PublicUrl?.Authority)))
        {
            // Another site's page may not change anything, whatever content type it found.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
