using System.Text;
using EdgeGateway.Host.Updating;

namespace Host.Tests.Updating;

/// <summary>Which bundles are taken. <c>EDGE_UPDATE_BUNDLES=100000</c> refuses more of them, <c>EDGE_UPDATE_SIGNATURES=100000</c> more by minisign itself.</summary>
public sealed class UpdateFolderTests : IDisposable
{
    private static readonly int s_bundles = Count("EDGE_UPDATE_BUNDLES", 1000);
    private static readonly int s_signatures = Count("EDGE_UPDATE_SIGNATURES", 40);

    private readonly BundleFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public UpdateFolderTests() => Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Stage_SignedBundle_IsWholeInTheFreeSlotAndWaits()
    {
        var manifest = await _fixture.StageAsync(_fixture.Bundle(serial: 7));

        Assert.Equal(("0.7.0", 7L), (manifest.Version, manifest.Serial));
        Assert.Equal(new UpdateJournal { Staged = "a" }, _fixture.Journal());
        Assert.Equal("program of serial 7", await File.ReadAllTextAsync(Path.Combine(_fixture.Updates, "a", "edge-gateway.dll"), Stop));
        Assert.All(manifest.Files, file => Assert.Equal(file.Size, new FileInfo(Path.Combine(_fixture.Updates, "a", file.Path)).Length));
        Assert.All(Directory.EnumerateFileSystemEntries(_fixture.Updates, "*", SearchOption.AllDirectories), path =>
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)));
    }

    [Fact]
    public async Task Stage_AnotherBeforeTheFirstIsTried_TakesItsPlace()
    {
        await _fixture.StageAsync(_fixture.Bundle(serial: 7));
        await _fixture.StageAsync(_fixture.Bundle(serial: 8));

        Assert.Equal(8, _fixture.Open().ManifestOf(_fixture.Journal().Staged)!.Serial);
    }

    [Theory]
    [InlineData(100, 99, "has had serial 100")]
    [InlineData(100, 100, "has had serial 100")]
    [InlineData(1, 50, "has had serial 60")]
    public async Task Stage_SerialThatWasThere_IsRefusedThoughItIsSigned(long highest, long serial, string words)
    {
        Directory.CreateDirectory(_fixture.Updates);
        new UpdateJournal { Highest = highest, Confirmed = "a" }.Write(_fixture.Updates);
        var bundle = _fixture.Bundle(serial);

        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.Open(packaged: 60).StageAsync(new MemoryStream(bundle), Stop));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(new UpdateJournal { Highest = highest, Confirmed = "a" }, _fixture.Journal());
    }

    [Theory]
    [InlineData("edge-gateway update 1\n", "edge-gateway update 2\n", "this version knows")]
    [InlineData("edge-gateway update 1\n", "headquarters update 1\n", "expected \"edge-gateway update 1\"")]
    [InlineData("serial 100\n", "serial -100\n", "a number from 1")]
    [InlineData("serial 100\n", "serial 0100\n", "a number from 1")]
    [InlineData("outbox 1 1 1\n", "outbox 2 3 2\n", "Install a version between")]
    [InlineData("outbox 1 1 1\n", "outbox 1 3 2\n", "could not be gone back to")]
    [InlineData("created 2026-11-22T18:00:00Z\n", "created yesterday\n", "a UTC time")]
    [InlineData(" edge-gateway.dll\n", " edge-gateway.exe\n", "with edge-gateway.dll among them")]
    [InlineData(" libe_sqlite3.so\n", " ../../../etc/passwd\n", "bytes and a name")]
    [InlineData(" libe_sqlite3.so\n", " /etc/passwd\n", "bytes and a name")]
    [InlineData(" libe_sqlite3.so\n", " manifest\n", "bytes and a name")]
    [InlineData(" libe_sqlite3.so\n", " edge-gateway.dll\n", "each once")]
    [InlineData(" 1500 ", " 999999999999 ", "a number from 0 to 536870912")]
    public async Task Stage_ManifestThatDoesNotFit_IsRefusedThoughItIsSigned(string old, string changed, string words)
    {
        var bundle = _fixture.Bundle(edit: text => text.Replace(old, changed, StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.StageAsync(bundle));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Null(_fixture.Journal().Staged);
    }

    [Fact]
    public async Task Stage_AnotherProcessor_IsRefused()
    {
        var other = UpdateFolder.Arch == "amd64" ? "arm64" : "amd64";
        var bundle = _fixture.Bundle(edit: text => text.Replace($"arch {UpdateFolder.Arch}", $"arch {other}", StringComparison.Ordinal));

        Assert.Contains($"is for {other}", (await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.StageAsync(bundle))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_ThreeKeysInTurn_TakesWhatAnyOfThemSigned()
    {
        _fixture.NewKey("update-next.pub", "next.key");
        Assert.Equal(9, (await _fixture.StageAsync(_fixture.Bundle(9, secret: "next.key"))).Serial);

        File.Delete(Path.Combine(_fixture.Keys, "update-next.pub"));
        Assert.Contains("none of the keys", (await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.StageAsync(_fixture.Bundle(10, secret: "next.key")))).Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(_fixture.Keys, "update.pub"));
        Assert.Contains("takes no updates", (await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.StageAsync(_fixture.Bundle(10)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_DamagedJournal_IsRefusedAndKept()
    {
        Directory.CreateDirectory(_fixture.Updates);
        var journal = Path.Combine(_fixture.Updates, UpdateJournal.FileName);
        await File.WriteAllTextAsync(journal, "{}", Stop);

        Assert.Contains("expected format=1", (await Assert.ThrowsAsync<UpdateRefusedException>(() => _fixture.StageAsync(_fixture.Bundle()))).Message, StringComparison.Ordinal);
        Assert.Equal("{}", await File.ReadAllTextAsync(journal, Stop));
    }

    /// <summary>
    /// Signatures are checked here by what a perfect check says: good for the very bytes that were signed, and for nothing else. That minisign is such a check is the
    /// test below; starting it 100,000 times would take ten minutes.
    /// </summary>
    [Fact]
    public async Task Stage_MutatedReplayedAndDowngraded_AllAreRefused()
    {
        Directory.CreateDirectory(_fixture.Updates);
        var standing = new UpdateJournal { Confirmed = "b", Previous = null, Highest = 90 };
        standing.Write(_fixture.Updates);
        var good = _fixture.Bundle(100);
        byte[][] old = [_fixture.Bundle(90), _fixture.Bundle(89), _fixture.Bundle(1)];
        var signed = new HashSet<string>();
        foreach (var bundle in old.Append(good))
        {
            var (text, signature) = await new UpdateBundle(new MemoryStream(bundle)).ReadHeadAsync(Stop);
            signed.Add(Convert.ToHexString([.. text, .. signature]));
        }

        var folder = new UpdateFolder(_fixture.Updates, 60, async (file, signature, stop) =>
        {
            if (!signed.Contains(Convert.ToHexString([.. await File.ReadAllBytesAsync(file, stop), .. await File.ReadAllBytesAsync(signature, stop)])))
            {
                throw new UpdateRefusedException("not signed");
            }
        });
        var random = new Random(20261122);
        var kinds = new SortedDictionary<string, int>();
        for (var i = 0; i < s_bundles; i++)
        {
            var (kind, bundle) = Mutations.Next(random, good, old);
            try
            {
                await folder.StageAsync(new MemoryStream(bundle), Stop);
                Assert.Fail($"bundle {i}, {kind}, was taken");
            }
            catch (UpdateRefusedException)
            {
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }

            Assert.Equal(standing, _fixture.Journal());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.Equal(100, (await folder.StageAsync(new MemoryStream(good), Stop)).Serial);
    }

    [Fact]
    public async Task Stage_AnyBitOfManifestOrSignatureChanged_IsRefused()
    {
        var good = _fixture.Bundle(100);
        var (text, signature) = await new UpdateBundle(new MemoryStream(good)).ReadHeadAsync(Stop);
        var keys = new UpdateKeys(_fixture.Keys, TimeProvider.System);
        var (file, beside) = (Path.Combine(_fixture.Path, "text"), Path.Combine(_fixture.Path, "text.minisig"));
        var first = Encoding.ASCII.GetByteCount(UpdateBundle.Untrusted);
        var bits = (text.Length + signature.Length - first) * 8;
        var random = new Random(20261122);
        for (var i = 0; i < Math.Min(s_signatures, bits); i++)
        {
            var bit = s_signatures >= bits ? i : random.Next(bits);
            var (changedText, changedSignature) = (text.ToArray(), signature.ToArray());
            (bit < text.Length * 8 ? changedText : changedSignature)[bit < text.Length * 8 ? bit / 8 : (bit / 8) - text.Length + first] ^= (byte)(1 << (bit % 8));
            if (!UpdateBundle.IsSignature(changedSignature))
            {
                continue;
            }

            await File.WriteAllBytesAsync(file, changedText, Stop);
            await File.WriteAllBytesAsync(beside, changedSignature, Stop);

            await Assert.ThrowsAsync<UpdateRefusedException>(() => keys.CheckAsync(file, beside, Stop));
        }

        await File.WriteAllBytesAsync(file, text, Stop);
        await File.WriteAllBytesAsync(beside, signature, Stop);
        await keys.CheckAsync(file, beside, Stop);
    }

    private static int Count(string variable, int count) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var more) ? more : count;
}
