using EdgeGateway.Core.Devices;
using EdgeGateway.Host.Running;
using EdgeGateway.Host.Updating;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Updating;

/// <summary>A running gateway gives way, confirms or goes back; whatever step the power goes at, what starts next is sound.</summary>
public sealed class UpdateWatchTests : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private readonly LauncherFixture _launcher = new();
    private GatewayVitals _vitals = new([Device("scale-1", Availability.Online), Device("printer-1", Availability.Offline)], true, null, null, 40);
    private int? _problems = 0;
    private string? _refusal;
    private Action<UpdateStep> _took = static _ => { };

    public UpdateWatchTests() => Assert.SkipUnless(BundleFixture.HasMinisign, BundleFixture.Missing);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private BundleFixture Bundles => _launcher.Bundles;

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public async Task Staged_AfterItHasSettled_GivesWayAndNotesWhatWasOnline()
    {
        await Bundles.StageAsync(Bundles.Bundle(100));
        var began = _clock.GetTimestamp();

        Assert.Equal(UpdateEnd.Switch, await RunAsync(""));

        Assert.True(_clock.GetElapsedTime(began) >= UpdateWatch.Settling);
        Assert.Equal(new UpdateJournal { Trial = "a", Boot = BootId.Read() }, Bundles.Journal());
        var baseline = HealthBaseline.Read(Bundles.Updates);
        Assert.Equal(("scale-1", true, 0, 40L), (Assert.Single(baseline.Devices), baseline.Uplink, baseline.OutboxProblems, baseline.LastSeq));
    }

    [Fact]
    public async Task Staged_ProgramDoesNotLikeTheConfiguration_IsNotTried()
    {
        await Bundles.StageAsync(Bundles.Bundle(100));
        _refusal = "its check-config ends with 1: gateway.json:3: scales";

        Assert.Null(await RunAsync("", TimeSpan.FromMinutes(2)));

        Assert.Equal(new UpdateJournal { Failed = 100, Reason = _refusal }, Bundles.Journal());
    }

    [Fact]
    public async Task OnTrial_EverythingWorksAgain_IsConfirmedWithinTheDeadline()
    {
        await OnTrialAsync(100);

        Assert.Null(await RunAsync("a", UpdateWatch.Holding + s_tick));

        Assert.Equal(new UpdateJournal { Confirmed = "a", Highest = 100 }, Bundles.Journal());
    }

    private static GatewayVitals Healthy => new([Device("scale-1", Availability.Online)], true, null, null, 41);

    [Theory]
    [InlineData("device offline", "device 'scale-1' was online and is not: no answer")]
    [InlineData("device gone", "device 'scale-1' was online and is gone")]
    [InlineData("uplink", "headquarters was reached and is not")]
    [InlineData("outbox damaged", "the outbox has 2 problems, and had 0")]
    [InlineData("outbox not read", "the outbox is not verified")]
    [InlineData("another outbox", "the outbox ends at event 39, and did at 40")]
    [InlineData("outbox full", "the outbox takes no events: disk full")]
    [InlineData("stuck", "the pipeline gives no sign of life")]
    public async Task OnTrial_SomethingThatWorkedDoesNot_GoesBackAtTheDeadlineAndSaysWhy(string what, string reason)
    {
        await OnTrialAsync(100);
        (_vitals, _problems) = what switch
        {
            "device offline" => (Healthy with { Devices = [Device("scale-1", Availability.Offline, "no answer")] }, 0),
            "device gone" => (Healthy with { Devices = [] }, 0),
            "uplink" => (Healthy with { UplinkOnline = false }, 0),
            "outbox damaged" => (Healthy, 2),
            "outbox not read" => (Healthy, (int?)null),
            "another outbox" => (Healthy with { LastSeq = 39 }, 0),
            "outbox full" => (Healthy with { Refused = "disk full" }, 0),
            _ => (Healthy with { Stuck = "pipeline" }, 0),
        };
        var began = _clock.GetTimestamp();

        Assert.Equal(UpdateEnd.RollBack, await RunAsync("a"));

        Assert.InRange(_clock.GetElapsedTime(began), UpdateWatch.Deadline, UpdateWatch.Deadline + s_tick);
        Assert.Equal(new UpdateJournal { Failed = 100, Reason = reason }, Bundles.Journal());
        Assert.StartsWith("runs program of the package", _launcher.Start().Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnTrial_WhatDidNotWorkBefore_IsNotAskedFor()
    {
        _vitals = new([Device("scale-1", Availability.Offline)], false, null, null, 0);
        _problems = 3;
        await OnTrialAsync(100);

        Assert.Null(await RunAsync("a", UpdateWatch.Deadline));

        Assert.Equal("a", Bundles.Journal().Confirmed);
    }

    [Fact]
    public async Task ConfirmedIsDamagedAndThePreviousRuns_ItsSlotIsFreeForTheNext()
    {
        Directory.CreateDirectory(Bundles.Updates);
        new UpdateJournal { Confirmed = "b", Previous = "a", Highest = 101 }.Write(Bundles.Updates);

        Assert.Null(await RunAsync("a", s_tick));

        Assert.Equal(new UpdateJournal { Confirmed = "a", Highest = 101 }, Bundles.Journal());
        Assert.Equal("b", Bundles.Journal().Free);
    }

    /// <summary>From the bundle to the confirmation, and to the roll back, the power goes after each step; then the box starts.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PowerGoesAtEveryStep_AVersionThatWorkedStarts(bool healthy)
    {
        UpdateStep[] expected = [.. Enum.GetValues<UpdateStep>().Except(healthy ? [UpdateStep.GateFailed, UpdateStep.RolledBack] : [UpdateStep.GatePassed, UpdateStep.Confirmed])];
        var seen = new HashSet<UpdateStep>();
        var (old, bundle) = (Bundles.Bundle(100), Bundles.Bundle(101));
        for (var cut = 1; ; cut++)
        {
            Fresh();
            await Bundles.StageAsync(old);
            new UpdateJournal { Confirmed = "a", Highest = 100 }.Write(Bundles.Updates);
            var steps = 0;
            UpdateStep? at = null;
            _took = step =>
            {
                seen.Add(step);
                if (++steps == cut)
                {
                    at = step;
                    throw new PowerCutException();
                }
            };

            try
            {
                await WholeUpdateAsync(bundle, healthy);
            }
            catch (PowerCutException)
            {
                // The machine is off.
            }

            _took = static _ => { };
            if (Bundles.Journal() is { Trial: not null } journal)
            {
                (journal with { Boot = "the boot before the power cut" }).Write(Bundles.Updates);
            }

            var stays = healthy && at is UpdateStep.Confirmed or null;
            var expectedStart = stays && healthy ? "runs program of serial 101, slot=b" : "runs program of serial 100, slot=a";
            Assert.Equal(expectedStart, _launcher.Start().Said);
            Assert.Equal(expectedStart, _launcher.Start().Said);
            Assert.Null(Bundles.Journal().Trial);
            // And nothing is in the way of the next try: begun again by itself, or by the bundle given again.
            Assert.Equal(at is UpdateStep.Staged or UpdateStep.Tried or UpdateStep.BaselineWritten or UpdateStep.OnTrial ? "b" : null, Bundles.Journal().Staged);
            if (!stays)
            {
                Assert.Equal(101, (await Bundles.StageAsync(bundle)).Serial);
            }

            if (at is null)
            {
                break;
            }
        }

        Assert.Equal(expected.Order(), seen.Order());
    }

    private async Task WholeUpdateAsync(byte[] bundle, bool healthy)
    {
        _vitals = Healthy;
        await Bundles.StageAsync(bundle, _took);
        Assert.Equal(UpdateEnd.Switch, await RunAsync("a"));
        var journal = Bundles.Journal();
        Assert.Equal("b", journal.Trial);
        // What the launcher notes before it starts it.
        (journal with { Started = true }).Write(Bundles.Updates);
        _vitals = healthy ? Healthy : Healthy with { UplinkOnline = false };
        Assert.Equal(healthy ? null : UpdateEnd.RollBack, await RunAsync("b", UpdateWatch.Deadline + s_tick));
    }

    private void Fresh()
    {
        if (Directory.Exists(Bundles.Updates))
        {
            Directory.Delete(Bundles.Updates, recursive: true);
        }
    }

    private async Task OnTrialAsync(long serial)
    {
        await Bundles.StageAsync(Bundles.Bundle(serial));
        Assert.Equal(UpdateEnd.Switch, await RunAsync(""));
        (Bundles.Journal() with { Started = true }).Write(Bundles.Updates);
    }

    /// <summary>Runs the watch of a process that was just started, second by second.</summary>
    /// <returns>How it ended; null where it was still watching after that time.</returns>
    private async Task<UpdateEnd?> RunAsync(string slot, TimeSpan? during = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watch = new UpdateWatch(
            Bundles.Open(_took), slot, () => _vitals, _ => Task.FromResult(_problems), (_, _) => Task.FromResult(_refusal), _clock, NullLogger.Instance);
        var run = watch.RunAsync(stop.Token);
        for (var left = during ?? TimeSpan.FromMinutes(5); left > TimeSpan.Zero && !run.IsCompleted; left -= s_tick)
        {
            await Task.WhenAny(run, _clock.WhenArmedAsync(1, Stop));
            _clock.Advance(run.IsCompleted ? TimeSpan.Zero : s_tick);
        }

        await Task.WhenAny(run, _clock.WhenArmedAsync(1, Stop));
        if (run.IsCompleted)
        {
            return await run;
        }

        await stop.CancelAsync();
        Assert.Equal(UpdateEnd.Stopped, await run);
        return null;
    }

    private static DeviceState Device(string id, Availability availability, string reason = "") =>
        new(id, "driver", DeviceKind.Scale, "tcp://127.0.0.1:1", availability, DateTimeOffset.UnixEpoch, reason, null, null, null);

    private sealed class PowerCutException : Exception;
}
