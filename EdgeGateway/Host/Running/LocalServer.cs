using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Running;

/// <summary>Kestrel on one port with one handler: HTTP/1.1, no framework around it, so that it starts in milliseconds.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(3);

    private readonly KestrelServer _server;
    private readonly TimeProvider _clock;

    private LocalServer(KestrelServer server, string url, TimeProvider clock)
    {
        _server = server;
        _clock = clock;
        Url = url;
    }

    /// <summary>Where it listens, with the port that was given to it.</summary>
    public string Url { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken or not allowed; the message is one line for people.</exception>
    public static async Task<LocalServer> StartAsync(
        IPEndPoint endpoint, int maxBodyLength, int maxConnections, RequestDelegate handler, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = maxBodyLength;
        options.Limits.MaxConcurrentConnections = maxConnections;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        var server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), loggers), loggers);
        try
        {
            await server.StartAsync(new Application(handler), cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            throw new IOException(Explain(endpoint, e), e);
        }

        var url = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new LocalServer(server, url, clock);
    }

    /// <summary>Takes no more requests and waits a little for those under way.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(s_drain, _clock);
        await _server.StopAsync(drain.Token);
        _server.Dispose();
    }

    private static string Explain(IPEndPoint endpoint, Exception e) => e.InnerException switch
    {
        AddressInUseException => string.Create(CultureInfo.InvariantCulture, $"port {endpoint.Port} on {endpoint.Address} is in use by another program; stop it or choose another port"),
        _ => $"cannot listen on {endpoint}: {e.Message}",
    };

    private sealed class Application(RequestDelegate handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
