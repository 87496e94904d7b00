using System.Net;
using EdgeGateway.Console;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Console;

/// <summary>A console with some routes on a free port of the loopback, and a browser at this machine or, so it is told, at another one.</summary>
internal sealed class ConsoleFixture : IAsyncDisposable
{
    public const string Token = "a-token-of-the-test";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private LocalServer _server = null!;

    private ConsoleFixture()
    {
    }

    /// <summary>The time of the console.</summary>
    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 10, 32, 0, TimeSpan.Zero));

    /// <summary>What the console goes by: <see cref="Clock"/>, or the real time where a page is looked at.</summary>
    public TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <summary>The browser.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>The address that requests come from; null for the real one, this machine.</summary>
    public IPAddress? Peer { get; set; }

    public static async Task<ConsoleFixture> StartAsync(Func<ConsoleFixture, IReadOnlyList<ConsoleRoute>> routes, bool withToken, CancellationToken cancellationToken, bool realTime = false, Func<HttpContext, string?>? staffOf = null)
    {
        var made = new ConsoleFixture();
        made.Time = realTime ? TimeProvider.System : made.Clock;
        var time = made.Clock.GetUtcNow();
        var status = new ConsoleStatus(
            "store-1", "gw-1", "0.1.0", time, new OutboxSnapshot("1-0a0b0c0d", 0, 0, 0, 0, 1024, null, 0, null), new UplinkView("offline", null, null, 0, null), [], []);
        AccessToken? token = null;
        if (withToken)
        {
            Assert.Null(AccessToken.TryRead(made._folder.File("token", Token), TimeProvider.System, out token));
        }

        var endpoint = new ConsoleEndpoint(
            new StatusFeed(() => status, made.Time), routes(made), new ChangeGate(token), new ConsoleOptions { Hosts = ["gateway.store"] }, made.Time, made._stop.Token)
        {
            StaffOf = staffOf ?? (static _ => null),
        };
        made._server = await LocalServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            ChangeGate.LargestBody,
            100,
            context => endpoint.HandleAsync(made.Placed(context)),
            NullLoggerFactory.Instance,
            TimeProvider.System,
            cancellationToken);
        made.Client.BaseAddress = new Uri(made._server.Url);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Client.Dispose();
        await _server.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    private HttpContext Placed(HttpContext context)
    {
        context.Connection.RemoteIpAddress = Peer ?? context.Connection.RemoteIpAddress;
        return context;
    }
}
