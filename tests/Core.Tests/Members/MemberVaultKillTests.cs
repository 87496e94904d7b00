using Cloud.Contracts;
using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

/// <summary>Kills between the steps: the folder is copied as it is on the disk at that instant, and a vault is opened on the copy.</summary>
public sealed class MemberVaultKillTests : IDisposable
{
    private readonly VaultFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Give_KilledAnywhere_IsLiveWithItsEventOrNotAtAll()
    {
        var vault = _fixture.Open();
        List<VaultFixture> killed = [_fixture.Killed()];
        vault.Step = _ => killed.Add(_fixture.Killed());
        await vault.GiveAsync(VaultFixture.Request("m-1"), VaultFixture.Token);
        killed.Add(_fixture.Killed());

        var live = 0;
        foreach (var after in killed)
        {
            using (after)
            {
                var reopened = after.Open();
                await reopened.RoundAsync(VaultFixture.Token);
                live += reopened.GrantFor("m-1") is null ? 0 : 1;
                Assert.Equal(reopened.GrantFor("m-1") is null ? [] : [EventTypes.ConsentGiven], after.Told());
                Assert.Null(reopened.FindAuditMistake());
            }
        }

        Assert.InRange(live, 2, killed.Count - 1);
    }

    [Fact]
    public async Task Withdraw_KilledAnywhere_IsAsIfNobodyAskedOrDone_AndNothingComesBack()
    {
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(vault, "m-1", 1);
        await VaultFixture.EnrolAsync(vault, "m-2", 2);
        Assert.Equal("m-1", VaultFixture.Named(vault, 1));
        var (box, key) = _fixture.Boxes()[0];
        List<(string Step, VaultFixture After)> killed = [];
        vault.Step = step => killed.Add((step, _fixture.Killed()));
        await vault.WithdrawAsync("m-1", "bob", "till", VaultFixture.Token);

        Assert.Equal(["closed", "committed", "emptied", "forgotten", "told", "told"], killed.Select(k => k.Step));
        foreach (var (step, after) in killed)
        {
            using (after)
            {
                var isDone = step != "closed";
                var forgotten = new List<string>();
                var reopened = after.Open();
                reopened.OnForget((subject, _) =>
                {
                    forgotten.Add(subject);
                    return Task.CompletedTask;
                });
                await reopened.RoundAsync(VaultFixture.Token);

                Assert.Equal(isDone, VaultFixture.Named(reopened, 1) is null);
                Assert.Equal(isDone, reopened.GrantFor("m-1") is null);
                Assert.Equal(isDone, after.AllBytes().AsSpan().IndexOf(box) < 0);
                Assert.Equal(isDone, after.AllBytes().AsSpan().IndexOf(key) < 0);
                Assert.Equal(step is "committed" or "emptied" or "forgotten", forgotten.Contains("m-1"));
                Assert.Equal(isDone ? 1 : 0, after.Told().Count(told => told == "consent.withdrawn withdrawn"));
                Assert.Equal("m-2", VaultFixture.Named(reopened, 2));
                Assert.Null(reopened.FindAuditMistake());
            }
        }
    }

    [Fact]
    public async Task Withdraw_OfAReceivedCopy_KilledAnywhere_DoesNotComeBackByABoxThatIsLate()
    {
        using var origin = new VaultFixture();
        var sender = origin.Open();
        var vault = _fixture.Open();
        await VaultFixture.EnrolAsync(sender, "m-1", 1, otherStores: true);
        var box = sender.Seal("m-1", [.. vault.GatewayKey.PublicKey])!;
        vault.OpenSealed(box);
        List<VaultFixture> killed = [];
        vault.Step = step => killed.Add(_fixture.Killed());
        await vault.WithdrawAsync("m-1", "headquarters", "headquarters", VaultFixture.Token);

        foreach (var after in killed.Skip(1))
        {
            using (after)
            {
                Assert.Throws<ConsentRefusedException>(() => after.Open().OpenSealed(box));
            }
        }

        killed[0].Dispose();
    }
}
