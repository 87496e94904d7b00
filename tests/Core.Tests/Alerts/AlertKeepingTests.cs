using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Alerts;

/// <summary>What a kill, a full disk and a withdrawal leave.</summary>
public sealed class AlertKeepingTests : IDisposable
{
    private const string Member = "member-8f3a1c";

    private readonly AlertFixture _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Kill_ForgetsNoOpenAlert_AndAsksNoAnswerTwice()
    {
        var visits = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
        var alerts = new List<AlertView>();
        foreach (var visit in visits)
        {
            _shop.Clock.Advance(TimeSpan.FromSeconds(1));
            alerts.Add(await _shop.ArriveAsync(visit: visit));
        }

        await _shop.Desk.ClaimAsync(alerts[0].Id, "bob", AlertFixture.Token);
        await _shop.Desk.SnoozeAsync(alerts[1].Id, "cho", TimeSpan.FromMinutes(2), AlertFixture.Token);
        await _shop.Desk.DismissAsync(alerts[2].Id, "ann", DismissReasons.NotWanted, AlertFixture.Token);
        _shop.Advance(30);
        var before = _shop.Desk.Open;

        using var after = _shop.Killed();
        Assert.Equal(before.Select(View), after.Desk.Open.Select(View));
        foreach (var (visit, i) in visits.Select((visit, i) => (visit, i)))
        {
            await after.Desk.ArrivedAsync(new Arrival(visit, "m-1", RecognisedBy.Face, "entrance", after.Clock.GetUtcNow(), 0.9m), AlertFixture.Token);
            Assert.Equal(before.Count, after.Desk.Open.Count);
        }

        await after.TellAsync();
        Assert.Equal([(EventTypes.VipClaimed, "bob", null), (EventTypes.VipDismissed, "ann", "not_wanted")], after.Told);

        static string View(AlertView alert) => $"{alert.Id} {alert.State} {alert.ClaimedBy} {alert.OfferedTo} {alert.OfferedAt:O} {alert.SnoozedUntil:O} {alert.Confidence}";
    }

    [Fact]
    public async Task Kill_BetweenOutboxAndFile_TellsNothingTwice()
    {
        AlertFixture? after = null;
        var alert = await _shop.ArriveAsync();
        await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token);
        _shop.Appended = () => after ??= _shop.Killed();
        await _shop.TellAsync();

        using (after)
        {
            await after!.TellAsync();
            Assert.Single(after.Told);
        }
    }

    [Fact]
    public async Task OutboxRefuses_AnswersStand_AndAreToldLater()
    {
        var alert = await _shop.ArriveAsync();
        _shop.OutboxRefuses = true;
        Assert.True((await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token)).IsDone);
        Assert.False(await _shop.Desk.DeliverAsync(AlertFixture.Token));

        _shop.OutboxRefuses = false;
        await _shop.TellAsync();
        Assert.Single(_shop.Told);
    }

    [Fact]
    public async Task DiskRefuses_ArrivalIsShownAllTheSame_AnswersAreNot_AndTheRowFollows()
    {
        _ = _shop.Desk;
        _shop.Sql("CREATE TRIGGER full BEFORE INSERT ON alert BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        var alert = await _shop.ArriveAsync();
        Assert.Equal(AlertResult.Unavailable, (await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token)).Result);
        Assert.Equal(AlertStates.New, _shop.Only().State);
        Assert.Null(_shop.Desk.Find(Guid.NewGuid()));
        _shop.Advance(30);
        Assert.Equal("bob", _shop.Only().OfferedTo);

        _shop.Sql("DROP TRIGGER full");
        _shop.Advance(1);
        using var after = _shop.Killed();
        Assert.Equal((alert.Id, "bob"), (after.Only().Id, after.Only().OfferedTo));
        Assert.Equal(1, after.Desk.Report(1).Sum(count => count.Arrived));
        Assert.Single(_shop.Log.Lines);
    }

    [Fact]
    public async Task DamagedFile_IsPutAside_AndWorkGoesOn()
    {
        await _shop.ArriveAsync();
        _shop.Desk.Dispose();
        await File.WriteAllTextAsync(_shop.File, "no database", AlertFixture.Token);
        File.Delete(_shop.File + "-wal");

        using var again = _shop.Open();
        Assert.Empty(again.Open);
        Assert.Contains(Directory.GetFiles(_shop.Folder), path => path.Contains(".damaged-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forget_LeavesNothingOfTheFaceOnTheDisk_KeepsTheRest_AndMakesNoSecondAlert()
    {
        var visit = Guid.NewGuid();
        await _shop.ArriveAsync(Member, visit: visit);
        var ended = await _shop.ArriveAsync(Member);
        await _shop.Desk.NoteAsync(ended.Id, "ann", "A note.", AlertFixture.Token);
        await _shop.Desk.DoneAsync(ended.Id, "ann", AlertFixture.Token);
        var other = await _shop.ArriveAsync("member-else");
        Assert.True(_shop.OnDisk(Encoding.UTF8.GetBytes(Member)));

        await _shop.Desk.ForgetAsync(Member, AlertFixture.Token);

        Assert.False(_shop.OnDisk(Encoding.UTF8.GetBytes(Member)));
        Assert.False(_shop.OnDisk(visit.ToByteArray()));
        Assert.Equal(other.Id, _shop.Only().Id);
        Assert.Null(_shop.Desk.Find(ended.Id));
        Assert.Equal(AlertResult.NotFound, (await _shop.Desk.NoteAsync(ended.Id, "ann", "again", AlertFixture.Token)).Result);
        await _shop.Desk.ArrivedAsync(new Arrival(visit, Member, RecognisedBy.Face, "entrance", _shop.Clock.GetUtcNow(), 0.9m), AlertFixture.Token);
        Assert.Single(_shop.Desk.Open);
        Assert.Equal(3, _shop.Desk.Report(1).Sum(count => count.Arrived));
    }

    [Fact]
    public async Task Forget_LeavesWhatACardMade()
    {
        await _shop.ArriveAsync(Member);
        var byCard = await _shop.ArriveAsync(Member, RecognisedBy.Card);

        await _shop.Desk.ForgetAsync(Member, AlertFixture.Token);

        Assert.Equal(byCard.Id, _shop.Only().Id);
    }

    [Fact]
    public async Task Forget_WhereTheDiskRefuses_IsSaid_HidesAtOnce_AndIsDoneLater()
    {
        await _shop.ArriveAsync(Member);
        _shop.Sql("CREATE TRIGGER full BEFORE UPDATE ON alert BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        await Assert.ThrowsAnyAsync<IOException>(() => _shop.Desk.ForgetAsync(Member, AlertFixture.Token));
        Assert.Empty(_shop.Desk.Open);
        Assert.True(_shop.OnDisk(Encoding.UTF8.GetBytes(Member)));

        _shop.Sql("DROP TRIGGER full");
        _shop.Desk.Tidy();
        Assert.False(_shop.OnDisk(Encoding.UTF8.GetBytes(Member)));
    }

    [Fact]
    public async Task EndedAlerts_AreDeletedAfterTheDaysThatAreKept_OpenOnesAreNot()
    {
        _shop.Options.HistoryDays = 2;
        var ended = await _shop.ArriveAsync();
        await _shop.Desk.DoneAsync(ended.Id, "ann", AlertFixture.Token);
        var open = await _shop.ArriveAsync("m-2");
        _shop.Clock.Advance(TimeSpan.FromDays(3));
        _shop.Desk.Tidy();

        Assert.Null(_shop.Desk.Find(ended.Id));
        Assert.NotNull(_shop.Desk.Find(open.Id));
    }

    [Fact]
    public async Task Listeners_HearOfAnArrival_WhenItsRowIsOnTheDisk()
    {
        AlertFixture? killed = null;
        _ = _shop.Desk;
        _shop.Desk.Changed += () => killed ??= _shop.Killed();

        var alert = await _shop.ArriveAsync();

        using (killed)
        {
            Assert.Equal(alert.Id, killed!.Only().Id);
        }
    }

    [Fact]
    public async Task NamesAreNotOnTheDisk_NorInTheLog()
    {
        var profile = _shop.Know("m-1", null, "Peanut allergy.");
        var alert = await _shop.ArriveAsync();
        await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token);

        Assert.False(_shop.OnDisk(Encoding.UTF8.GetBytes(profile.Name)));
        Assert.False(_shop.OnDisk("Peanut"u8));
        Assert.Empty(_shop.Log.Lines);
    }
}
