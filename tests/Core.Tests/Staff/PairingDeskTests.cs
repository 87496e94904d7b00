using System.Runtime.Versioning;
using EdgeGateway.Core.Staff;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Staff;

[SupportedOSPlatform("linux")]
public sealed class PairingDeskTests : IDisposable
{
    private const string Wrong = "00000-00000";

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-staff-").FullName;
    private readonly ManualClock _clock = new();
    private readonly StaffBook _book;
    private readonly PairingDesk _desk;

    public PairingDeskTests()
    {
        _book = StaffBook.Open(StaffBook.FileIn(_folder), _clock, NullLogger.Instance);
        _desk = new PairingDesk(_book, _clock, NullLogger.Instance);
        _book.TryAdd("Mei", out _);
        _book.TryAdd("Li", out _);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pair_WithACode_IsGoodOnce()
    {
        var code = _desk.Make("staff-1")!.Code;

        var first = _desk.Pair(code, "iPhone, Safari", "192.168.1.5");
        var second = _desk.Pair(code, "thief", "192.168.1.6");

        Assert.Equal("staff-1", _book.PhoneOf(first.Secret)?.Staff);
        Assert.Equal("iPhone, Safari", first.Phone!.Device);
        Assert.Null(second.Phone);
        Assert.Single(_book.Phones);
    }

    [Fact]
    public void Pair_TypedByHand_IsReadAsPeopleType()
    {
        var code = _desk.Make("staff-1")!.Code;

        Assert.NotNull(_desk.Pair($" {code.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Replace("-", " - ", StringComparison.Ordinal)} ", null, "a").Phone);
    }

    [Fact]
    public void Pair_AfterTenMinutes_IsRefused_AlsoWhenTheClockIsSetBack()
    {
        var code = _desk.Make("staff-1")!;
        _clock.Advance(PairingDesk.Life);
        _clock.StepUtc(-PairingDesk.Life);

        Assert.Null(_desk.Pair(code.Code, "a", "a").Phone);
    }

    [Fact]
    public void Make_ANewCode_EndsTheOneBeforeForTheSamePerson()
    {
        var old = _desk.Make("staff-1")!.Code;
        var other = _desk.Make("staff-2")!.Code;
        var latest = _desk.Make("staff-1")!.Code;

        Assert.Null(_desk.Pair(old, "a", "a").Phone);
        Assert.NotNull(_desk.Pair(other, "a", "a").Phone);
        Assert.NotNull(_desk.Pair(latest, "a", "a").Phone);
    }

    [Fact]
    public void Make_ForNobody_IsNull()
    {
        _book.TryChange("staff-2", "Li", active: false);

        Assert.Null(_desk.Make("staff-2"));
        Assert.Null(_desk.Make("staff-7"));
    }

    [Fact]
    public void Guessing_FromOneAddress_IsHeldToFiveAMinute_AndOthersAreNot()
    {
        var code = _desk.Make("staff-1")!.Code;
        Assert.All(Enumerable.Range(0, PairingDesk.TriesAMinute), _ => Assert.False(_desk.Pair(Wrong, "a", "thief").IsTooOften));

        Assert.True(_desk.Pair(code, "a", "thief").IsTooOften);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_desk.Pair(Wrong, "a", "thief").IsTooOften);
        Assert.NotNull(_desk.Pair(code, "a", "phone").Phone);
    }

    [Fact]
    public void Guessing_FromManyAddresses_EndsEveryOpenCode()
    {
        var code = _desk.Make("staff-1")!.Code;
        Assert.All(Enumerable.Range(0, PairingDesk.TriesACode), i => Assert.Null(_desk.Pair(Wrong, "a", $"thief-{i}").Phone));

        Assert.Null(_desk.Pair(code, "a", "phone").Phone);
        Assert.NotNull(_desk.Pair(_desk.Make("staff-1")!.Code, "a", "phone").Phone);
    }

    [Fact]
    public void Codes_AreTenLettersThatLookLikeNothingElse_AndNoneIsLikeAnother()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => _desk.Make("staff-1")!.Code).ToList();

        Assert.All(codes, code => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", code));
        Assert.Distinct(codes);
    }

    [Fact]
    public void SecretsAndCodes_AreInNoText()
    {
        var made = _desk.Make("staff-1")!;
        var outcome = _desk.Pair(made.Code, "a", "a");

        Assert.DoesNotContain(made.Code, $"{made}", StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Secret!, $"{outcome}", StringComparison.Ordinal);
    }

    [Fact]
    public void Device_ThatIsNoName_IsCleaned()
    {
        Assert.Equal("phone", _desk.Pair(_desk.Make("staff-1")!.Code, "\r\n", "a").Phone!.Device);
        Assert.Equal(StaffBook.MaxName, _desk.Pair(_desk.Make("staff-1")!.Code, new string('x', 5000), "a").Phone!.Device.Length);
    }
}
