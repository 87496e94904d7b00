using System.Security.Cryptography;
using Cloud.Contracts.Commands;
using EdgeGateway.Host.Joining;
using EdgeGateway.Host.Updating;
using Tests.Shared;

namespace Host.Tests.Updating;

/// <summary>Fetching over a network that cuts, lies and says nothing, from a headquarters that nobody has to believe.</summary>
public sealed class BundleFetchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly byte[] _bundle = new byte[200_000];
    private readonly List<long> _asked = [];
    private long _free = long.MaxValue / 4;

    public BundleFetchTests() => new Random(8).NextBytes(_bundle);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private UpdateOrder Order => new("0.2.0", 7, _bundle.Length, Convert.ToHexStringLower(SHA256.HashData(_bundle)), "/api/bundles/x/content", null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cut_AgainAndAgain_GoesOnWhereItWas()
    {
        var cuts = new Queue<int>([1, 65_536, 100_000, 199_999]);

        var file = await RunAsync(from => cuts.TryDequeue(out var cut) ? Part(from, Cut(_bundle[(int)from..cut])) : Part(from, new MemoryStream(_bundle[(int)from..])));

        Assert.Equal([0, 1, 65_536, 100_000, 199_999], _asked);
        Assert.Equal(_bundle, await File.ReadAllBytesAsync(file, Stop));
    }

    [Fact]
    public async Task Headquarters_ThatKnowsNoRanges_IsReadFromTheBeginning()
    {
        var first = true;

        var file = await RunAsync(from =>
        {
            (var cut, first) = (first, false);
            return cut ? Part(0, Cut(_bundle[..1000])) : new BundlePart(200, 0, _bundle.Length, new MemoryStream(_bundle));
        });

        Assert.Equal(_bundle, await File.ReadAllBytesAsync(file, Stop));
    }

    [Fact]
    public async Task Stopped_WhatCame_IsNotFetchedAgain()
    {
        await Assert.ThrowsAsync<JoinException>(() => RunAsync(from => from == 0 ? Part(0, Cut(_bundle[..70_000])) : throw new JoinException("unreachable")));
        _asked.Clear();

        await RunAsync(from => Part(from, new MemoryStream(_bundle[(int)from..])));

        Assert.Equal([70_000], _asked);
    }

    [Fact]
    public async Task Headquarters_ThatNeverAnswers_IsGivenUp()
    {
        await Assert.ThrowsAsync<JoinException>(() => RunAsync(_ => throw new JoinException("unreachable")));

        Assert.Equal(BundleFetch.MostTries, _asked.Count);
    }

    [Fact]
    public async Task Headquarters_ThatSaysNothing_IsAskedAnewAfterAMinute()
    {
        var fetching = Fetch(from => from == 0 ? Part(0, new Silent(_bundle[..10])) : Part(from, new MemoryStream(_bundle[(int)from..]))).RunAsync(Order, _ => { }, Stop);
        await _clock.WhenArmedAsync(1, Stop);
        Assert.Equal([0], _asked);
        _clock.Advance(BundleFetch.Silence);

        await PumpAsync(fetching);

        Assert.Equal([0, 10], _asked);
    }

    [Theory]
    [InlineData(302, 0, 200_000, "sends elsewhere")]
    [InlineData(404, 0, 200_000, "does not give the bundle: 404")]
    [InlineData(403, 0, 200_000, "does not give the bundle: 403")]
    [InlineData(206, 0, 200_001, "offers 200001 bytes")]
    [InlineData(200, 0, null, "offers  bytes")]
    [InlineData(206, 5, 200_000, "from byte 5")]
    public async Task Answer_ThatIsNotTheBundle_IsRefusedAtOnce(int status, int from, int? total, string words)
    {
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => RunAsync(_ => new BundlePart(status, from, total, new MemoryStream(_bundle))));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task MoreBytesThanTheCommandNames_AreNotKept()
    {
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => RunAsync(from => Part(from, new MemoryStream([.. _bundle, 1]))));

        Assert.Contains("more than the 200000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Directory.EnumerateFiles(_folder.Path).Single()).Length);
    }

    [Fact]
    public async Task OtherBytes_AreRefusedAndForgotten()
    {
        var other = (byte[])_bundle.Clone();
        other[150_000] ^= 1;

        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => RunAsync(from => Part(from, new MemoryStream(other[(int)from..]))));

        Assert.Contains("another SHA-256", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Disk_WithoutRoomForItTwice_IsNotFilled()
    {
        _free = (2 * _bundle.Length) + BundleFetch.Reserve - 1;

        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => RunAsync(from => Part(from, new MemoryStream(_bundle))));

        Assert.Contains("bytes free", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task AnotherBundle_LeavesNothingOfTheOneBefore()
    {
        var before = _folder.File($"{new string('a', 64)}.fetch", "half of another");

        await RunAsync(from => Part(from, new MemoryStream(_bundle[(int)from..])));

        Assert.False(File.Exists(before));
    }

    private BundlePart Part(long from, Stream body) => new(206, from, _bundle.Length, body);

    private BundleFetch Fetch(Func<long, BundlePart> open) => new(
        _folder.Path,
        (path, from, _) =>
        {
            Assert.Equal(Order.Path, path);
            _asked.Add(from);
            return Task.FromResult(open(from));
        },
        () => _free,
        _clock,
        () => 0);

    private async Task<string> RunAsync(Func<long, BundlePart> open)
    {
        var fetching = Fetch(open).RunAsync(Order, _ => { }, Stop);
        await PumpAsync(fetching);
        return await fetching;
    }

    private async Task PumpAsync(Task fetching)
    {
        while (!fetching.IsCompleted)
        {
            await Task.WhenAny(fetching, _clock.WhenArmedAsync(1, Stop));
            _clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    private static Broken Cut(byte[] bytes) => new Broken(bytes);

    private sealed class Broken(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("the peer has gone");
    }

    private sealed class Silent(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                var never = new TaskCompletionSource();
                await never.Task.WaitAsync(cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
