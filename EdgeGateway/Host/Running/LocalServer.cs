using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Cloud.Contracts;
using EdgeGateway.Core.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Running;

/// <summary>
/// Kestrel on one port with one handler: HTTP/1.1, no framework around it, so that it starts in milliseconds. With TLS also HTTP/2, where the live
/// pages of a phone take one connection together.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(3);

    private static readonly CipherSuitesPolicy s_suites = TlsSuites.Policy();
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    private readonly KestrelServer _server;
    private readonly IAsyncDisposable? _services;
    private readonly TimeProvider _clock;

    private LocalServer(KestrelServer server, IAsyncDisposable? services, string url, TimeProvider clock)
    {
        _server = server;
        _services = services;
        _clock = clock;
        Url = url;
    }

    /// <summary>Where it listens, with the port that was given to it.</summary>
    public string Url { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken or not allowed; the message is one line for people.</exception>
    public static Task<LocalServer> StartAsync(
        IPEndPoint endpoint, int maxBodyLength, int maxConnections, RequestDelegate handler, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(endpoint, null, maxBodyLength, maxConnections, handler, loggers, clock, cancellationToken);

    /// <summary>Starts to listen, with TLS where there is a certificate; it is asked for at every connection, so that a new one is shown at once.</summary>
    /// <exception cref="IOException">The port is taken or not allowed; the message is one line for people.</exception>
    public static async Task<LocalServer> StartAsync(
        IPEndPoint endpoint,
        ConsoleCertificate? certificate,
        int maxBodyLength,
        int maxConnections,
        RequestDelegate handler,
        ILoggerFactory loggers,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = maxBodyLength;
        options.Limits.MaxConcurrentConnections = maxConnections;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        WebApplication? services = null;
        if (certificate is null)
        {
            options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        }
        else
        {
            services = Services();
            options.ApplicationServices = services.Services;
            options.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = s_handshake,
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = certificate.Current(),
                        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                        CipherSuitesPolicy = s_suites,
                    }),
                });
            });
        }

        var server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), loggers), loggers);
        try
        {
            await server.StartAsync(new Application(handler), cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            await DisposeAsync(services);
            throw new IOException(Explain(endpoint, e), e);
        }

        var url = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new LocalServer(server, services, url, clock);
    }

    /// <summary>Takes no more requests and waits a little for those under way.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(s_drain, _clock);
        await _server.StopAsync(drain.Token);
        _server.Dispose();
        await DisposeAsync(_services);
    }

    /// <summary>Kestrel's TLS asks a container for its meters; nothing of it is ever started.</summary>
    private static WebApplication Services()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        return builder.Build();
    }

    private static ValueTask DisposeAsync(IAsyncDisposable? services) => services?.DisposeAsync() ?? ValueTask.CompletedTask;

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
