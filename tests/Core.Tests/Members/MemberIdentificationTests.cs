using Cloud.Contracts.Members;
using EdgeGateway.Core.Members.Identification;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Members;

public sealed class MemberIdentificationTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 9, 0, 10, TimeSpan.Zero);

    private readonly ProfileStore _store = new();
    private readonly MemberIdentification _spot;

    public MemberIdentificationTests()
    {
        _store.Cache.Apply(_store.Run(
            0, 3, [ProfileStore.Member("m-1", card: "VIP-1001", phone: "13800138000"), ProfileStore.Member("m-2", secret: 2)]));
        _spot = new MemberIdentification(_store.Cache);
    }

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void Code_ShownEarlierOrLater_HoldsForOneStepEitherWay(int seconds, bool expected) =>
        Assert.Equal(expected ? new IdentifiedMember("m-1", RecognisedBy.Qr) : null, _spot.Read(CodeAt(s_now.AddSeconds(seconds)), s_now));

    [Fact]
    public void Code_UsedAgain_CountsOnceAndTheNextOneCounts()
    {
        var code = CodeAt(s_now);
        Assert.NotNull(_spot.Read(code, s_now));
        Assert.Null(_spot.Read(code, s_now));
        Assert.Null(_spot.Read(code.ToLowerInvariant(), s_now.AddSeconds(20)));
        Assert.Null(_spot.Read(CodeAt(s_now.AddSeconds(-30)), s_now));
        Assert.NotNull(_spot.Read(CodeAt(s_now.AddSeconds(30)), s_now.AddSeconds(30)));
        Assert.NotNull(_spot.Read(CodeAt(s_now, "m-2", 2), s_now));
    }

    [Fact]
    public void Code_WithAnyCharacterChanged_IsNobodys()
    {
        var code = CodeAt(s_now);
        for (var at = MemberCode.Prefix.Length; at < code.Length; at++)
        {
            Assert.Null(_spot.Read(code[..at] + (code[at] == '7' ? '8' : '7') + code[(at + 1)..], s_now));
        }

        Assert.NotNull(_spot.Read(code, s_now));
    }

    [Fact]
    public void Code_OfARenewedMember_IsNobodys()
    {
        _store.Cache.Apply(_store.Run(3, 4, [ProfileStore.Member("m-1", secret: 3) with { Code = "NEWC0DE000" }]));
        Assert.Null(_spot.Read(CodeAt(s_now), s_now));
    }

    [Theory]
    [InlineData("VIP-1001", "card")]
    [InlineData(" vip 1001 ", "card")]
    [InlineData("138 0013 8000", "phone")]
    [InlineData("+8613800138000", "phone")]
    [InlineData("13800138001", null)]
    [InlineData("6901234567892", null)]
    [InlineData("", null)]
    public void CardOrPhone_AtAMemberSpot_IsWhoItIs(string text, string? how)
    {
        Assert.Equal(how is null ? null : new IdentifiedMember("m-1", how), _spot.Read(text, s_now));
        Assert.Null(_spot.Read(text, s_now, isMemberSpot: false));
    }

    [Fact]
    public void Code_AtAnyScanner_IsRead() => Assert.NotNull(_spot.Read(CodeAt(s_now), s_now, isMemberSpot: false));

    private static string CodeAt(DateTimeOffset moment, string member = "m-1", byte secret = 1) =>
        MemberCode.Write(ProfileStore.Code(member), [.. Enumerable.Repeat(secret, 32)], MemberCode.StepOf(moment));
}
