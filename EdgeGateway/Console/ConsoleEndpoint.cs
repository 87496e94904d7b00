using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EdgeGateway.Console;

/// <summary>The store's own page: <c>GET /</c>, <c>/v1/status</c> and <c>/v1/live</c>. It only shows; nothing can be changed by it.</summary>
public sealed class ConsoleEndpoint
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly IReadOnlyDictionary<string, PageFile> _files = PageFile.LoadAll();
    private readonly AllowedHosts _hosts;
    private readonly StatusFeed _feed;
    private readonly LiveStream _live;

    /// <param name="feed">The status.</param>
    /// <param name="options">Names and limits.</param>
    /// <param name="clock">The pace of the live pages.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public ConsoleEndpoint(StatusFeed feed, ConsoleOptions options, TimeProvider clock, CancellationToken stopping)
    {
        _feed = feed;
        _hosts = new AllowedHosts(options.Hosts);
        _live = new LiveStream(feed, options.LivePages, clock, stopping);
    }

    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var response = context.Response;
        Harden(response.Headers);
        if (!_hosts.Allows(request.Host))
        {
            return SayAsync(response, StatusCodes.Status421MisdirectedRequest, "This console does not answer to that name; add it to console.hosts.");
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return SayAsync(response, StatusCodes.Status405MethodNotAllowed, "This console only shows.");
        }

        switch (request.Path.Value)
        {
            case "/v1/status":
                response.ContentType = "application/json; charset=utf-8";
                response.Headers.CacheControl = "no-store";
                return SendAsync(request, response, _feed.Current().ToUtf8());
            case "/v1/live" when HttpMethods.IsGet(request.Method):
                return _live.WriteAsync(context);
            case { } path when _files.TryGetValue(path, out var file):
                return SendFileAsync(request, response, file);
            default:
                return SayAsync(response, StatusCodes.Status404NotFound, "Not found.");
        }
    }

    private static Task SendFileAsync(HttpRequest request, HttpResponse response, PageFile file)
    {
        var gzip = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var tag = gzip ? $"\"{file.Tag}-gz\"" : $"\"{file.Tag}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        if (gzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        return SendAsync(request, response, gzip ? file.Compressed : file.Bytes);
    }

    private static Task SendAsync(HttpRequest request, HttpResponse response, byte[] body)
    {
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    private static Task SayAsync(HttpResponse response, int status, string words)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        return response.WriteAsync(words);
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
