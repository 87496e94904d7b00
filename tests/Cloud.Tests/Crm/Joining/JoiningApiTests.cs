using System.Net;
using System.Net.Http.Json;
using System.Text;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Joining;

namespace Cloud.Tests.Crm.Joining;

public sealed class JoiningApiTests : IAsyncLifetime
{
    private const int Seed = 20_261_122;

    private readonly HttpNode<SqliteTestDatabase> _node = new(change: (options, folder) => options with
    {
        Joining = new JoiningOptions(Path.Combine(folder, "authority"), "broker.example", 8883, null) { Address = new Uri("https://headquarters.example") },
    });

    private readonly BoxKey _key = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Code_OfAManager_IsForTheirStoresOnlyAndLetsTheGatewayJoin()
    {
        var manager = await _node.SignInAsync(Role.Manager, "store-1");
        Assert.Equal(HttpStatusCode.NotFound, (await MakeAsync(manager, "store-2", "gw-9")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await MakeAsync(manager, "store-1", "Gateway 9")).StatusCode);
        var made = await MakeAsync(manager, "store-1", "gw-1");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        var code = (await made.Content.ReadFromJsonAsync(JoiningJson.Default.JoinCodeView, Cancel))!;
        Assert.Contains("https://headquarters.example", code.Text, StringComparison.Ordinal);

        using var joined = await JoinAsync(code.Code, _key.Request());
        var answer = (await joined.Content.ReadFromJsonAsync(JoinJson.Default.JoinAnswer, Cancel))!;
        Assert.Equal("gw-1", answer.Gateway);
        var list = await manager.GetFromJsonAsync(At("/api/gateway-certificates"), JoiningJson.Default.IReadOnlyListGatewayStanding, Cancel);
        Assert.Equal(CertificateState.Good, Assert.Single(list!).State);
        Assert.Equal(HttpStatusCode.NoContent, (await manager.PostAsync(At("/api/gateways/gw-1/revoke"), null, Cancel)).StatusCode);
        Assert.StartsWith("-----BEGIN X509 CRL-----", await _node.Nobody.GetStringAsync(At("/api/join/revoked.crl"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_MutatedRequestsAndCodes_NeverGiveACertificateAndNeverFail()
    {
        var desk = (JoinDesk)_node.Services.GetService(typeof(JoinDesk))!;
        var renewals = (Renewals)_node.Services.GetService(typeof(Renewals))!;
        var (code, _, _) = await desk.MakeCodeAsync(Caller.Headquarters, "store-1", "gw-1", Cancel);
        var good = code!.Code;
        var request = _key.Request();
        var random = new Random(Seed);
        var harmless = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var (badCode, badRequest) = random.Next(2) == 0 ? (Mutate(good, random), request) : (good, MutatePem(request, random));
            if (JoinCode.Read(badCode, out _)?.ToString() == good && SigningRequest.Read(badRequest)?.Mark == _key.Mark)
            {
                // A space, a small letter: still the code and the request, proven by its signature.
                harmless++;
                continue;
            }

            var joined = await desk.JoinAsync(new JoinRequest(badCode, badRequest), Cancel);
            Assert.True(joined is { Answer: null, Status: 400 or 403 }, $"seed {Seed}, number {i}: {badCode} {badRequest}");
            var renewed = await renewals.RenewAsync(new RenewalRequest(Mutate("0123456789abcdef", random), badRequest, Mutate(Convert.ToBase64String(new byte[64]), random)), "x", Cancel);
            Assert.True(renewed is { Answer: null, Status: 400 or 403 }, $"seed {Seed}, number {i}");
        }

        Assert.InRange(harmless, 0, 200);
        Assert.NotNull((await desk.JoinAsync(new JoinRequest(good, request), Cancel)).Answer);
    }

    [Fact]
    public async Task Join_OverHttp_RefusesBrokenBodiesAndBoundsAttempts()
    {
        foreach (var body in new[] { "", "null", "[]", "{", "{\"code\":1}", "{\"code\":null,\"request\":null}" })
        {
            using var broken = await _node.Nobody.PostAsync(At("/api/join"), new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        }

        using var large = await _node.Nobody.PostAsync(At("/api/join"), new StringContent($"{{\"code\":\"{new string('A', 9_000)}\"}}", Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        HttpResponseMessage last;
        var tried = 0;
        do
        {
            last = await JoinAsync(JoinCode.Make([1]).ToString(), _key.Request());
            Assert.Contains(last.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests });
        }
        while (last.StatusCode == HttpStatusCode.Forbidden && ++tried <= (2 * SignInLimits.MostOfOne));

        // Two minutes' worth where the minute turned meanwhile.
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
    }

    private static Uri At(string path) => new(path, UriKind.Relative);

    private static Task<HttpResponseMessage> MakeAsync(HttpClient who, string store, string gateway) =>
        who.PostAsJsonAsync(At("/api/join-codes"), new JoinCodeBody(store, gateway), JoiningJson.Default.JoinCodeBody, Cancel);

    private Task<HttpResponseMessage> JoinAsync(string code, string request) =>
        _node.Nobody.PostAsJsonAsync(At("/api/join"), new JoinRequest(code, request), JoinJson.Default.JoinRequest, Cancel);

    /// <summary>A change of the DER inside the armour, or of the armour.</summary>
    private static string MutatePem(string pem, Random random)
    {
        if (random.Next(4) == 0)
        {
            return Mutate(pem, random);
        }

        var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(l => !l.StartsWith('-'))));
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            der[random.Next(der.Length)] ^= (byte)(1 << random.Next(8));
        }

        return System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE REQUEST", random.Next(3) == 0 ? der.AsSpan(0, random.Next(der.Length)) : der);
    }

    private static string Mutate(string text, Random random)
    {
        var letters = text.ToCharArray().ToList();
        for (var times = random.Next(1, 4); times > 0 && letters.Count > 0; times--)
        {
            var at = random.Next(letters.Count);
            switch (random.Next(4))
            {
                case 0:
                    letters.RemoveAt(at);
                    break;
                case 1:
                    letters.Insert(at, (char)random.Next(0x80));
                    break;
                case 2:
                    letters[at] = (char)random.Next(0x3000);
                    break;
                default:
                    letters[at] = (char)(letters[at] ^ (1 << random.Next(7)));
                    break;
            }
        }

        return new string([.. letters]);
    }
}
