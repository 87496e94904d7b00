using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Contracts.Joining;
using Cloud.Uplink;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Joining;
using EdgeGateway.Host.Updating;
using Tests.Shared;

namespace Host.Tests.Updating;

/// <summary>The command <c>update</c> from the order to the journal, and what is told of it afterwards.</summary>
public sealed class UpdateCommandTests : IDisposable
{
    private readonly BundleFixture _fixture = new();
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<JsonElement> _told = [];
    private byte[] _bundle = [];
    private int _asked;
    private int _staged;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Order_OfASignedBundle_IsInPlaceAndAnsweredWithWhatItIs()
    {
        Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);
        _bundle = _fixture.Bundle(200);

        var answer = await SendAsync(Order(200));
        var again = await SendAsync(Order(200));

        Assert.Equal((CommandStatus.Done, "0.200.0"), (answer.Status, answer.Body!.Value.Deserialize(GatewayCommandJson.Default.UpdateResult)!.Version));
        Assert.Equal((CommandStatus.Done, 1, 1), (again.Status, _asked, _staged));
        Assert.Equal("a", _fixture.Journal().Staged);
        Assert.Empty(Directory.EnumerateFiles(_fixture.Updates, "*.fetch"));
    }

    [Fact]
    public async Task Order_OfABundleThatNobodyKnownSigned_IsRefusedAndForgotten()
    {
        Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);
        _fixture.NewKey("other.pub", "other.key");
        _bundle = _fixture.Bundle(200, secret: "other.key");

        var answer = await SendAsync(Order(200));

        Assert.Equal(CommandStatus.Refused, answer.Status);
        Assert.Contains("the signature is of none of the keys", answer.Reason, StringComparison.Ordinal);
        Assert.Null(_fixture.Journal().Staged);
        Assert.Empty(Directory.EnumerateFiles(_fixture.Updates, "*.fetch"));
    }

    [Fact]
    public async Task Order_WhoseWordIsLaterThanItsBundle_IsADowngradeAllTheSame()
    {
        Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);
        _bundle = _fixture.Bundle(90);

        var answer = await SendAsync(Order(200), packaged: 100);

        Assert.Equal(CommandStatus.Refused, answer.Status);
        Assert.Contains("serial 90; this gateway has had serial 100", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(99)]
    public async Task Order_NotLater_IsNotFetched(long serial)
    {
        _bundle = [1];

        var answer = await SendAsync(Order(serial), packaged: 100);

        Assert.Equal((CommandStatus.Refused, 0), (answer.Status, _asked));
        Assert.Contains("this gateway has had serial 100", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(7200, 60)]
    [InlineData(null, 60)]
    public async Task Order_WhoseTimeIsOver_IsExpiredAndKeepsWhatCame(int? seconds, int? wanted)
    {
        _bundle = new byte[5000];
        var hangs = new TaskCompletionSource<BundlePart>();
        var fetch = new BundleFetch(
            _fixture.Updates,
            (_, from, stop) => from == 0 ? Task.FromResult(new BundlePart(206, 0, _bundle.Length, new MemoryStream(_bundle, 0, 3000))) : hangs.Task.WaitAsync(stop),
            () => long.MaxValue / 4, _clock, () => 0);
        var running = new UpdateCommand(_fixture.Open(), fetch, () => { }, _clock).HandleAsync(
            Call(Order(200) with { Seconds = seconds }) with { ExpiresAt = wanted is { } end ? _clock.GetUtcNow().AddSeconds(end) : null }, Stop).AsTask();
        await _clock.WhenArmedAsync(1, Stop);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CommandStatus.Expired, (await running).Status);
        Assert.Equal(3000, new FileInfo(Directory.EnumerateFiles(_fixture.Updates, "*.fetch").Single()).Length);
    }

    [Fact]
    public async Task Order_ToAGatewayWithoutLauncher_IsRefusedInWords() =>
        Assert.Contains("as in a container", (await UpdateCommand.None.HandleAsync(Call(Order(200)), Stop)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://elsewhere.example/bundle")]
    [InlineData("//elsewhere.example/api/bundles/x")]
    [InlineData("/api/bundles/../members")]
    [InlineData("/api/members")]
    [InlineData("/api/bundles/x?y")]
    [InlineData(null)]
    public async Task Order_ForAnywhereElse_IsRefusedUnasked(string? path)
    {
        _bundle = [1];

        var answer = await SendAsync(Order(200) with { Path = path });

        Assert.Equal((CommandStatus.Refused, 0), (answer.Status, _asked));
        Assert.StartsWith("path is not one at headquarters", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, 1L, "serial is 0")]
    [InlineData(1L, 0L, "size is 0")]
    [InlineData(1L, UpdateOrder.MostBytes + 1, "size is 540016641; expected 1 to 540016640 bytes")]
    public async Task Order_OutOfRange_IsRefusedInWords(long serial, long size, string words)
    {
        var answer = await SendAsync(Order(serial) with { Size = size });

        Assert.Equal(CommandStatus.Refused, answer.Status);
        Assert.StartsWith(words, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_ThatJoined_FetchesByItsKeyFromHeadquartersAlone()
    {
        using var authority = BundleServer.Root("headquarters");
        using var other = BundleServer.Root("somebody");
        _bundle = RandomNumberGenerator.GetBytes(3000);
        using var server = new BundleServer(BundleServer.Issue(authority), _bundle) { CutAt = 1234 };
        using var thief = new BundleServer(BundleServer.Issue(other), _bundle);
        using var key = Join(authority, server.Address);
        var fetch = BundleFetch.Over(_fixture.Updates, _fixture.Data, TimeProvider.System, () => 0);

        var file = await fetch.RunAsync(Order(200), _ => { }, Stop);

        Assert.Equal(_bundle, await File.ReadAllBytesAsync(file, Stop));
        Assert.Equal(["bytes=0-", "bytes=1234-"], server.Ranges);
        var (serial, signature) = GatewayProof.Read(server.Authorization)!.Value;
        Assert.True(GatewayProof.IsBy(key, serial, "/api/bundles/x/content", signature));
        Assert.False(GatewayProof.IsBy(key, serial, "/api/bundles/y/content", signature));

        // Another that answers there is shown nothing, and one that sends elsewhere is not followed.
        using var again = Join(authority, thief.Address);
        await Assert.ThrowsAsync<JoinException>(async () => await (await BundlePart.OpenAsync(_fixture.Data, "/api/bundles/x/content", 0, Stop)).DisposeAsync());
        Assert.Empty(thief.Ranges);
        using var sends = new BundleServer(BundleServer.Issue(authority), _bundle) { Redirect = server.Address.ToString() };
        using var third = Join(authority, sends.Address);
        await using var answer = await BundlePart.OpenAsync(_fixture.Data, "/api/bundles/x/content", 0, Stop);
        Assert.Equal((302, 2), (answer.Status, server.Ranges.Count));
    }

    [Fact]
    public async Task Gateway_ThatHasNotJoined_IsToldSo() =>
        Assert.Contains("has not joined", (await Assert.ThrowsAsync<UpdateRefusedException>(() => BundlePart.OpenAsync(_fixture.Data, "/api/bundles/x", 0, Stop))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Report_TellsEachChangeOnceAcrossRestarts()
    {
        await Report().LookAsync(Stop);
        await Report().LookAsync(Stop);
        new UpdateJournal { Highest = 200, Failed = 300, Reason = "device 'scale-1' was online and is not" }.Write(_fixture.Updates);
        await Report().LookAsync(Stop);
        await Report().LookAsync(Stop);

        Assert.Equal(
            [(100L, 100L, null, null), (100, 200, 300L, "device 'scale-1' was online and is not")],
            _told.Select(data => (Number(data, "serial")!.Value, Number(data, "highest")!.Value, Number(data, "failed"), data.TryGetProperty("reason", out var reason) ? reason.GetString() : null)));
        Assert.All(_told, data => Assert.All(EventCatalog.Find(EventTypes.GatewayUpdated)!.Required, member => Assert.True(data.TryGetProperty(member.Name, out _))));
    }

    [Fact]
    public async Task Report_AfterAnotherTryOfTheSameVersion_IsToldAgain()
    {
        var report = Report();
        await report.LookAsync(Stop);

        report.Again();
        await report.LookAsync(Stop);
        await report.LookAsync(Stop);

        Assert.Equal(2, _told.Count);
    }

    private static long? Number(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private UpdateReport Report()
    {
        Directory.CreateDirectory(_fixture.Updates);
        return new UpdateReport(
            _fixture.Open(packaged: 100), "", 100,
            (draft, _) =>
            {
                _told.Enqueue(JsonElement.Parse(draft.Data));
                return Task.CompletedTask;
            },
            _clock);
    }

    private UpdateOrder Order(long serial) => new(
        "0.2.0", serial, Math.Max(1, _bundle.Length), Convert.ToHexStringLower(SHA256.HashData(_bundle)), "/api/bundles/x/content", null);

    private async Task<CommandAnswer> SendAsync(UpdateOrder order, long packaged = 0)
    {
        var fetch = new BundleFetch(
            _fixture.Updates,
            (_, from, _) =>
            {
                _asked++;
                return Task.FromResult(new BundlePart(206, from, _bundle.Length, new MemoryStream(_bundle[(int)from..])));
            },
            () => long.MaxValue / 4, _clock, () => 0);
        return await new UpdateCommand(_fixture.Open(packaged: packaged), fetch, () => _staged++, _clock).HandleAsync(Call(order), Stop);
    }

    private static CommandCall Call(UpdateOrder order) =>
        new(GatewayCommands.Update, "c-1", JsonSerializer.SerializeToUtf8Bytes(order, GatewayCommandJson.Default.UpdateOrder), null);

    /// <summary>The file that joining leaves.</summary>
    private ECDsa Join(X509Certificate2 authority, Uri address)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=12/store-7/gw-7", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var facts = new IdentityFacts("store-7", "gw-7", 12, "broker.example", 8883, address.ToString().TrimEnd('/'), null);
        new Identity(facts, key.ExportPkcs8PrivateKeyPem(), own.ExportCertificatePem(), authority.ExportCertificatePem()).Write(Identity.FileIn(_fixture.Data));
        return key;
    }
}
