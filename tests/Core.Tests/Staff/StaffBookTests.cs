using System.Runtime.Versioning;
using EdgeGateway.Core.Staff;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Staff;

[SupportedOSPlatform("linux")]
public sealed class StaffBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-staff-").FullName;
    private readonly ManualClock _clock = new();
    private readonly StaffBook _book;

    public StaffBookTests() => _book = Open();

    private string File => StaffBook.FileIn(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void People_AreKeptOverARestart_AndNoIdIsGivenTwice()
    {
        Add("Mei");
        var second = Add("Li");
        Assert.Null(_book.TryChange("staff-1", "Mei Chen", active: true));
        Assert.Null(_book.TrySetShift(second, on: true));

        var again = Open();

        Assert.Equal(["Mei Chen", "Li"], again.People.Select(p => p.Name));
        Assert.Equal(["staff-2"], again.OnShift);
        Assert.Null(again.TryAdd("Wang", out var third));
        Assert.Equal("staff-3", third!.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void OnShift_IsInTheOrderTheyCame_AndAShiftThatGoesOnKeepsItsPlace()
    {
        var (first, second) = (Add("Mei"), Add("Li"));
        _book.TrySetShift(second, on: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _book.TrySetShift(first, on: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _book.TrySetShift(second, on: true);

        Assert.Equal([second, first], _book.OnShift);
        _book.TrySetShift(second, on: false);
        Assert.Equal([first], _book.OnShift);
    }

    [Fact]
    public void OnShift_WhoForgotToEndTheShift_IsNotAskedTheNextDay()
    {
        var id = Add("Mei");
        _book.TrySetShift(id, on: true);

        _clock.Advance(TimeSpan.FromHours(16.1));
        Assert.Empty(_book.OnShift);
        Assert.Null(_book.Find(id)!.OnShiftSince);

        _book.TrySetShift(id, on: true);
        Assert.Equal([id], _book.OnShift);
    }

    [Fact]
    public void Phone_IsKnownByItsSecretAlone_WhichIsNotOnTheDisk()
    {
        var id = Add("Mei");
        var (phone, secret) = _book.Pair(id, "Android, Chrome")!.Value;

        Assert.Equal(id, _book.PhoneOf(secret)?.Staff);
        Assert.Equal(id, Open().PhoneOf(secret)?.Staff);
        Assert.Equal(43, secret.Length);
        Assert.DoesNotContain(secret, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.All(
            new[] { null, "", phone.Id, secret[..42], secret.ToUpperInvariant(), $"{(secret[0] == 'A' ? 'B' : 'A')}{secret[1..]}", new string('é', 43) },
            other => Assert.Null(_book.PhoneOf(other)));
    }

    [Fact]
    public void Revoke_TakesTheRightAwayAtOnceAndForGood()
    {
        var id = Add("Mei");
        var (phone, secret) = _book.Pair(id, "a")!.Value;
        var (_, other) = _book.Pair(id, "b")!.Value;
        var told = 0;
        _book.Changed += () => told++;

        Assert.True(_book.Revoke(phone.Id));

        Assert.Equal(1, told);
        Assert.Null(_book.PhoneOf(secret));
        Assert.Null(Open().PhoneOf(secret));
        Assert.NotNull(_book.PhoneOf(other));
        Assert.False(_book.Revoke(phone.Id));
    }

    [Fact]
    public void Change_WhoWorksHereNoMore_LosesShiftAndPhones()
    {
        var id = Add("Mei");
        _book.TrySetShift(id, on: true);
        var (_, secret) = _book.Pair(id, "a")!.Value;

        Assert.Null(_book.TryChange(id, "Mei", active: false));

        Assert.Empty(_book.OnShift);
        Assert.Null(_book.PhoneOf(secret));
        Assert.NotNull(_book.TrySetShift(id, on: true));
        Assert.Null(_book.Pair(id, "a"));
    }

    [Fact]
    public void Phone_NotUsedForNinetyDays_MustBePairedAgain()
    {
        var (_, secret) = _book.Pair(Add("Mei"), "a")!.Value;
        _clock.Advance(TimeSpan.FromDays(89));
        Assert.NotNull(_book.PhoneOf(secret));
        _clock.Advance(TimeSpan.FromDays(89));
        Assert.NotNull(Open().PhoneOf(secret));

        _clock.Advance(TimeSpan.FromDays(91));

        Assert.Null(_book.PhoneOf(secret));
    }

    [Fact]
    public void Pair_MorePhonesThanMayBe_IsRefused()
    {
        var id = Add("Mei");
        Assert.All(Enumerable.Range(0, StaffBook.MaxPhonesEach), _ => Assert.NotNull(_book.Pair(id, "a")));

        Assert.Null(_book.Pair(id, "a"));
        Assert.Null(_book.Pair("staff-9", "a"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Add_WhatIsNoName_SaysWhatWasExpected(string? name)
    {
        Assert.Contains("expected", _book.TryAdd(name, out var added), StringComparison.Ordinal);
        Assert.Null(added);
        Assert.Empty(_book.People);
    }

    [Fact]
    public void Open_OfADamagedFile_PutsItAsideAndLetsNobodyIn()
    {
        var (_, secret) = _book.Pair(Add("Mei"), "a")!.Value;
        System.IO.File.WriteAllText(File, "{\"people\": [");

        var again = Open();

        Assert.Empty(again.People);
        Assert.Null(again.PhoneOf(secret));
        Assert.Single(Directory.GetFiles(_folder, "staff.json.damaged-*"));
    }

    private StaffBook Open() => StaffBook.Open(File, _clock, NullLogger.Instance);

    private string Add(string name)
    {
        Assert.Null(_book.TryAdd(name, out var added));
        return added!.Id;
    }
}
