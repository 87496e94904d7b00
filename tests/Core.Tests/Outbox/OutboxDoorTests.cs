using EdgeGateway.Core.Outbox;
using Tests.Shared;

namespace Core.Tests.Outbox;

/// <summary>What waits for the writer, how much of it one commit takes, and when the writer is woken.</summary>
public sealed class OutboxDoorTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly OutboxOptions _options = new() { Path = "none" };
    private readonly List<OutboxWork> _group = [];
    private readonly Lazy<OutboxDoor> _door;

    public OutboxDoorTests() => _door = new(() => new OutboxDoor(_options, _clock));

    private OutboxDoor Door => _door.Value;

    [Fact]
    public void IsEmpty_WithWorkInsideOrClosed_IsNot()
    {
        Assert.True(Door.IsEmpty);
        Door.Nudge();
        Assert.False(Door.IsEmpty);
        Door.Collect(_group);
        Assert.True(Door.IsEmpty);
        Door.Close();
        Assert.False(Door.IsEmpty);
        Assert.False(Door.TryPost(new NudgeWork()));
    }

    [Fact]
    public void NudgeLater_AskedTwice_WakesASecondAfterTheFirstAndOnce()
    {
        Door.NudgeLater();
        _clock.Advance(TimeSpan.FromMilliseconds(900));
        Door.NudgeLater();
        Assert.True(Door.IsEmpty);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Door.Collect(_group);
        Assert.Single(_group);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Door.NudgeLater();
        Assert.Equal(0, _clock.ArmedTimers);
        Door.NudgeTaken();
        Door.NudgeLater();
        Assert.Equal(1, _clock.ArmedTimers);
    }

    [Fact]
    public void Collect_MoreThanACommitTakes_LeavesTheRest()
    {
        _options.CommitEvents = 2;
        Post(3);

        Door.Collect(_group);
        Assert.Equal(2, _group.Count);
        Assert.False(Door.IsEmpty);
    }

    [Fact]
    public void Collect_AsManyAsACommitTakes_WaitsForNoMore()
    {
        (_options.CommitEvents, _options.CommitWindow) = (2, TimeSpan.FromMilliseconds(100));
        Post(2);

        Door.Collect(_group);
        Assert.Equal(2, _group.Count);
    }

    [Fact]
    public void Collect_NothingButANudge_WaitsForNoCompany()
    {
        _options.CommitWindow = TimeSpan.FromMilliseconds(100);
        Door.Nudge();

        Door.Collect(_group);
        Assert.Single(_group);
    }

    [Fact]
    public async Task Collect_WithinTheWindow_TakesAllThatCameBeforeItsEnd()
    {
        _options.CommitWindow = TimeSpan.FromMilliseconds(100);
        Post(1);
        var collecting = Task.Run(() => Door.Collect(_group), TestContext.Current.CancellationToken);
        await _clock.WhenArmedAsync(1, TestContext.Current.CancellationToken);
        Post(20);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await collecting;

        Assert.Equal(21, _group.Count);
        Assert.True(Door.IsEmpty);
    }

    [Fact]
    public void Collect_WindowThatIsOverBeforeItIsLookedAt_TakesWhatCameAllTheSame()
    {
        _options.CommitWindow = TimeSpan.FromMilliseconds(100);
        OutboxDoor? door = null;
        door = new OutboxDoor(_options, new EndedClock(() => door?.Nudge()));
        using (door)
        {
            Assert.True(door.TryPost(Append()));
            door.Collect(_group);

            Assert.Equal(2, _group.Count);
        }
    }

    public void Dispose() => Door.Dispose();

    private void Post(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(Door.TryPost(Append()));
        }
    }

    private SingleAppend Append() => new(new OutboxEntry(Cloud.Contracts.EventClass.Ledger, _clock.GetUtcNow(), "{}"u8.ToArray()));

    /// <summary>Does something while a timer is made, and then it is due.</summary>
    private sealed class EndedClock(Action meanwhile) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            meanwhile();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                callback(state);
            }

            return TimeProvider.System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
