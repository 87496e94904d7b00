using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Alerts;

/// <summary>What staff do with alerts, and what they see.</summary>
public sealed class AlertAnswerTests : IDisposable
{
    private readonly AlertFixture _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Card_ShowsProfileStockNotesAndConsent_OfThisMoment()
    {
        var profile = _shop.Know("m-1", assigned: "bob", "Peanut allergy.");
        _shop.Stock["sku-oil"] = 3;
        _shop.Consents.Add("m-1");

        var card = await _shop.ArriveAsync();
        Assert.Equal(
            ("李美玲 女士", "gold", "face", 0.93m, "entrance", "new", "bob", "face"),
            (card.Name, card.Level, card.How, card.Confidence, card.Zone, card.State, card.AssignedTo, card.Consent));
        Assert.Equal([new AlertGoods("sku-oil", "Olive oil", 3), new AlertGoods("sku-tea", "Tea", null)], card.Usual);
        Assert.Equal((profile.LastVisit, "Peanut allergy."), (card.LastVisit, Assert.Single(card.Notes).Text));

        _shop.Stock["sku-oil"] = 0;
        _shop.Consents.Clear();
        Assert.Equal((0, "none"), (_shop.Only().Usual[0].OnShelf, _shop.Only().Consent));
    }

    [Fact]
    public async Task Card_WithoutProfile_SaysSo_AndInventsNothing()
    {
        var card = await _shop.ArriveAsync(how: RecognisedBy.Qr);

        Assert.Equal((null, null, null, null, "m-1"), (card.Name, card.Level, card.LastVisit, card.Confidence, card.Member));
        Assert.Empty(card.Usual);
        Assert.DoesNotContain("m-1", card.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_OfManyAtOnce_ExactlyOneWins_AndTheOthersAreToldWho()
    {
        for (var round = 0; round < 20; round++)
        {
            var alert = await _shop.ArriveAsync($"m-{round}");
            using var together = new Barrier(4);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(phone => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(AlertFixture.Token);
                    return _shop.Desk.ClaimAsync(alert.Id, $"staff-{phone}", AlertFixture.Token);
                },
                AlertFixture.Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            var winner = Assert.Single(answers, answer => answer.IsDone).Alert!.ClaimedBy;
            Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal((AlertResult.Taken, winner), (answer.Result, answer.Alert!.ClaimedBy)));
        }

        await _shop.TellAsync();
        Assert.Equal(20, _shop.Told.Count);
    }

    [Fact]
    public async Task Claim_IsToldOnce_WithHowLongItTook_AndNobodysName()
    {
        _shop.Know("m-1");
        var alert = await _shop.ArriveAsync();
        _shop.Clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal("ann", (await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token)).Alert!.ClaimedBy);
        Assert.True((await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token)).IsDone);
        await _shop.TellAsync();

        var draft = Assert.Single(_shop.Drafts);
        var data = AlertFixture.DataOf(draft);
        Assert.Equal((EventTypes.VipClaimed, 12), (draft.Type, data.GetProperty("seconds").GetInt32()));
        Assert.Equal(["member", "staff", "visit", "alert", "seconds"], data.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Snooze_ComesBackAfterItsTime_FirstToWhoSnoozed_AndIsFreeToBeClaimed()
    {
        var alert = await _shop.ArriveAsync();
        await _shop.Desk.ClaimAsync(alert.Id, "cho", AlertFixture.Token);
        var snoozed = await _shop.Desk.SnoozeAsync(alert.Id, "cho", TimeSpan.FromMinutes(5), AlertFixture.Token);
        Assert.Equal((AlertStates.Snoozed, null, _shop.Clock.GetUtcNow().AddMinutes(5)), (snoozed.Alert!.State, snoozed.Alert.ClaimedBy, snoozed.Alert.SnoozedUntil));

        _shop.Advance(299);
        Assert.Equal(AlertStates.Snoozed, _shop.Only().State);
        _shop.Advance(1);
        Assert.Equal((AlertStates.New, "cho", null), (_shop.Only().State, _shop.Only().OfferedTo, _shop.Only().SnoozedUntil));

        Assert.True((await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token)).IsDone);
        await _shop.TellAsync();
        Assert.Equal([(EventTypes.VipClaimed, "cho", null), (EventTypes.VipClaimed, "ann", null)], _shop.Told);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(3601)]
    public async Task Snooze_OutOfRange_IsRefused(int seconds)
    {
        var alert = await _shop.ArriveAsync();

        var answer = await _shop.Desk.SnoozeAsync(alert.Id, "ann", TimeSpan.FromSeconds(seconds), AlertFixture.Token);

        Assert.Equal((AlertResult.Invalid, AlertStates.New), (answer.Result, _shop.Only().State));
    }

    [Fact]
    public async Task NotThisPerson_IsTold_AndCountedByWeekAndConfidence()
    {
        var wrong = await _shop.ArriveAsync("m-1", confidence: 0.91m);
        await _shop.ArriveAsync("m-2", confidence: 0.949m);
        await _shop.ArriveAsync("m-3", confidence: 1m);
        await _shop.ArriveAsync("m-4", RecognisedBy.Card);

        Assert.True((await _shop.Desk.DismissAsync(wrong.Id, "ann", DismissReasons.NotThisPerson, AlertFixture.Token)).IsDone);
        Assert.True((await _shop.Desk.DismissAsync(wrong.Id, "ann", DismissReasons.NotThisPerson, AlertFixture.Token)).IsDone);
        await _shop.TellAsync();

        Assert.Equal([(EventTypes.VipDismissed, "ann", "not_this_person")], _shop.Told);
        var monday = new DateOnly(2026, 11, 16);
        Assert.Equal(
            [
                new MatchCount(monday, "card", -1) { Arrived = 1 },
                new MatchCount(monday, "face", 18) { Arrived = 2, NotThisPerson = 1 },
                new MatchCount(monday, "face", 19) { Arrived = 1 },
            ],
            _shop.Desk.Report(1));
    }

    [Fact]
    public async Task Answers_ToWhatSomebodyElseHas_OrToWhatHasEnded_ChangeNothing()
    {
        var alert = await _shop.ArriveAsync();
        await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token);
        Assert.Equal(AlertResult.Taken, (await _shop.Desk.DismissAsync(alert.Id, "bob", DismissReasons.Left, AlertFixture.Token)).Result);
        Assert.Equal(AlertResult.Taken, (await _shop.Desk.DoneAsync(alert.Id, "bob", AlertFixture.Token)).Result);
        Assert.Equal(AlertResult.Taken, (await _shop.Desk.SnoozeAsync(alert.Id, "bob", TimeSpan.FromMinutes(5), AlertFixture.Token)).Result);

        Assert.True((await _shop.Desk.DoneAsync(alert.Id, "ann", AlertFixture.Token)).IsDone);
        Assert.Empty(_shop.Desk.Open);
        Assert.Equal(AlertResult.Ended, (await _shop.Desk.ClaimAsync(alert.Id, "bob", AlertFixture.Token)).Result);
        Assert.Equal(AlertResult.NotFound, (await _shop.Desk.ClaimAsync(Guid.NewGuid(), "bob", AlertFixture.Token)).Result);
        Assert.Equal(AlertResult.Invalid, (await _shop.Desk.DismissAsync(alert.Id, "ann", "bored", AlertFixture.Token)).Result);
        Assert.Equal(AlertResult.Invalid, (await _shop.Desk.ClaimAsync(alert.Id, "", AlertFixture.Token)).Result);
    }

    [Fact]
    public async Task Claimed_AndForgottenByEverybody_IsClosedInTheEnd()
    {
        var alert = await _shop.ArriveAsync();
        await _shop.Desk.ClaimAsync(alert.Id, "ann", AlertFixture.Token);
        _shop.Advance(7199);
        Assert.Single(_shop.Desk.Open);
        _shop.Advance(1);

        Assert.Equal((AlertStates.Done, "expired"), (_shop.Desk.Find(alert.Id)!.State, _shop.Desk.Find(alert.Id)!.Reason));
    }

    [Fact]
    public async Task Note_IsShownAtTheNextVisit_IsEncryptedOnTheDisk_AndInNoEvent()
    {
        var alert = await _shop.ArriveAsync();
        Assert.True((await _shop.Desk.NoteAsync(alert.Id, "ann", " Prefers the window seat. ", AlertFixture.Token)).IsDone);
        await _shop.Desk.DoneAsync(alert.Id, "ann", AlertFixture.Token);
        Assert.True((await _shop.Desk.NoteAsync(alert.Id, "ann", "Bought tea.", AlertFixture.Token)).IsDone);
        await _shop.TellAsync();

        var next = await _shop.ArriveAsync();
        Assert.Equal([("Prefers the window seat.", "ann"), ("Bought tea.", "ann")], next.Notes.Select(note => (note.Text, note.Who!)));
        Assert.False(_shop.OnDisk("window seat"u8));
        Assert.DoesNotContain(_shop.Drafts, draft => Encoding.UTF8.GetString(draft.Data).Contains("seat", StringComparison.Ordinal));
        Assert.DoesNotContain(_shop.Log.Lines, line => line.Contains("seat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Note_EmptyTooLongOrWithControlCharacters_IsRefused_AndSoIsOneTooMany()
    {
        var alert = await _shop.ArriveAsync();
        foreach (var text in (string[])["", "  ", new string('x', 501), "a\u0007b", "a\u001b[31m"])
        {
            Assert.Equal(AlertResult.Invalid, (await _shop.Desk.NoteAsync(alert.Id, "ann", text, AlertFixture.Token)).Result);
        }

        for (var i = 0; i < AlertDesk.MostNotes; i++)
        {
            Assert.True((await _shop.Desk.NoteAsync(alert.Id, "ann", $"line 1\nline {i}", AlertFixture.Token)).IsDone);
        }

        Assert.Equal(AlertResult.Invalid, (await _shop.Desk.NoteAsync(alert.Id, "ann", "one more", AlertFixture.Token)).Result);
    }
}
