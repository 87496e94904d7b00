using EdgeGateway.Core.Events;
using Tests.Shared;

namespace Core.Tests.Events;

/// <summary>What a gateway takes for the time where its machine's clock may stand anywhere.</summary>
public sealed class GatewayClockTests
{
    private static readonly DateTimeOffset s_kept = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1970-01-01T00:00:07Z", false, "2026-11-20T12:00:00Z")]
    [InlineData("2026-11-20T11:00:00Z", false, "2026-11-20T12:00:00Z")]
    [InlineData("2027-11-20T12:00:00Z", false, "2027-11-20T12:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z", false, "2026-11-20T12:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z", true, "2099-01-01T00:00:00Z")]
    [InlineData("2026-05-01T00:00:00Z", true, "2026-05-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:07Z", true, "2026-11-20T12:00:00Z")]
    public void Start_IsNotBeforeTheLastGoodTime_AndNotYearsAfterIt_UnlessTheClockIsSynchronised(string machine, bool synchronised, string expected)
    {
        var clock = new GatewayClock(new ManualClock(DateTimeOffset.Parse(machine)), s_kept, () => synchronised);
        Assert.Equal(DateTimeOffset.Parse(expected), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Start_ThreeYearsAfterTheLastGoodTime_IsTheLatestThatIsBelieved(int secondsMore, bool believed)
    {
        var machine = new ManualClock(s_kept.AddDays(1095).AddSeconds(secondsMore));
        Assert.Equal(believed ? machine.GetUtcNow() : s_kept, new GatewayClock(machine, s_kept, () => false).GetUtcNow());
    }

    [Fact]
    public void Start_AtTheEarliestCredibleTime_OfASynchronisedClock_IsBelieved() =>
        Assert.Equal(EventStamp.EarliestCredible, new GatewayClock(new ManualClock(EventStamp.EarliestCredible), s_kept, () => true).GetUtcNow());

    [Fact]
    public void Start_OfAMachineThatHasRunForDays_IsItsTime()
    {
        var machine = new ManualClock(s_kept);
        machine.Advance(TimeSpan.FromDays(3));
        Assert.Equal(s_kept.AddDays(3), new GatewayClock(machine, s_kept, () => false).GetUtcNow());
    }

    [Fact]
    public void Steps_AreEachJudgedFromTheLastThatWasFollowed()
    {
        var machine = new ManualClock(s_kept);
        var clock = new GatewayClock(machine, s_kept, () => false);
        foreach (var hours in new[] { 20, 40, 60 })
        {
            machine.StepUtc(TimeSpan.FromHours(20));
            Assert.Equal(s_kept.AddHours(hours), clock.GetUtcNow());
        }
    }

    /// <summary>Not before the last good time; but a second is drift.</summary>
    [Theory]
    [InlineData(3600, 3_600_000, true)]
    [InlineData(0, 1000, true)]
    [InlineData(0, 1001, false)]
    [InlineData(3600, 3_602_000, false)]
    public void StepBack_EndsAtTheLastGoodTime(int secondsLater, int millisecondsBack, bool followed)
    {
        var machine = new ManualClock(s_kept.AddSeconds(secondsLater));
        var clock = new GatewayClock(machine, s_kept, () => false);
        machine.StepUtc(-TimeSpan.FromMilliseconds(millisecondsBack));
        Assert.Equal(followed ? machine.GetUtcNow() : s_kept.AddSeconds(secondsLater), clock.GetUtcNow());
    }

    [Fact]
    public void Start_WithoutALastGoodTime_IsNotBeforeTheSoftware()
    {
        var clock = new GatewayClock(new ManualClock(DateTimeOffset.UnixEpoch), null, () => false);
        Assert.Equal(EventStamp.EarliestCredible, clock.GetUtcNow());
    }

    [Fact]
    public void BootAt1970_GoesOnFromTheLastGoodTime_AndJumpsWhenTheTimeIsTold()
    {
        var (machine, synchronised) = (new ManualClock(DateTimeOffset.UnixEpoch), false);
        var clock = new GatewayClock(machine, s_kept, () => synchronised);
        machine.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(s_kept.AddMinutes(5), clock.GetUtcNow());
        var now = new DateTimeOffset(2027, 2, 1, 8, 0, 0, TimeSpan.Zero);
        machine.StepUtc(now - machine.GetUtcNow());
        Assert.Equal(s_kept.AddMinutes(5), clock.GetUtcNow());
        synchronised = true;
        Assert.Equal(now, clock.GetUtcNow());
        machine.Advance(TimeSpan.FromHours(1));
        Assert.Equal(now.AddHours(1), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(24, true)]
    [InlineData(365 * 24, false)]
    [InlineData(-365 * 24, false)]
    public void Step_ThatNothingVouchesFor_IsFollowedUpToADay(int hours, bool isFollowed)
    {
        var machine = new ManualClock(s_kept.AddDays(10));
        var clock = new GatewayClock(machine, s_kept, () => false);
        var before = clock.GetUtcNow();
        machine.StepUtc(TimeSpan.FromHours(hours));
        Assert.Equal(isFollowed ? before.AddHours(hours) : before, clock.GetUtcNow());
        machine.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((isFollowed ? before.AddHours(hours) : before).AddSeconds(30), clock.GetUtcNow());
    }

    [Fact]
    public void JumpOfAYear_ThatIsTakenBack_LeavesNoTrace()
    {
        var machine = new ManualClock(s_kept);
        var clock = new GatewayClock(machine, s_kept, () => false);
        machine.StepUtc(TimeSpan.FromDays(365));
        machine.Advance(TimeSpan.FromMinutes(1));
        _ = clock.GetUtcNow();
        machine.StepUtc(TimeSpan.FromDays(-365));
        Assert.Equal(s_kept.AddMinutes(1), clock.GetUtcNow());
    }

    [Fact]
    public void YearWithoutATimeServer_DriftsWithTheMachine()
    {
        var machine = new ManualClock(s_kept);
        var clock = new GatewayClock(machine, s_kept, () => false);
        for (var day = 0; day < 365; day++)
        {
            machine.Advance(TimeSpan.FromDays(1));
            machine.StepUtc(TimeSpan.FromMilliseconds(900));
            Assert.Equal(machine.GetUtcNow(), clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task Timers_AreTheMachines()
    {
        var machine = new ManualClock(DateTimeOffset.UnixEpoch);
        var delay = Task.Delay(TimeSpan.FromMinutes(1), new GatewayClock(machine, s_kept, () => false), TestContext.Current.CancellationToken);
        machine.StepUtc(TimeSpan.FromDays(20_000));
        Assert.False(delay.IsCompleted);
        machine.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }
}
