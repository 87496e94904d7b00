using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Running;
using EdgeGateway.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Intake;

/// <summary>An intake on a free port of the loopback, and a program that knows its token.</summary>
internal sealed class IntakeFixture : IAsyncDisposable
{
    private const string Token = "a-token-of-the-test";

    private readonly TemporaryFolder _folder = new();
    private readonly LocalServer _server;

    private IntakeFixture(Func<TemporaryFolder, AccessToken> token, KeepEvents keep, IntakeOptions options)
    {
        var endpoint = new IntakeEndpoint(token(_folder), keep, options, TimeProvider.System, NullLogger<IntakeEndpoint>.Instance);
        _server = LocalServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), IntakeRequestLimit, 100, endpoint.HandleAsync, NullLoggerFactory.Instance, TimeProvider.System, default)
            .GetAwaiter().GetResult();
        Client = new HttpClient { BaseAddress = new Uri(_server.Url) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public HttpClient Client { get; }

    public List<EventDraft> Kept { get; } = [];

    private static int IntakeRequestLimit => IntakeEndpoint.MaxBodyLength;

    public static IntakeFixture Start(KeepEvents keep, IntakeOptions? options = null) => new(ReadToken, keep, options ?? new IntakeOptions());

    public static IntakeFixture Start()
    {
        IntakeFixture fixture = null!;
        var seq = 0L;
        fixture = Start((events, _) =>
        {
            lock (fixture.Kept)
            {
                fixture.Kept.AddRange(events);
                return ValueTask.FromResult<IReadOnlyList<OutboxPosition>>([.. events.Select(_ => new OutboxPosition("1-0a0b0c0d", ++seq))]);
            }
        });
        return fixture;
    }

    public Task<HttpResponseMessage> PostAsync(string body) =>
        Client.PostAsync("/v1/events", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    public static string Scan(Guid id, string text = "4006381333931") =>
        $$"""{"id":"{{id}}","type":"scan.read","data":{"symbology":"EAN-13","text":"{{text}}"} }""";

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static AccessToken ReadToken(TemporaryFolder folder)
    {
        Assert.Null(AccessToken.TryRead(folder.File("token", Token), TimeProvider.System, out var token));
        return token!;
    }
}
