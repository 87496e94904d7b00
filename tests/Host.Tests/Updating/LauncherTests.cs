using System.Diagnostics;
using EdgeGateway.Host.Running;
using EdgeGateway.Host.Updating;

namespace Host.Tests.Updating;

/// <summary>What starts, as systemd would start it.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string ThePackage = "runs program of the package, slot=";

    private readonly LauncherFixture _launcher = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public LauncherTests() => Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);

    private BundleFixture Bundles => _launcher.Bundles;

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public async Task Start_StagedButNotOnTrial_IsTheVersionBefore()
    {
        Assert.Equal((0, ThePackage, ""), _launcher.Start());

        await Bundles.StageAsync(Bundles.Bundle(100));

        Assert.Equal((0, ThePackage, ""), _launcher.Start());
    }

    [Fact]
    public async Task Start_OnTrial_IsStartedOnceAndThenGivenUp()
    {
        await OnTrialAsync(100);

        Assert.Equal((0, "runs program of serial 100, slot=a", ""), _launcher.Start());
        var (code, said, words) = _launcher.Start();

        Assert.Equal((0, ThePackage), (code, said));
        Assert.Contains("it ended, hung, or lost its power", words, StringComparison.Ordinal);
        Assert.Equal(new UpdateJournal { Failed = 100, Reason = "it ended, hung, or lost its power before it was confirmed" }, Bundles.Journal());
        Assert.Equal((0, ThePackage, ""), _launcher.Start());
    }

    [Fact]
    public async Task Start_OnTrialSinceAnotherBoot_IsTheVersionBeforeAndTheTrialWaitsAgain()
    {
        await OnTrialAsync(100);
        (Bundles.Journal() with { Boot = "the boot before the power cut" }).Write(Bundles.Updates);

        Assert.Equal((0, ThePackage, ""), _launcher.Start());

        Assert.Equal(new UpdateJournal { Staged = "a" }, Bundles.Journal());
    }

    [Fact]
    public async Task Start_Confirmed_StartsAgainAndAgainUntilThePackageIsLater()
    {
        await ConfirmAsync(100);
        Assert.Equal("runs program of serial 100, slot=a", _launcher.Start().Said);
        Assert.Equal("runs program of serial 100, slot=a", _launcher.Start().Said);

        await File.WriteAllTextAsync(Path.Combine(_launcher.Package, "serial"), "100\n", Stop);

        var (_, said, words) = _launcher.Start();
        Assert.Equal(ThePackage, said);
        Assert.Contains("the package has a later version", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edge-gateway.dll", "changed")]
    [InlineData("libe_sqlite3.so", "")]
    [InlineData("extra.dll", "added")]
    [InlineData("manifest", "edge-gateway update 1\nserial 999\n")]
    [InlineData("manifest.minisig", "untrusted comment: edge-gateway update\n")]
    public async Task Start_SlotThatIsNotAsSigned_IsTheVersionBefore(string file, string content)
    {
        await ConfirmAsync(100);
        await ConfirmAsync(101);
        Assert.Equal("runs program of serial 101, slot=b", _launcher.Start().Said);

        await File.WriteAllTextAsync(Path.Combine(Bundles.Updates, "b", file), content, Stop);
        Assert.Equal("runs program of serial 100, slot=a", _launcher.Start().Said);

        await File.WriteAllTextAsync(Path.Combine(Bundles.Updates, "a", file), content, Stop);
        Assert.Equal(ThePackage, _launcher.Start().Said);
    }

    [Fact]
    public async Task Start_OnTrialAndNotAsSigned_IsTheVersionBeforeAndSaysSo()
    {
        await OnTrialAsync(100);
        await File.WriteAllTextAsync(Path.Combine(Bundles.Updates, "a", "edge-gateway.dll"), "another", Stop);

        Assert.Equal(ThePackage, _launcher.Start().Said);
        Assert.Equal((null, 100L, "its files are not those that were signed"), (Bundles.Journal().Trial, Bundles.Journal().Failed, Bundles.Journal().Reason));
    }

    [Fact]
    public async Task Start_KeyTakenAway_IsThePackage()
    {
        await ConfirmAsync(100);
        File.Delete(Path.Combine(Bundles.Keys, "update.pub"));

        Assert.Equal(ThePackage, _launcher.Start().Said);
    }

    [Fact]
    public void Start_JournalThatCannotBeUnderstood_IsThePackageOutsideOfUpdates()
    {
        Directory.CreateDirectory(Bundles.Updates);
        File.WriteAllText(Path.Combine(Bundles.Updates, "journal"), "confirmed=../../../tmp\n\0\n");
        _launcher.SetRuntime("echo \"update=${EDGE_GATEWAY_UPDATE:-none}\"");

        Assert.Equal("update=none", _launcher.Start().Said);
    }

    [Fact]
    public async Task Start_JournalCannotBeWritten_TriesNothing()
    {
        await OnTrialAsync(100);
        _launcher.Put("sync", "exit 1");

        Assert.Equal(ThePackage, _launcher.Start().Said);
        Assert.Equal("a", Bundles.Journal().Trial);
    }

    [Fact]
    public async Task Start_HangsOnTrial_IsKilled()
    {
        await OnTrialAsync(100);
        _launcher.SetRuntime("exec sleep 600");

        using var process = Process.Start(_launcher.Command(trialSeconds: 1, "run"))!;
        await process.WaitForExitAsync(Stop);

        Assert.Equal(128 + 9, process.ExitCode);
        _launcher.SetRuntime("cat \"$1\"");
        Assert.Equal("program of the package", _launcher.Start().Said);
    }

    [Fact]
    public async Task Look_OnTrial_CountsNothingAndRootGetsThePackage()
    {
        await ConfirmAsync(100);
        await OnTrialAsync(101);

        var expected = Environment.IsPrivilegedProcess ? ThePackage : "runs program of serial 100, slot=";
        Assert.Equal(expected, _launcher.Start("--look", "outbox").Said);
        Assert.Equal(("b", false), (Bundles.Journal().Trial, Bundles.Journal().Started));
    }

    /// <summary>Every program that the launcher calls is a place where its power can go.</summary>
    [Theory]
    [InlineData("package", true)]
    [InlineData("a", false)]
    public async Task Start_KilledAtEveryStep_TheNextStartRunsASoundVersion(string confirmed, bool started)
    {
        if (confirmed == "a")
        {
            await ConfirmAsync(100);
        }

        await OnTrialAsync(101);
        var journal = Bundles.Journal() with { Started = started };
        var (tried, old) = ("runs program of serial 101", confirmed == "a" ? "runs program of serial 100" : "runs program of the package");
        var kills = 0;
        foreach (var program in new[] { "readlink", "cat", "sed", "minisign", "sha256sum", "sync", "mv" })
        {
            for (var call = 1; ; call++)
            {
                journal.Write(Bundles.Updates);
                // The n-th call does its work, or not, and the machine stops.
                var count = Path.Combine(Bundles.Path, "count");
                await File.WriteAllTextAsync(count, "0\n", Stop);
                _launcher.Put(program, $"read n <{count}; n=$((n + 1)); echo $n >{count}; if [ $n -eq {call} ]; then {(call % 2 == 0 ? $"/usr/bin/{program} \"$@\"" : ":")}; kill -9 $PPID; exit 1; fi; exec /usr/bin/{program} \"$@\"");
                var cut = _launcher.Start();
                File.Delete(Path.Combine(_launcher.Bin, program));
                if (int.Parse(await File.ReadAllTextAsync(count, Stop), System.Globalization.CultureInfo.InvariantCulture) < call)
                {
                    break;
                }

                kills++;
                var next = _launcher.Start().Said;
                Assert.True(next.StartsWith(tried, StringComparison.Ordinal) || next.StartsWith(old, StringComparison.Ordinal), $"{program} {call}: \"{cut.Said}\", then \"{next}\"");
                Assert.True(next.StartsWith(old, StringComparison.Ordinal) || !started, $"{program} {call}: what was given up ran again");
                if (next.StartsWith(tried, StringComparison.Ordinal))
                {
                    Assert.StartsWith(old, _launcher.Start().Said, StringComparison.Ordinal);
                }

                Assert.Null(Bundles.Journal().Trial);
            }
        }

        Assert.InRange(kills, 6, 40);
    }

    private async Task OnTrialAsync(long serial)
    {
        await Bundles.StageAsync(Bundles.Bundle(serial));
        var journal = Bundles.Journal();
        (journal with { Staged = null, Trial = journal.Staged, Boot = BootId.Read() }).Write(Bundles.Updates);
    }

    private async Task ConfirmAsync(long serial)
    {
        await OnTrialAsync(serial);
        var journal = Bundles.Journal();
        new UpdateJournal { Confirmed = journal.Trial!, Previous = journal.Confirmed == UpdateJournal.Package ? null : journal.Confirmed, Highest = serial }.Write(Bundles.Updates);
    }
}
