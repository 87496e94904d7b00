using Cloud.Contracts;
using EdgeGateway.Core.Alerts;

namespace Core.Tests.Alerts;

/// <summary>Who is asked, in what order, and how it ends when nobody answers.</summary>
public sealed class AlertTurnTests : IDisposable
{
    private readonly AlertFixture _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Arrival_HandedOverTwice_MakesOneAlert()
    {
        var visit = Guid.NewGuid();
        var changes = 0;
        _shop.Desk.Changed += () => changes++;

        await _shop.ArriveAsync(visit: visit);
        await _shop.ArriveAsync(visit: visit);

        Assert.Equal((1, 1), (_shop.Desk.Open.Count, changes));
    }

    [Fact]
    public async Task Unclaimed_GoesRoundAndRound_ThenToEverybody_ThenEndsAndIsTold()
    {
        _shop.Know("m-1", assigned: "bob");
        var asked = new List<string?> { (await _shop.ArriveAsync()).OfferedTo };
        for (var i = 0; i < 6; i++)
        {
            _shop.Advance(29);
            Assert.Equal(asked[^1], _shop.Only().OfferedTo);
            _shop.Advance(1);
            asked.Add(_shop.Only().OfferedTo);
        }

        Assert.Equal(["bob", "ann", "cho", "bob", "ann", "cho", null], asked);
        Assert.Equal(AlertStates.New, _shop.Only().State);

        _shop.Advance((12 * 60) - 1);
        Assert.Single(_shop.Desk.Open);
        _shop.Advance(1);
        await _shop.TellAsync();

        Assert.Empty(_shop.Desk.Open);
        Assert.Equal([(EventTypes.VipDismissed, "", "unclaimed")], _shop.Told);
    }

    [Fact]
    public async Task NobodyOnShift_IsForEverybody_UntilSomebodyComes()
    {
        _shop.Shift.Clear();
        Assert.Null((await _shop.ArriveAsync()).OfferedTo);

        _shop.Shift.Add("cho");
        _shop.Desk.ShiftChanged();

        Assert.Equal("cho", _shop.Only().OfferedTo);
    }

    [Fact]
    public async Task NobodyOnShift_AndNobodyComes_RingsOnceMore_AndEndsInTime()
    {
        _shop.Shift.Clear();
        var alert = await _shop.ArriveAsync();
        _shop.Advance(30);
        Assert.Equal((null, alert.OfferedAt.AddSeconds(30)), (_shop.Only().OfferedTo, _shop.Only().OfferedAt));
        _shop.Advance(600);
        Assert.Equal(alert.OfferedAt.AddSeconds(30), _shop.Only().OfferedAt);
        _shop.Advance(270);

        Assert.Equal(AlertStates.Unclaimed, _shop.Desk.Find(alert.Id)!.State);
    }

    [Fact]
    public async Task OfferedOne_LeavesTheShift_NextIsAskedAtOnce()
    {
        await _shop.ArriveAsync();
        _shop.Shift.Remove("ann");
        _shop.Desk.ShiftChanged();

        Assert.Equal("bob", _shop.Only().OfferedTo);
    }

    [Fact]
    public async Task OneOnShift_IsAskedAgain_EachTimeAsARingOfItsOwn()
    {
        _shop.Shift.RemoveRange(1, 2);
        var first = await _shop.ArriveAsync();
        _shop.Advance(30);

        Assert.Equal("ann", _shop.Only().OfferedTo);
        Assert.Equal(first.OfferedAt.AddSeconds(30), _shop.Only().OfferedAt);
    }

    [Fact]
    public async Task ClockSetBack_IsOfferedAnew_AndNotKeptWaiting()
    {
        await _shop.ArriveAsync();
        _shop.Clock.StepUtc(TimeSpan.FromHours(-8));
        _shop.Desk.Look();

        Assert.Equal(("bob", _shop.Clock.GetUtcNow()), (_shop.Only().OfferedTo, _shop.Only().OfferedAt));
    }

    [Fact]
    public async Task TooMany_TheOldestUnclaimedEnds_AndIsTold()
    {
        _shop.Options.MostOpen = 10;
        var first = await _shop.ArriveAsync("m-0");
        await _shop.Desk.ClaimAsync(first.Id, "ann", AlertFixture.Token);
        for (var i = 1; i <= 10; i++)
        {
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
            await _shop.ArriveAsync($"m-{i}");
        }

        await _shop.TellAsync();
        Assert.Equal(10, _shop.Desk.Open.Count);
        Assert.Contains(_shop.Desk.Open, alert => alert.Member == "m-0");
        Assert.DoesNotContain(_shop.Desk.Open, alert => alert.Member == "m-1");
        Assert.Contains((EventTypes.VipDismissed, "", "unclaimed"), _shop.Told);
    }

    [Fact]
    public async Task Run_AsksTheNextByItself_AndTellsHeadquarters()
    {
        var changed = new SemaphoreSlim(0);
        var told = new TaskCompletionSource();
        _shop.Desk.Changed += () => changed.Release();
        _shop.Appended = () => told.TrySetResult();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(AlertFixture.Token);
        var run = _shop.Desk.RunAsync(stop.Token);
        var alert = await _shop.ArriveAsync();
        await changed.WaitAsync(AlertFixture.Token);

        while (_shop.Only().OfferedTo == "ann")
        {
            await _shop.Clock.WhenArmedAsync(1, AlertFixture.Token);
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("bob", _shop.Only().OfferedTo);
        await _shop.Desk.ClaimAsync(alert.Id, "bob", AlertFixture.Token);
        await told.Task.WaitAsync(AlertFixture.Token);
        Assert.Equal((EventTypes.VipClaimed, "bob", null), Assert.Single(_shop.Told));
        await stop.CancelAsync();
        await run;
    }
}
