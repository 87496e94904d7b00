using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EdgeGateway.Console;

/// <summary>
/// The store's own pages: their files, <c>GET /v1/status</c>, <c>/v1/live</c> and <c>/v1/permission</c>, and the routes of the features.
/// What changes something goes through the <see cref="ChangeGate"/>.
/// </summary>
public sealed class ConsoleEndpoint
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly IReadOnlyDictionary<string, PageFile> _files;
    private readonly AllowedHosts _hosts;
    private readonly StatusFeed? _feed;
    private readonly LiveStream? _live;
    private readonly ChangeGate _gate;
    private readonly IReadOnlyList<ConsoleRoute> _routes;

    /// <param name="feed">The status; null where there is no gateway yet to tell it.</param>
    /// <param name="routes">What the features answer.</param>
    /// <param name="gate">Who may change things.</param>
    /// <param name="options">Names and limits.</param>
    /// <param name="clock">The pace of the live pages.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public ConsoleEndpoint(
        StatusFeed? feed, IReadOnlyList<ConsoleRoute> routes, ChangeGate gate, ConsoleOptions options, TimeProvider clock, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(options);
        _files = PageFile.LoadAll(feed is null ? JoinEndpoint.Page : null);
        _feed = feed;
        _gate = gate;
        _routes = [new("GET", "/v1/permission", r => r.AnswerWithAsync(gate.PermissionOf(r.Context), ConsoleJson.Default.ChangePermission)), .. routes];
        _hosts = new AllowedHosts(options.Hosts);
        _live = feed is null ? null : new LiveStream(feed, options.LivePages, clock, stopping);
    }

    /// <summary>Who holds the paired phone that a request comes from; null where it comes from none.</summary>
    /// <value>The default knows no phone.</value>
    public Func<HttpContext, string?> StaffOf { get; init; } = static _ => null;

    /// <summary>Names of this machine under which phones ask for it over HTTPS; its certificate is good for them, so that nobody else can answer to them.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> OwnNames { get; init; } = [];

    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var response = context.Response;
        Harden(response.Headers);
        if (!_hosts.Allows(request.Host) && !(request.IsHttps && OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)))
        {
            return ConsoleAnswer.RefuseAsync(
                response, StatusCodes.Status421MisdirectedRequest, "", "This console does not answer to that name; add it to console.hosts.");
        }

        var path = request.Path.Value ?? "";
        List<string>? allowed = null;
        foreach (var route in _routes)
        {
            if (!route.Matches(path, out var values))
            {
                continue;
            }

            if (route.Method == request.Method)
            {
                return AnswerAsync(route, context, values);
            }

            (allowed ??= []).Add(route.Method);
        }

        return allowed is null ? ShowAsync(request, response, path) : NotAllowedAsync(response, string.Join(", ", allowed));
    }

    private async Task AnswerAsync(ConsoleRoute route, HttpContext context, Dictionary<string, string> values)
    {
        var body = ReadOnlyMemory<byte>.Empty;
        var isStaff = route.Access == RouteAccess.Staff && StaffOf(context) is not null;
        if (HttpMethods.IsGet(route.Method))
        {
            if (route.Access is RouteAccess.Owner or RouteAccess.Staff && !isStaff && !_gate.PermissionOf(context).Allowed)
            {
                await ConsoleAnswer.RefuseAsync(context.Response, StatusCodes.Status403Forbidden, "", "may not be read from here; open the console at the gateway itself, or show the token of console.tokenFile");
                return;
            }
        }
        else
        {
            if (await _gate.AdmitAsync(context, route, isStaff) is not { } admitted)
            {
                return;
            }

            body = admitted;
        }

        await route.AnswerAsync(new ConsoleRequest(context, values, body));
    }

    private Task ShowAsync(HttpRequest request, HttpResponse response, string path)
    {
        var file = _files.GetValueOrDefault(path);
        if (file is null && (_feed is null || path is not ("/v1/status" or "/v1/live")))
        {
            return ConsoleAnswer.RefuseAsync(response, StatusCodes.Status404NotFound, "", "Not found.");
        }

        if (!HttpMethods.IsGet(request.Method) && (!HttpMethods.IsHead(request.Method) || path == "/v1/live"))
        {
            return NotAllowedAsync(response, path == "/v1/live" ? "GET" : "GET, HEAD");
        }

        return path switch
        {
            "/v1/status" => ConsoleAnswer.SendAsync(response, _feed!.Current().ToUtf8()),
            "/v1/live" => _live!.WriteAsync(response.HttpContext),
            _ => SendFileAsync(request, response, file!),
        };
    }

    private static Task NotAllowedAsync(HttpResponse response, string allowed)
    {
        response.Headers.Allow = allowed;
        return ConsoleAnswer.RefuseAsync(response, StatusCodes.Status405MethodNotAllowed, "", $"expected {allowed}");
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

        var body = gzip ? file.Compressed : file.Bytes;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
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
