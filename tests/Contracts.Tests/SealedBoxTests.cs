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

    /// <summary>A box that another program made by the description in <see cref="SealedBox"/>: the one-time key is the SHA-256 of "once", the receiver's that of "receiver".</summary>
    [Fact]
    public void Open_ABoxThatWasMadeElsewhere_GivesWhatWasSealed()
    {
        var publicKey = Convert.FromHexString("041a876539cbaacc6bea31f1e71cf92e2a2025196e2a05892cf5c422fdb92fc8a1d10468ee9d289310bbcf9f3de0152f606390fe971e6560a5da85a6802e58e11c");
        var box = Convert.FromHexString(
            "010465d6b7be1c10b37a3839caae761c7a2fb181c475303dd75cbeb2fe568bfcecd36525cf75e50a21942ce985740452e5f04ee9d284102c60e60a2e33b8284666d3"
            + "e0e7ab3cb21765711df2a1faa0c98c9e4674ef4a65abfc46b82c79d0e7139e");
        using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData("receiver"u8) });
        Assert.Equal(publicKey, SealedBox.PublicKeyOf(key));
        Assert.Equal(s_plain, SealedBox.Open(key, box, "profiles"));
        Assert.Equal("96b0 6337 04a9 8698 dd5b 248a db9a 4b36", SealedBox.Fingerprint(publicKey));
    }

    [Fact]
    public void PublicKey_InAnotherFormOrLength_IsNone()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = SealedBox.PublicKeyOf(key);
        Assert.False(SealedBox.IsPublicKey([5, .. point[1..]]));
        Assert.False(SealedBox.IsPublicKey([.. point, 0]));
        Assert.False(SealedBox.IsPublicKey(point.AsSpan(0, 64)));
        Assert.False(SealedBox.IsPublicKey([]));
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
}
