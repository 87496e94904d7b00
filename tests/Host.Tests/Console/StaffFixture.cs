using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Certificates;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Staff;
using EdgeGateway.Core.Visits;
using EdgeGateway.Host.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

/// <summary>A console over HTTP and over HTTPS with the store's certificate, the alerts of a store behind it, and phones that trust its authority and nothing else.</summary>
internal sealed class StaffFixture : IAsyncDisposable
{
    public static readonly IPAddress Elsewhere = IPAddress.Parse("192.168.1.77");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _made = [];
    private LocalServer _plain = null!;
    private LocalServer _secure = null!;

    private StaffFixture()
    {
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public StaffBook Book { get; private set; } = null!;

    public PairingDesk Pairings { get; private set; } = null!;

    public AlertDesk Alerts { get; private set; } = null!;

    public StoreAuthority Authority { get; private set; } = null!;

    /// <summary>Members that have a face here.</summary>
    public HashSet<string> Faces { get; } = ["m-1"];

    /// <summary>What was withdrawn, and by whom.</summary>
    public List<(string Member, string Staff)> Withdrawn { get; } = [];

    /// <summary>The address that requests come from; null for the real one, this machine.</summary>
    public IPAddress? Peer { get; set; }

    public string PlainUrl => _plain.Url;

    /// <summary><c>https://localhost:port</c>.</summary>
    public string SecureUrl => $"https://localhost:{new Uri(_secure.Url).Port}";

    /// <summary>Opens the store.</summary>
    /// <param name="withDoor">Whether phones may come in.</param>
    /// <param name="shown">The authority and the certificate, which stay the caller's; null for some of its own.</param>
    public static async Task<StaffFixture> StartAsync(bool withDoor = true, (StoreAuthority Authority, ConsoleCertificate Certificate)? shown = null)
    {
        var made = new StaffFixture();
        await made.StartListeningAsync(withDoor, shown);
        return made;
    }

    /// <summary>An authority, and a certificate for more names than the console answers to.</summary>
    public static (StoreAuthority Authority, ConsoleCertificate Certificate) Certify(string folder)
    {
        var names = new GatewayNames(["localhost", "edge-7.local", "evil.example"], [IPAddress.Loopback]);
        var authority = StoreAuthority.Open(StoreAuthority.FileIn(folder), "store-1", names, TimeProvider.System, NullLogger.Instance);
        return (authority, ConsoleCertificate.Of(authority, () => names, TimeProvider.System, NullLogger.Instance));
    }

    /// <summary>A browser of its own: cookies, and trust in this store's authority alone.</summary>
    public HttpClient Phone(bool secure = true)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(Authority.Der));
        var handler = new SocketsHttpHandler
        {
            CookieContainer = new CookieContainer(),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri(secure ? SecureUrl : PlainUrl), DefaultRequestVersion = HttpVersion.Version20 };
        _made.Add(client);
        return client;
    }

    /// <summary>Adds somebody and pairs a phone of theirs.</summary>
    public async Task<(string Staff, HttpClient Phone)> PairedAsync(string name)
    {
        var staff = Add(name);
        var phone = Phone();
        using var answer = await PostAsync(phone, "/v1/staff/pair", $$"""{ "code": "{{Pairings.Make(staff)!.Code}}", "device": "test" }""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (staff, phone);
    }

    public string Add(string name)
    {
        Assert.Null(Book.TryAdd(name, out var added));
        return added!.Id;
    }

    /// <summary>A member arrives.</summary>
    public async Task<Guid> ArriveAsync(string member = "m-1", string how = RecognisedBy.Face)
    {
        await Alerts.ArrivedAsync(new Arrival(Guid.NewGuid(), member, how, "entrance", TimeProvider.System.GetUtcNow(), how == RecognisedBy.Face ? 0.93m : null), Stop);
        return Alerts.Open[0].Id;
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"), Version = client.DefaultRequestVersion,
        };
        change?.Invoke(request);
        return await client.SendAsync(request, Stop);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return json.RootElement.Clone();
    }

    public static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stop));
        return json.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _made.OfType<HttpClient>().ToList().ForEach(one => one.Dispose());
        await _plain.DisposeAsync();
        await _secure.DisposeAsync();
        Alerts.Dispose();
        _made.ForEach(one => one.Dispose());
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task StartListeningAsync(bool withDoor, (StoreAuthority Authority, ConsoleCertificate Certificate)? shown)
    {
        var (time, logger) = (TimeProvider.System, NullLogger.Instance);
        Book = StaffBook.Open(StaffBook.FileIn(_folder.Path), time, logger);
        Pairings = new PairingDesk(Book, time, logger);
        Alerts = AlertDesk.OpenAt(
            Path.Combine(_folder.Path, "alerts.db"),
            new AlertOptions(),
            new AlertSources(ProfileOf, sku => sku == "tea" ? 3 : sku == "cups" ? 0 : null, Faces.Contains, () => Book.OnShift),
            new NoteSeal(plain => plain, box => box),
            (_, _) => ValueTask.CompletedTask,
            time,
            null,
            NullLogger<AlertDesk>.Instance);
        Book.Changed += Alerts.ShiftChanged;
        var (authority, certificate) = shown ?? Certify(_folder.Path);
        Authority = authority;
        if (shown is null)
        {
            _made.AddRange([certificate, authority]);
        }

        var door = withDoor ? new StaffDoor("store-1", () => [SecureUrl, "https://192.168.1.20:8443"], Authority.Der, Authority.Fingerprint) : StaffDoor.Closed("store-1");
        var phones = new StaffEndpoints(Book, Pairings, door, Alerts, WithdrawAsync, 16, time, _stop.Token);
        var roll = new StaffRollEndpoints(Book, Pairings, door);
        var status = new ConsoleStatus(
            "store-1", "gw-1", "0.1.0", time.GetUtcNow(), new OutboxSnapshot("1-0a0b0c0d", 0, 0, 0, 0, 1024, null, 0, null), new UplinkView("offline", null, null, 0, null), [], []);
        Assert.Null(AccessToken.TryRead(_folder.File("token", ConsoleFixture.Token), TimeProvider.System, out var token));
        var endpoint = new ConsoleEndpoint(
            new StatusFeed(() => status, time), [.. phones.Routes, .. roll.Routes], new ChangeGate(token), new ConsoleOptions { Hosts = ["gateway.store"] }, time, _stop.Token)
        {
            StaffOf = phones.StaffOf,
            OwnNames = ["edge-7.local"],
        };
        Task HandleAsync(HttpContext context)
        {
            context.Connection.RemoteIpAddress = Peer ?? context.Connection.RemoteIpAddress;
            return endpoint.HandleAsync(context);
        }

        var place = new IPEndPoint(IPAddress.Loopback, 0);
        _plain = await LocalServer.StartAsync(place, ChangeGate.LargestBody, 100, HandleAsync, NullLoggerFactory.Instance, time, Stop);
        _secure = await LocalServer.StartAsync(place, certificate, ChangeGate.LargestBody, 100, HandleAsync, NullLoggerFactory.Instance, time, Stop);
    }

    private static MemberProfile? ProfileOf(string member) => member == "m-9" ? null : new MemberProfile(
        member, "Ms Lin", "gold", new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero),
        [new UsualGoods("tea", "Longjing tea 250 g"), new UsualGoods("cups", "Tea cups, set of 4"), new UsualGoods("cake", "Mooncake")],
        ["Likes to be shown what is new. Speaks Cantonese."], "staff-1", TimeProvider.System.GetUtcNow());

    private async Task<StaffReceipt?> WithdrawAsync(string member, string staff, CancellationToken cancellationToken)
    {
        if (!Faces.Remove(member))
        {
            return null;
        }

        Withdrawn.Add((member, staff));
        await Alerts.ForgetAsync(member, cancellationToken);
        return new StaffReceipt("7f3a-0001", member, TimeProvider.System.GetUtcNow());
    }
}
