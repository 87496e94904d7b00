using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using Xunit;

namespace Contracts.Tests;

public sealed class SealedBoxTests
{
    private static readonly byte[] s_plain = Encoding.UTF8.GetBytes("usual: oat milk");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void Open_ForTheReceiver_GivesWhatWasSealed(int length)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var plain = new byte[length];
        new Random(7).NextBytes(plain);
        var box = SealedBox.Seal(SealedBox.PublicKeyOf(key), plain, "profiles");
        Assert.Equal(length + SealedBox.Overhead, box.Length);
        Assert.Equal(plain, SealedBox.Open(key, box, "profiles"));
    }

    [Fact]
    public void Open_ForAnotherKeyOrPurpose_GivesNothing()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var box = SealedBox.Seal(SealedBox.PublicKeyOf(key), s_plain, "profiles");
        Assert.Null(SealedBox.Open(other, box, "profiles"));
        Assert.Null(SealedBox.Open(key, box, "templates"));
        Assert.Null(SealedBox.Open(key, [], "profiles"));
        Assert.Null(SealedBox.Open(key, box.AsSpan(0, SealedBox.Overhead - 1), "profiles"));
    }

    [Fact]
    public void Open_AnyByteChanged_GivesNothing()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var box = SealedBox.Seal(SealedBox.PublicKeyOf(key), s_plain, "profiles");
        for (var at = 0; at < box.Length; at++)
        {
            box[at] ^= 1;
            Assert.Null(SealedBox.Open(key, box, "profiles"));
            box[at] ^= 1;
        }

        Assert.Equal(s_plain, SealedBox.Open(key, box, "profiles"));
    }

    [Fact]
    public void Seal_SameBytesTwice_GivesDifferentBoxesWithoutThePlainBytes()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var first = SealedBox.Seal(SealedBox.PublicKeyOf(key), s_plain, "profiles");
        Assert.NotEqual(first, SealedBox.Seal(SealedBox.PublicKeyOf(key), s_plain, "profiles"));
        Assert.Equal(-1, first.AsSpan().IndexOf(s_plain));
    }

    [Fact]
    public void Seal_ForBytesThatAreNoPoint_Throws()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = SealedBox.PublicKeyOf(key);
        Assert.True(SealedBox.IsPublicKey(publicKey));
        publicKey[40] ^= 1;
        Assert.False(SealedBox.IsPublicKey(publicKey));
        Assert.Throws<ArgumentException>(() => SealedBox.Seal(publicKey, s_plain, "profiles"));
        Assert.Throws<ArgumentException>(() => SealedBox.Seal(publicKey.AsSpan(0, 64), s_plain, "profiles"));
    }

    [Fact]
    public void Fingerprint_IsTheSameForTheSameKeyAndReadsInGroups()
    {
        var fingerprint = SealedBox.Fingerprint(new byte[65]);
        Assert.Matches("^([0-9a-f]{4} ){7}[0-9a-f]{4}$", fingerprint);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(new byte[65]))[..4], fingerprint[..4]);
    }
}
