using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using Tests.Shared;

namespace Core.Tests.Members;

public sealed class MemberVaultRetentionTests : IDisposable
{
    private readonly VaultFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Consent_EndsByItsClock_WithItsEventAndEverythingOfTheFace()
    {
        var vault = _fixture.Open();
        await vault.GiveAsync(VaultFixture.Request("m-1") with { KeepFor = TimeSpan.FromDays(10) }, VaultFixture.Token);
        using (var template = VaultFixture.Template(1))
        {
            vault.Enrol(vault.GrantFor("m-1")!, template, "ann");
        }

        var (box, _) = _fixture.Boxes()[0];
        var grant = vault.GrantFor("m-1")!;
        _fixture.Clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        await vault.RoundAsync(VaultFixture.Token);
        Assert.Equal("m-1", VaultFixture.Named(vault, 1));

        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(grant.IsLive);
        Assert.Empty(vault.Consents);
        await vault.RoundAsync(VaultFixture.Token);
        Assert.Null(VaultFixture.Named(vault, 1));
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf(box));
        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn expired"], _fixture.Told());
        Assert.Equal((AuditWhat.Expired, "retention"), (vault.Audit(1)[0].What, vault.Audit(1)[0].Who));
    }

    [Fact]
    public async Task ClockThatJumpsTenYearsAhead_OrWakesUpIn1970_DestroysNoTemplate()
    {
        var machine = _fixture.Clock;
        var clock = new GatewayClock(machine, machine.GetUtcNow(), () => false);
        using (var vault = MemberVault.Open(_fixture.File, _fixture.Key, _fixture.Options, _fixture.KeepAsync, clock, _fixture.Log))
        {
            await vault.GiveAsync(VaultFixture.Request("m-1") with { KeepFor = TimeSpan.FromDays(10) }, VaultFixture.Token);
            using var template = VaultFixture.Template(1);
            vault.Enrol(vault.GrantFor("m-1")!, template, "ann");
            machine.StepUtc(TimeSpan.FromDays(3650));
            await vault.RoundAsync(VaultFixture.Token);
            Assert.Equal("m-1", VaultFixture.Named(vault, 1));
        }

        // The machine starts again without a clock chip; the time was noted before.
        machine.StepUtc(DateTimeOffset.UnixEpoch - machine.GetUtcNow());
        clock = new GatewayClock(machine, new ManualClock().GetUtcNow(), () => false);
        using var after = MemberVault.Open(_fixture.File, _fixture.Key, _fixture.Options, _fixture.KeepAsync, clock, _fixture.Log);
        await after.RoundAsync(VaultFixture.Token);
        Assert.Equal("m-1", VaultFixture.Named(after, 1));

        machine.Advance(TimeSpan.FromDays(10));
        await after.RoundAsync(VaultFixture.Token);
        Assert.Null(VaultFixture.Named(after, 1));
    }

    [Fact]
    public async Task Run_EndsAConsentWhenItsTimeComes_NotAMinuteLater()
    {
        var vault = _fixture.Open();
        await vault.GiveAsync(VaultFixture.Request("m-1") with { KeepFor = TimeSpan.FromDays(1) }, VaultFixture.Token);
        _fixture.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(5));
        var ended = new TaskCompletionSource();
        vault.Withdrawn += _ => ended.SetResult();
        using var stop = new CancellationTokenSource();
        var run = vault.RunAsync(stop.Token);
        await _fixture.Clock.WhenArmedAsync(1, VaultFixture.Token);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        await ended.Task.WaitAsync(VaultFixture.Token);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Visit_SetsTheClockBack_ButNotBeyondTheLongestConsent()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        var given = _fixture.Clock.GetUtcNow();
        Assert.Equal(given + _fixture.Options.KeepAfterLastVisit, vault.Consents[0].Until);

        _fixture.Clock.Advance(TimeSpan.FromDays(300));
        vault.Visited("m-1", _fixture.Clock.GetUtcNow());

        Assert.Equal(given + TimeSpan.FromDays(300) + _fixture.Options.KeepAfterLastVisit, vault.Consents[0].Until);
        Assert.Equal(vault.Consents[0].Until, _fixture.Killed().Open().Consents[0].Until);
        _fixture.Clock.Advance(TimeSpan.FromDays(400));
        vault.Visited("m-1", _fixture.Clock.GetUtcNow());
        Assert.Equal(given + _fixture.Options.LongestConsent, vault.Consents[0].Until);
    }

    [Fact]
    public async Task Open_AfterTheTimeWentByWhileOff_OpensNoTemplateOfIt()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        vault.Dispose();
        _fixture.Clock.Advance(_fixture.Options.KeepAfterLastVisit);

        var reopened = _fixture.Open();

        Assert.Equal(0, reopened.GalleryOf(VaultFixture.Pack).Count);
        await reopened.RoundAsync(VaultFixture.Token);
        Assert.Equal([EventTypes.ConsentGiven, "consent.withdrawn expired"], _fixture.Told());
    }

    [Fact]
    public async Task Copy_ThatNobodyCameFor_GoesWithoutAWordToHeadquarters()
    {
        using var origin = new VaultFixture();
        var (sender, vault) = (origin.Open(), _fixture.Open());
        await VaultFixture.EnrolAsync(sender, "m-1", 1, otherStores: true);
        vault.OpenSealed(sender.Seal("m-1", [.. vault.GatewayKey.PublicKey])!);

        _fixture.Clock.Advance(_fixture.Options.KeepAfterLastVisit);
        await vault.RoundAsync(VaultFixture.Token);

        Assert.Empty(vault.Consents);
        Assert.Empty(_fixture.Kept);
    }

    [Fact]
    public async Task AuditAndRecords_AreForgottenWhenTheirTimeIsOver_AndTheChainHolds()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);
        _fixture.Clock.Advance(TimeSpan.FromDays(100));
        await VaultFixture.EnrolAsync(vault, "m-2", 2);

        _fixture.Clock.Advance(_fixture.Options.KeepAudit - TimeSpan.FromDays(50));
        await vault.RoundAsync(VaultFixture.Token);

        Assert.DoesNotContain(vault.Audit(100), entry => entry.Subject == "m-1");
        Assert.Null(vault.FindAuditMistake());
        Assert.Null(await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token));
        Assert.Equal(-1, _fixture.AllBytes().AsSpan().IndexOf("consent-given\0"u8));
    }
}
