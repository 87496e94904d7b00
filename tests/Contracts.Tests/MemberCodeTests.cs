using Cloud.Contracts.Members;

namespace Contracts.Tests;

public sealed class MemberCodeTests
{
    private static readonly byte[] s_secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    [Fact]
    public void Write_InAStep_IsReadBackAsThatStep()
    {
        var code = MemberCode.NewCode();
        Assert.True(MemberCode.IsCode(code));
        Assert.True(MemberCode.TryRead(MemberCode.Write(code, s_secret, 100), out var read, out var proof));
        Assert.Equal(code, read);
        Assert.Equal([null, 100L, 100L, 100L, null], new long[] { 98, 99, 100, 101, 102 }.Select(now => MemberCode.Check(code, proof, s_secret, now)));
    }

    /// <summary>Held fixed: phones and gateways of different versions must agree. HMAC-SHA256 computed with another program.</summary>
    [Fact]
    public void Write_OfKnownNumbers_IsTheKnownText() =>
        Assert.Equal("M1:01234567896KRF6YHJ02", MemberCode.Write("0123456789", s_secret, 59_000_000));

    [Theory]
    [InlineData("M1:0123456789")]
    [InlineData("M1:012345678900000000000")]
    [InlineData("M1:01234567890000000U00")]
    [InlineData("M2:01234567890000000000")]
    [InlineData("6901234567892")]
    [InlineData("")]
    public void TryRead_OtherText_IsNoCode(string text) => Assert.False(MemberCode.TryRead(text, out _, out _));

    [Fact]
    public void TryRead_SmallLetters_AreReadAsLarge()
    {
        Assert.True(MemberCode.TryRead("m1:abcdefghjkabcdefghjk", out var code, out _));
        Assert.Equal("ABCDEFGHJK", code);
    }

    [Theory]
    [InlineData("138 0013 8000", "86", "8613800138000")]
    [InlineData("+86 138-0013-8000", "852", "8613800138000")]
    [InlineData("0086 13800138000", "852", "8613800138000")]
    [InlineData("(030) 1234567", "49", "49301234567")]
    [InlineData("12345", "86", null)]
    [InlineData("1380013800x", "86", null)]
    [InlineData("6901234567892123", "86", null)]
    [InlineData("", "86", null)]
    public void Phone_AsPeopleWriteIt_HasOneForm(string typed, string country, string? expected) => Assert.Equal(expected, LookupHash.Phone(typed, country));

    [Theory]
    [InlineData("vip-1001 2", "VIP10012")]
    [InlineData("123", null)]
    [InlineData("VIP_1001", null)]
    public void Card_AsPeopleWriteIt_HasOneForm(string typed, string? expected) => Assert.Equal(expected, LookupHash.Card(typed));

    [Fact]
    public void Hash_UnderAnotherKeyOrKind_IsAnother()
    {
        byte[]?[] hashes =
        [
            LookupHash.OfCard(s_secret, "13800138000"), LookupHash.OfPhone(s_secret, "13800138000", "86"), LookupHash.OfCard(new byte[32], "13800138000"),
        ];
        Assert.Equal(3, hashes.Select(h => Convert.ToHexString(h!)).Distinct().Count());
    }
}
