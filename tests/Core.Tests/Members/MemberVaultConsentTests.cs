using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;

namespace Core.Tests.Members;

public sealed class MemberVaultConsentTests : IDisposable
{
    private readonly VaultFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Give_WritesWhatWasShownAndHow_AndItsEventIsInTheOutbox()
    {
        var vault = _fixture.Open();

        var record = await vault.GiveAsync(VaultFixture.Request("m-1", otherStores: true), VaultFixture.Token);

        Assert.Equal(ConsentTexts.Find(ConsentTexts.Current, "en")!.Hash, record.TextHash);
        Assert.Equal((_fixture.Clock.GetUtcNow(), true, null), (record.GivenAt, record.AgeConfirmed, record.Origin));
        var data = JsonDocument.Parse(Assert.Single(_fixture.Kept).Data).RootElement;
        Assert.Equal(
            ("m-1", ConsentTexts.Current, "ann", record.Consent, true),
            (data.GetProperty("member").GetString(), data.GetProperty("text_version").GetString(), data.GetProperty("who").GetString(), data.GetProperty("consent").GetGuid(),
                data.GetProperty("other_stores").GetBoolean()));
    }

    [Fact]
    public async Task Events_AreWhatTheCatalogueSays()
    {
        var vault = _fixture.Open();
        await vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token);
        await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);

        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn withdrawn"], _fixture.Told());
        foreach (var draft in _fixture.Kept)
        {
            var members = JsonDocument.Parse(draft.Data).RootElement.EnumerateObject().Select(member => member.Name).ToList();
            var known = EventCatalog.Find(draft.Type)!;
            Assert.Empty(known.Required.Select(m => m.Name).Except(members));
            Assert.Empty(members.Except([.. known.Required.Select(m => m.Name), .. known.Optional.Select(m => m.Name)]));
        }
    }

    [Fact]
    public async Task Give_WithoutTheAgeConfirmed_KeepsNothing()
    {
        var vault = _fixture.Open();

        var refused = await Assert.ThrowsAsync<ConsentRefusedException>(
            () => vault.GiveAsync(VaultFixture.Request("m-1") with { AgeConfirmed = false }, VaultFixture.Token));

        Assert.Contains("14", refused.Message, StringComparison.Ordinal);
        Assert.Empty(vault.Consents);
        Assert.Empty(_fixture.Kept);
        Assert.Null(vault.GrantFor("m-1"));
    }

    [Fact]
    public async Task Give_WithoutWhatMakesItAConsent_SaysWhatIsMissing()
    {
        var vault = _fixture.Open();
        var sound = VaultFixture.Request("m-1");
        foreach (var (request, word) in new (ConsentRequest, string)[]
        {
            (sound with { TextVersion = "2020-01" }, "2020-01"),
            (sound with { Language = "fr" }, "fr"),
            (sound with { TakenBy = " " }, "takes the consent"),
            (sound with { Subject = "a\nb" }, "who consents"),
            (sound with { KeepFor = TimeSpan.FromDays(731) }, "730"),
            (sound with { KeepFor = TimeSpan.Zero }, "730"),
        })
        {
            var refused = await Assert.ThrowsAsync<ConsentRefusedException>(() => vault.GiveAsync(request, VaultFixture.Token));
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_fixture.Kept);
    }

    [Fact]
    public async Task Give_WhileTheOutboxRefuses_GivesNothing()
    {
        var vault = _fixture.Open();
        _fixture.IsFull = true;

        await Assert.ThrowsAsync<OutboxFullException>(() => vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token));

        _fixture.IsFull = false;
        await vault.RoundAsync(VaultFixture.Token);
        Assert.Null(vault.GrantFor("m-1"));
        Assert.Empty(_fixture.Kept);
    }

    [Fact]
    public async Task Give_AskedTwiceWithTheSameId_IsOneConsentAndOneEvent()
    {
        var vault = _fixture.Open();
        var request = VaultFixture.Request("m-1") with { Id = Guid.NewGuid() };

        var first = await vault.GiveAsync(request, VaultFixture.Token);
        var second = await vault.GiveAsync(request, VaultFixture.Token);

        Assert.Equal(first, second);
        Assert.Single(_fixture.Kept);
    }

    [Fact]
    public async Task Give_Anew_TakesTheFormersPlaceAndKeepsTheFaceAndKillsItsGrants()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        var former = vault.GrantFor("m-1")!;
        var gallery = vault.GalleryOf(VaultFixture.Pack);

        await vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token);

        Assert.False(former.IsLive);
        Assert.Equal("m-1", VaultFixture.Named(vault, 1));
        Assert.Equal("m-1", VaultFixture.Named(_fixture.Killed().Open(), 1));
        using var other = VaultFixture.Template(2);
        Assert.Throws<ConsentRefusedException>(() => vault.Enrol(former, other, "ann"));
        Assert.Equal(1, gallery.Count);
        Assert.Equal([EventTypes.ConsentGiven, EventTypes.ConsentGiven], _fixture.Told());
    }

    [Fact]
    public async Task Give_AnewWithoutTheOtherStores_TellsHeadquartersThatTheirCopiesGo()
    {
        var vault = _fixture.Open();
        await vault.GiveAsync(VaultFixture.Request("m-1", otherStores: true), VaultFixture.Token);

        await vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token);

        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn replaced", EventTypes.ConsentGiven], _fixture.Told());
    }

    [Fact]
    public async Task Give_AsStaffOfWhoIsAMember_IsRefused()
    {
        var vault = _fixture.Open();
        await vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token);

        await Assert.ThrowsAsync<ConsentRefusedException>(() => vault.GiveAsync(VaultFixture.Request("m-1", SubjectKind.Staff), VaultFixture.Token));
    }

    [Fact]
    public async Task Withdraw_DestroysEverythingOfTheFaceBeforeItReturns()
    {
        var vault = _fixture.Open();
        var forgotten = new List<string>();
        vault.OnForget((subject, _) =>
        {
            forgotten.Add(subject);
            return Task.CompletedTask;
        });
        string? told = null;
        vault.Withdrawn += subject => told = subject;
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        await VaultFixture.EnrolAsync(vault, "m-2", 2);
        var grant = vault.GrantFor("m-1")!;
        Assert.Equal("m-1", VaultFixture.Named(vault, 1));
        var (box, key) = _fixture.Boxes()[0];

        var receipt = await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);

        Assert.False(grant.IsLive);
        Assert.Null(VaultFixture.Named(vault, 1));
        Assert.Equal("m-2", VaultFixture.Named(vault, 2));
        Assert.Equal(["m-1"], forgotten);
        Assert.Equal("m-1", told);
        Assert.True(receipt is { Subject: "m-1", Who: "bob", How: "till", HadTemplate: true, IsReported: true });
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(box));
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(key));
    }

    [Fact]
    public async Task Withdraw_AskedAgain_GivesTheSameReceiptAndNoOtherEvent()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);

        var first = await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        var second = await vault.WithdrawAsync("m-1", "eve", "console", VaultFixture.Token);

        Assert.Equal(first, second);
        Assert.Equal(2, _fixture.Kept.Count);
        Assert.Null(await vault.WithdrawAsync("nobody", "bob", "till", VaultFixture.Token));
    }

    [Fact]
    public async Task Withdraw_WhileTheOutboxRefuses_IsDoneAndToldLater()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        _fixture.IsFull = true;

        var receipt = await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);

        Assert.False(receipt!.IsReported);
        Assert.Null(VaultFixture.Named(vault, 1));
        _fixture.IsFull = false;
        await vault.RoundAsync(VaultFixture.Token);
        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn withdrawn"], _fixture.Told());
    }

    [Fact]
    public async Task Withdraw_WhileTheOutboxHangs_DoesNotWaitForIt()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        _fixture.Hangs = new TaskCompletionSource();

        var withdrawing = vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);
        await _fixture.Clock.WhenArmedAsync(1, VaultFixture.Token);
        Assert.Null(VaultFixture.Named(vault, 1));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.False((await withdrawing)!.IsReported);
        _fixture.Hangs.SetResult();
        await vault.RoundAsync(VaultFixture.Token);
        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn withdrawn"], _fixture.Told());
    }

    [Fact]
    public async Task Withdraw_WhereAnotherPartDoesNotForget_AsksItAgain()
    {
        var vault = _fixture.Open();
        var (asked, fails) = (0, true);
        vault.OnForget((_, _) =>
        {
            asked++;
            return fails ? Task.FromException(new IOException("full")) : Task.CompletedTask;
        });
        await VaultFixture.EnrolAsync(vault, "m-1", 1);

        Assert.NotNull(await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token));
        fails = false;
        await vault.RoundAsync(VaultFixture.Token);
        await vault.RoundAsync(VaultFixture.Token);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Receipt_ReadsInTheLanguageOfTheConsent()
    {
        var vault = _fixture.Open();
        foreach (var (language, word) in new[] { ("en", "Receipt"), ("zh-CN", "回执"), ("zh-TW", "回執") })
        {
            await vault.GiveAsync(VaultFixture.Request($"m-{language}") with { Language = language }, VaultFixture.Token);
            var receipt = await vault.WithdrawAsync($"m-{language}", "bob", "till", VaultFixture.Token);
            var lines = receipt!.Lines(TimeZoneInfo.Utc);

            Assert.StartsWith(word, lines[0], StringComparison.Ordinal);
            Assert.Contains(lines, line => line.Contains($"{receipt.Consent:D}", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, line => line.Contains('{', StringComparison.Ordinal) || line.StartsWith('?'));
        }
    }

    [Fact]
    public async Task Staff_AreEnrolledUnderTheirOwnConsentAndMakeNoEvents()
    {
        var vault = _fixture.Open();
        var grant = await VaultFixture.GrantAsync(vault, "s-1", SubjectKind.Staff);
        using var template = VaultFixture.Template(1);

        Assert.Throws<ConsentRefusedException>(() => vault.Enrol(grant, template, "ann"));
        Assert.Throws<ConsentRefusedException>(() => vault.EnrolStaff("s-2", "Sam", template, grant, "ann"));
        vault.EnrolStaff("s-1", "Sam", template, grant, "ann");

        Assert.True(vault.GalleryOf(VaultFixture.Pack).Best(VaultFixture.Numbers(1)) is { Subject: "s-1", IsStaff: true });
        Assert.Equal("Sam", Assert.Single(_fixture.Killed().Open().Consents).Name);
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf("Sam"u8));
        await vault.WithdrawAsync("s-1", "ann", "console", VaultFixture.Token);
        Assert.Empty(_fixture.Kept);
    }

    [Fact]
    public async Task Log_NamesNoMember()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "member-77", 1);
        await vault.WithdrawAsync("member-77", "bob", "till", VaultFixture.Token);

        Assert.NotEmpty(_fixture.Log.Lines);
        Assert.DoesNotContain(_fixture.Log.Lines, line => line.Text.Contains("member-77", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_WithAnotherKey_SaysSoAndTouchesNothing()
    {
        _fixture.Open().Dispose();
        using var other = MasterKey.Ephemeral();

        var refused = Assert.Throws<VaultException>(() => _fixture.Open(other));

        Assert.Contains("another master key", refused.Message, StringComparison.Ordinal);
        _fixture.Open();
    }

    [Fact]
    public void Open_OfAFileThatIsNoVault_SaysSo()
    {
        File.WriteAllText(_fixture.File, new string('x', 5000));

        Assert.Contains(MemberVault.FileName, Assert.Throws<VaultException>(() => _fixture.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_IsItsOwnersAlone()
    {
        _fixture.Open();

        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Linux's.");
        Assert.All(Directory.GetFiles(_fixture.Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Names_AreUtf8()
    {
        var vault = _fixture.Open();
        var grant = await VaultFixture.GrantAsync(vault, "s-1", SubjectKind.Staff);
        using var template = VaultFixture.Template(1);
        vault.EnrolStaff("s-1", "王小明", template, grant, "ann");

        Assert.Equal("王小明", vault.Consents[0].Name);
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(Encoding.UTF8.GetBytes("王小明")));
    }
}
