using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Campaigns;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Campaigns;

/// <summary>Bundles brought by people and fetched by gateways, over HTTP.</summary>
public abstract class BundlesApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync(Cancel);
        using var certificate = new CertificateRequest("CN=12/store-1/gw-1", _key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await _node.Database.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO gateway_certificate (serial, gateway, key_mark, pem, issued_at, expires_at) SELECT 'abc1', id, 'mark', @pem, @now, @end FROM gateway WHERE gateway = 'gw-1'",
                ("pem", certificate.ExportCertificatePem()), ("now", Time(-1)), ("end", Time(1))).RunAsync(Cancel),
            Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Bundle_BroughtByAPerson_IsFetchedByAGatewayFromAnyByteOn()
    {
        // Larger than a piece, so that the parts come together over its end.
        var bundle = Bundle(size: (2 * BundleTable.PieceSize) + 12_345);
        var view = await BringAsync(bundle);
        var (hash, path) = (view.GetProperty("hash").GetString()!, $"/api/bundles/{view.GetProperty("hash").GetString()}/content");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bundle)), hash);
        Assert.Equal(
            ("0.2.0", 200L, "amd64", bundle.Length, 2, false, "test Admin"),
            (view.GetProperty("version").GetString(), view.GetProperty("serial").GetInt64(), view.GetProperty("arch").GetString(), view.GetProperty("size").GetInt32(), view.GetProperty("files").GetInt32(),
                view.GetProperty("isSigned").GetBoolean(), view.GetProperty("uploadedBy").GetString()));
        Assert.Equal(hash, (await BringAsync(bundle)).GetProperty("hash").GetString());

        Assert.Equal(bundle, await (await FetchAsync(path, 0)).Content.ReadAsByteArrayAsync(Cancel));
        using var rest = await FetchAsync(path, BundleTable.PieceSize - 7);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(bundle[(BundleTable.PieceSize - 7)..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal((BundleTable.PieceSize - 7, bundle.Length), (rest.Content.Headers.ContentRange!.From, rest.Content.Headers.ContentRange.Length));
    }

    [Fact]
    public async Task Content_ForAnybodyElse_IsRefused()
    {
        var hash = (await BringAsync(Bundle())).GetProperty("hash").GetString()!;
        var path = $"/api/bundles/{hash}/content";
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(HttpStatusCode.Forbidden, (await FetchAsync(path, 0, other)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await FetchAsync(path, 0, proof: GatewayProof.Make(_key, "abc1", "/api/bundles/other/content"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await FetchAsync(path, 0, proof: GatewayProof.Make(_key, "abc2", path))).StatusCode);
        using var person = await _node.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, person.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await FetchAsync("/api/bundles/none/content", 0)).StatusCode);
        await _node.Database.WriteAsync(transaction => transaction.Command("UPDATE gateway_certificate SET revoked_at = @now", ("now", Time(0))).RunAsync(Cancel), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, (await FetchAsync(path, 0)).StatusCode);
    }

    [Fact]
    public async Task File_ThatIsNoWholeBundle_IsRefusedInWords()
    {
        var bundle = Bundle();
        foreach (var (bytes, words) in new (byte[], string)[]
        {
            ([], "cut short in manifest"), (new byte[2000], "where manifest is expected, something else came"), (bundle[..^1], "cut short in the end"), ([.. bundle, 0], "something follows its end"),
            (Changed(bundle, bundle.Length - 1500), "edge-gateway.dll is not what its manifest says"),
        })
        {
            using var refused = await PostAsync(bytes);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(words, await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Removed_IsGone_UnlessACampaignIsOfIt()
    {
        var hash = (await BringAsync(Bundle())).GetProperty("hash").GetString()!;
        await _node.Database.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO campaign (id, name, bundle, plan, stages, state, reason, stage, forgiven, left_out, created_by, created_at, changed_at) VALUES ('c', 'c', @hash, '{}', 1, 'paused', '', 0, 0, 0, 'x', @now, @now)",
                ("hash", hash), ("now", Time(0))).RunAsync(Cancel),
            Cancel);
        Assert.Equal(HttpStatusCode.Conflict, (await _node.Http.DeleteAsync(new Uri($"/api/bundles/{hash}", UriKind.Relative), Cancel)).StatusCode);
        await _node.Database.WriteAsync(transaction => transaction.Command("DELETE FROM campaign").RunAsync(Cancel), Cancel);

        Assert.Equal(HttpStatusCode.NoContent, (await _node.Http.DeleteAsync(new Uri($"/api/bundles/{hash}", UriKind.Relative), Cancel)).StatusCode);
        Assert.Empty((await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/bundles", UriKind.Relative), Cancel)).EnumerateArray());
    }

    [Fact]
    public async Task Signature_WhereAKeyIsConfigured_IsCheckedHereToo()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/minisign"), "minisign is not installed (Debian package minisign)");
        var folder = Directory.CreateTempSubdirectory("keys-").FullName;
        try
        {
            Run("-G", "-f", "-W", "-p", $"{folder}/update.pub", "-s", $"{folder}/update.key");
            await File.WriteAllTextAsync($"{folder}/manifest", "signed", Cancel);
            Run("-S", "-s", $"{folder}/update.key", "-x", $"{folder}/manifest.minisig", "-m", $"{folder}/manifest");
            var signature = new BundleSignature($"{folder}/update.pub", TimeProvider.System);
            var manifest = new BundleManifest("0.2.0", 200, "amd64", default, 1, "signed"u8.ToArray(), await File.ReadAllBytesAsync($"{folder}/manifest.minisig", Cancel));

            Assert.True(await signature.CheckAsync(manifest, Cancel));
            await Assert.ThrowsAsync<BundleException>(() => signature.CheckAsync(manifest with { Text = "Signed"u8.ToArray() }, Cancel));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static void Run(params string[] arguments)
        {
            using var process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo("minisign", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }

    [Fact]
    public async Task Campaign_MadeOverHttp_IsShown_PausedAndStopped()
    {
        var hash = (await BringAsync(Bundle())).GetProperty("hash").GetString()!;
        await _node.Database.WriteAsync(
            transaction => transaction.Command(
                "INSERT INTO gateway_update (gateway, version, serial, arch, highest, staged, trial, failed, reason, at) SELECT id, '0.1.0', 100, 'amd64', 100, 0, 0, 0, '', @now FROM gateway", ("now", Time(0)))
                .RunAsync(Cancel),
            Cancel);
        using var wrong = await _node.Http.PostAsJsonAsync(new Uri("/api/campaigns", UriKind.Relative), new { name = "", bundle = hash, percentages = (int[])[50, 10] }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("name: expected 1 to 100 characters; percentages: expected", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // Hours in which nobody is told while the test runs.
        var hour = TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        using var made = await _node.Http.PostAsJsonAsync(
            new Uri("/api/campaigns", UriKind.Relative), new { name = "night", bundle = hash, windowFrom = hour.AddHours(6).ToString("HH:mm:ss"), windowUntil = hour.AddHours(7).ToString("HH:mm:ss") }, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var one = made.Headers.Location!;
        using var again = await _node.Http.PostAsync(new Uri($"{one}/resume", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var paused = await _node.Http.PostAsync(new Uri($"{one}/pause", UriKind.Relative), null, Cancel);
        Assert.Equal("paused", (await paused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("state").GetString());
        var stranger = await _node.SignInAsync(Role.Region, "store-2");
        Assert.Empty((await stranger.GetFromJsonAsync<JsonElement>(new Uri("/api/campaigns", UriKind.Relative), Cancel)).EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(new Uri($"{one}/stop", UriKind.Relative), null, Cancel)).StatusCode);
        var gateway = Assert.Single((await _node.Http.GetFromJsonAsync<JsonElement>(new Uri($"{one}/gateways", UriKind.Relative), Cancel)).EnumerateArray());
        Assert.Equal(("gw-1", "waiting"), (gateway.GetProperty("gateway").GetString(), gateway.GetProperty("state").GetString()));
        using var stopped = await _node.Http.PostAsync(new Uri($"{one}/stop", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
    }

    private object Time(int days) => _node.Database.ToTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(days));

    private async Task<HttpResponseMessage> PostAsync(byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await _node.Http.PostAsync(new Uri("/api/bundles", UriKind.Relative), content, Cancel);
    }

    private async Task<JsonElement> BringAsync(byte[] bundle)
    {
        using var answer = await PostAsync(bundle);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private async Task<HttpResponseMessage> FetchAsync(string path, long from, ECDsa? key = null, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", proof ?? GatewayProof.Make(key ?? _key, "abc1", path));
        request.Headers.Range = new RangeHeaderValue(from, null);
        return await _node.Nobody.SendAsync(request, Cancel);
    }

    /// <summary>A bundle as make-bundle.sh lays it out, but for its signature, which nobody looks at here.</summary>
    private static byte[] Bundle(int size = 1000)
    {
        var program = new byte[size];
        new Random(5).NextBytes(program);
        var manifest = Encoding.ASCII.GetBytes(
            "edge-gateway update 1\nversion 0.2.0\nserial 200\narch amd64\ncreated 2026-11-22T18:00:00Z\noutbox 1 1 1\n"
            + $"file {Convert.ToHexStringLower(SHA256.HashData(program))} {program.Length} edge-gateway.dll\nfile {Convert.ToHexStringLower(SHA256.HashData([]))} 0 nothing\n");
        return [.. Entry("manifest", manifest), .. Entry("manifest.minisig", "untrusted comment: x\n"u8.ToArray()), .. Entry("edge-gateway.dll", program), .. Entry("nothing", []), .. new byte[1024]];
    }

    private static byte[] Entry(string name, byte[] content)
    {
        var head = new byte[512];
        Encoding.ASCII.GetBytes(name, head);
        Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0'), head.AsSpan(124));
        return [.. head, .. content, .. new byte[(512 - (content.Length % 512)) % 512]];
    }

    private static byte[] Changed(byte[] bundle, int at)
    {
        var changed = (byte[])bundle.Clone();
        changed[at - 600] ^= 1;
        return changed;
    }
}

public sealed class BundlesApiOnSqliteTests : BundlesApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class BundlesApiOnPostgresTests : BundlesApiTests<PostgresTestDatabase>;
