using System.Net;
using EdgeGateway.Core.Access;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>
/// Who may change things: somebody at this machine, or who shows the token; and in a browser only the console's own pages.
/// Reading is not held up here.
/// </summary>
/// <remarks>
/// A foreign page in a browser on this very machine is a loopback peer too. It is kept out three times: by the name it asks for
/// (<see cref="AllowedHosts"/>), by its <c>Origin</c>, and by a content type that no form can send. A peer behind a proxy is not
/// at this machine, even where the proxy is: who brings a forwarding header needs the token.
/// </remarks>
/// <param name="token">What must be shown from elsewhere; null where only this machine may.</param>
public sealed class ChangeGate(AccessToken? token)
{
    /// <summary>The largest body taken where a route does not say otherwise, in bytes.</summary>
    public const int MaxBodyLength = 64 * 1024;

    /// <summary>The largest body that a route may ask for, in bytes: a photo.</summary>
    public const int LargestBody = 2 * 1024 * 1024;

    private const string MayNot =
        "may not change anything from here; open the console at the gateway itself (localhost), or show the token of console.tokenFile: Authorization: Bearer TOKEN";

    /// <summary>Whether a request might change things, and why.</summary>
    public ChangePermission PermissionOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Request.Headers;
        if (token is not null && token.Look(headers.Authorization, context.Connection.RemoteIpAddress) == TokenAnswer.Right)
        {
            return ChangePermission.ByToken;
        }

        var forwarded = headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Real-IP");
        if (!forwarded && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            return ChangePermission.Local;
        }

        return token is null ? ChangePermission.LocalOnly : headers.Authorization.Count > 0 ? ChangePermission.WrongToken : ChangePermission.NeedsToken;
    }

    /// <summary>Holds a request to the rules and reads its body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">What it asks for.</param>
    /// <param name="isStaff">Whether it comes from a paired phone.</param>
    /// <returns>The body, empty for other methods than POST; null where the request was refused and answered.</returns>
    internal async Task<ReadOnlyMemory<byte>?> AdmitAsync(HttpContext context, ConsoleRoute route, bool isStaff)
    {
        var request = context.Request;
        var response = context.Response;
        if (!IsOwnPage(request))
        {
            await ConsoleAnswer.RefuseAsync(response, StatusCodes.Status403Forbidden, "", $"came from the page {request.Headers.Origin}; only the console's own pages may change anything");
            return null;
        }

        if (!(route.Access == RouteAccess.Anybody || (isStaff && route.Access == RouteAccess.Staff) || PermissionOf(context).Allowed))
        {
            await ConsoleAnswer.RefuseAsync(response, StatusCodes.Status403Forbidden, "", MayNot);
            return null;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (!IsOf(route.BodyType, request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            await ConsoleAnswer.RefuseAsync(response, StatusCodes.Status415UnsupportedMediaType, "", $"expected Content-Type: {route.BodyType}, not compressed");
            return null;
        }

        return await ReceiveAsync(context, route.MaxBodyLength);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReceiveAsync(HttpContext context, int most)
    {
        var length = context.Request.ContentLength;
        if (length <= most || length is null)
        {
            // One byte more than may come, so that a body that is too long shows.
            var buffer = new byte[(int)(length ?? most) + 1];
            try
            {
                var received = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
                if (received <= most)
                {
                    return buffer.AsMemory(0, received);
                }
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                // Answered below.
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                context.Abort();
                return null;
            }
        }

        context.Response.Headers.Connection = "close";
        await ConsoleAnswer.RefuseAsync(context.Response, StatusCodes.Status413PayloadTooLarge, "", $"expected at most {most} bytes");
        return null;
    }

    /// <summary>Whether no page sent it, or one that came from the very place it is sent to.</summary>
    private static bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0)
        {
            return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        }

        return origin.Count == 1
            && Uri.TryCreate(origin[0], UriKind.Absolute, out var page)
            && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
            && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOf(string wanted, string? contentType)
    {
        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        return (semicolon < 0 ? type : type[..semicolon]).Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase);
    }
}
