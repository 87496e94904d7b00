using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Printing.Jobs;

public sealed class PrintDeskTests : IDisposable
{
    private readonly PrintFixture _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Job_ThatThePrinterConfirms_IsPrintedOnceAndToldOnce()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        Assert.Equal("accepted", job.State);
        await _shop.WorkAsync();
        await _shop.Desk.DeliverAsync(PrintFixture.Token);
        await _shop.Desk.DeliverAsync(PrintFixture.Token);

        Assert.Equal([new Sheet("milk", false)], printer.Paper);
        Assert.Equal(("printed", 1, false), (_shop.Find(job).State, _shop.Find(job).Attempts, _shop.Find(job).Duplicate));
        var told = Assert.Single(_shop.Told);
        var data = JsonDocument.Parse(told.Data).RootElement;
        Assert.Equal(("print.completed", "till-1", 1), (told.Type, told.DeviceId, _shop.Appends));
        Assert.Equal((job.Id, 1, "console"), (data.GetProperty("job").GetGuid(), data.GetProperty("attempts").GetInt32(), data.GetProperty("requested_by").GetString()));
        Assert.Contains("online, paper present", data.GetProperty("said").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_AskedForTwiceWithOneId_IsOneJobAlsoAfterItsEndAndARestart()
    {
        var printer = _shop.Add("till-1");
        var id = Guid.NewGuid();
        _shop.Submit("milk", id: id);
        _shop.Submit("milk", id: id);
        await _shop.WorkAsync();
        _shop.Submit("milk", id: id);
        await _shop.RestartAsync();
        Assert.Equal("printed", _shop.Submit("milk", id: id).State);
        await _shop.WorkAsync();

        Assert.Single(printer.Paper);
        Assert.Equal(PrintRefusalKind.Conflict, _shop.Desk.Submit(PrintFixture.Wanted("bread", id: id, printer: "till-1"), new PrintAsker("cli", null)).Refusal!.Kind);
    }

    [Fact]
    public async Task Job_FoundUnderWayAfterAKill_AsksAPersonAndIsNeverSentAgainByItself()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.Confirm ? Fault.Kill : Fault.None;
        await Assert.ThrowsAsync<KilledException>(() => _shop.WorkAsync());
        printer.Script = _ => Fault.None;
        await _shop.RestartAsync();
        await _shop.WorkAsync();

        Assert.Equal("unknown", _shop.Find(job).State);
        Assert.Single(printer.Paper);
    }

    [Fact]
    public async Task Job_FoundUnderWayAfterAKill_IsPrintedWhereThePrinterNamesIt()
    {
        var printer = _shop.Add("till-1", StatusAnswers.RealTime | StatusAnswers.ProcessId);
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.Confirm ? Fault.Kill : Fault.None;
        await Assert.ThrowsAsync<KilledException>(() => _shop.WorkAsync());
        printer.Script = _ => Fault.None;
        await _shop.RestartAsync();
        await _shop.WorkAsync();

        Assert.Equal(("printed", 1), (_shop.Find(job).State, printer.Paper.Count));
    }

    [Fact]
    public async Task Job_ThatWaitedWhenTheGatewayWasKilled_GoesOn()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        await _shop.RestartAsync();
        await _shop.WorkAsync();

        Assert.Equal(("printed", "milk"), (_shop.Find(job).State, Assert.Single(printer.Paper).Text));
    }

    [Fact]
    public async Task Job_UnderWayAtAPrinterThatIsNoLongerThere_AsksAPerson()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.MidSend ? Fault.Kill : Fault.None;
        await Assert.ThrowsAsync<KilledException>(() => _shop.WorkAsync());
        _shop.Printers.Clear();
        await _shop.RestartAsync();

        Assert.Equal("unknown", _shop.Find(job).State);
    }

    [Fact]
    public async Task Job_WhoseConnectionBrokeMidway_AsksAPersonAndTheReprintIsMarked()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.MidSend ? Fault.Break : Fault.None;
        await _shop.WorkAsync();
        Assert.Equal(("unknown", 1), (_shop.Find(job).State, _shop.Find(job).Attempts));
        printer.Script = _ => Fault.None;

        Assert.Null(_shop.Desk.Answer(job.Id, JobAnswer.Reprint, "Ann", 1).Refusal);
        _shop.Advance(20);
        await _shop.WorkAsync();
        await _shop.Desk.DeliverAsync(PrintFixture.Token);

        Assert.Equal([new Sheet("milk", true)], printer.Paper);
        Assert.Equal(["print.unknown", "print.completed"], _shop.Told.Select(draft => draft.Type));
        var last = JsonDocument.Parse(_shop.Told.Last().Data).RootElement;
        Assert.Equal((true, "reprint", "Ann", 2), (last.GetProperty("duplicate").GetBoolean(), last.GetProperty("answer").GetString(), last.GetProperty("who").GetString(), last.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Job_OfWhichNothingLeft_IsSentAgainByItselfAndUnmarked()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.BeforeSend ? Fault.Break : Fault.None;
        await _shop.WorkAsync();
        Assert.Equal("accepted", _shop.Find(job).State);
        printer.Script = _ => Fault.None;
        _shop.Advance(20);
        await _shop.WorkAsync();

        Assert.Equal([new Sheet("milk", false)], printer.Paper);
    }

    [Fact]
    public async Task Job_ThatThePrinterSaysItDidNotPrint_IsSentAgainByItselfAndUnmarked()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        printer.Script = step => step == Step.MidSend ? Fault.Discard : Fault.None;
        await _shop.WorkAsync();
        Assert.Equal("accepted", _shop.Find(job).State);
        printer.Script = _ => Fault.None;
        _shop.Advance(3);
        await _shop.WorkAsync();

        Assert.Equal([new Sheet("milk", false)], printer.Paper);
        Assert.Equal(("printed", 2), (_shop.Find(job).State, _shop.Find(job).Attempts));
    }

    [Fact]
    public async Task Job_OfARole_GoesToTheNextPrinterWhileNothingHasLeftForTheFirst()
    {
        var first = _shop.Add("till-1", role: "till");
        var second = _shop.Add("till-2", role: "Till");
        first.Script = step => step == Step.Query ? Fault.Blocked : Fault.None;
        var job = _shop.Submit("milk", role: "till");
        await _shop.WorkAsync();

        Assert.Equal((0, 1, "till-2"), (first.Paper.Count, second.Paper.Count, _shop.Find(job).Printer));
    }

    [Fact]
    public async Task Job_OfARole_StaysWithTheFirstPrinterOnceSomethingHasLeft()
    {
        var first = _shop.Add("till-1", role: "till");
        var second = _shop.Add("till-2", role: "till");
        var job = _shop.Submit("milk", role: "till");
        first.Script = step => step == Step.MidSend ? Fault.Discard : Fault.None;
        await _shop.WorkAsync();
        first.Script = step => step == Step.Query ? Fault.Blocked : Fault.None;
        _shop.Advance(20);
        await _shop.WorkAsync();

        Assert.Equal(("accepted", 0), (_shop.Find(job).State, second.Paper.Count));
        first.Script = _ => Fault.None;
        _shop.Advance(20);
        await _shop.WorkAsync();
        Assert.Equal(("printed", 1, 0), (_shop.Find(job).State, first.Paper.Count, second.Paper.Count));
    }

    [Fact]
    public async Task Job_NamedForAPrinter_NeverGoesToAnother()
    {
        var first = _shop.Add("till-1", role: "till");
        var second = _shop.Add("till-2", role: "till");
        first.Script = step => step == Step.Open ? Fault.Break : Fault.None;
        var job = _shop.Submit("milk", printer: "till-1");
        await _shop.WorkAsync();

        Assert.Equal(("accepted", 0), (_shop.Find(job).State, second.Paper.Count));
        Assert.Equal("unreachable", _shop.Desk.Printers()[0].State);
    }

    [Fact]
    public async Task Jobs_GoByPriorityThenOrder_AndTheRestOfOneBegunFirst()
    {
        var printer = _shop.Add("till-1");
        _shop.Submit("a");
        _shop.Submit("b", copies: 2, priority: 7);
        _shop.Submit("c", priority: 7);
        _shop.Submit("d");
        await _shop.TurnAsync(_shop.Stations[0]);
        _shop.Submit("urgent", priority: 9);
        await _shop.WorkAsync();

        Assert.Equal(["b", "b", "urgent", "c", "a", "d"], printer.Paper.Select(sheet => sheet.Text));
    }

    [Fact]
    public async Task Job_ThatWaitsTooLong_IsNotPrintedAndSaysWhatItWaitedFor()
    {
        var printer = _shop.Add("till-1");
        printer.Script = step => step == Step.Query ? Fault.Blocked : Fault.None;
        var job = _shop.Submit("milk", printer: "till-1", expires: _shop.Clock.GetUtcNow().AddSeconds(30));
        await _shop.WorkAsync();
        _shop.Advance(31);
        _shop.Desk.Expire();
        printer.Script = _ => Fault.None;
        await _shop.WorkAsync();
        await _shop.Desk.DeliverAsync(PrintFixture.Token);

        Assert.Equal(("not_printed", "expired while it waited for till-1: paper_out"), (_shop.Find(job).State, _shop.Find(job).Reason));
        Assert.Equal("print.failed", Assert.Single(_shop.Told).Type);
        Assert.Empty(printer.Paper);
        var late = _shop.Desk.Submit(PrintFixture.Wanted("milk", "till-1", expires: _shop.Clock.GetUtcNow().AddSeconds(-1)), new PrintAsker("mqtt", null));
        Assert.Equal(PrintRefusalKind.Expired, late.Refusal!.Kind);
    }

    [Fact]
    public async Task Cancel_OfAJobThatWaits_KeepsItOffThePaper()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk");
        Assert.Equal("not_printed", _shop.Desk.Answer(job.Id, JobAnswer.Cancel, null, null).Job!.State);
        await _shop.WorkAsync();

        Assert.Empty(printer.Paper);
        Assert.Equal(PrintRefusalKind.Conflict, _shop.Desk.Answer(job.Id, JobAnswer.Cancel, null, null).Refusal!.Kind);
        Assert.Equal(PrintRefusalKind.NotFound, _shop.Desk.Answer(Guid.NewGuid(), JobAnswer.Cancel, null, null).Refusal!.Kind);
    }

    [Fact]
    public async Task Reprint_OfAPrintedJob_CarriesTheMark_AndAnAnswerToAnOlderStateDoesNothing()
    {
        var printer = _shop.Add("till-1");
        var job = _shop.Submit("milk", copies: 2);
        await _shop.WorkAsync();
        Assert.Null(_shop.Desk.Answer(job.Id, JobAnswer.Reprint, "Ann", 2).Refusal);
        await _shop.WorkAsync();
        Assert.Equal(PrintRefusalKind.Conflict, _shop.Desk.Answer(job.Id, JobAnswer.Reprint, "Ann", 2).Refusal!.Kind);
        await _shop.WorkAsync();

        Assert.Equal([false, false, true, true], printer.Paper.Select(sheet => sheet.IsMarked));
    }

    [Fact]
    public void Queue_ThatIsFull_RefusesAndSaysSo()
    {
        _shop.Add("till-1");
        _shop.Options.Capacity = 3;
        for (var i = 0; i < 3; i++)
        {
            _shop.Submit("milk");
        }

        var refused = _shop.Desk.Submit(PrintFixture.Wanted("milk", "till-1"), new PrintAsker("console", null)).Refusal!;
        Assert.Equal(PrintRefusalKind.Unavailable, refused.Kind);
        Assert.Contains("3 jobs wait already", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_WithMistakes_NamesThemAll()
    {
        _shop.Add("till-1", role: "till");
        var wanted = new WantedJob(null, "recipt", JsonSerializer.SerializeToElement(new[] { 1 }), "de", 0, "till-9", "till", 10, null);
        var refusal = _shop.Desk.Submit(wanted, new PrintAsker("console", null)).Refusal!;

        Assert.Equal(["template", "data", "culture", "copies", "priority", "role", "printer"], refusal.Mistakes.Select(one => one.Path));
        var drawn = _shop.Desk.Submit(new WantedJob(null, "broken", null, null, null, "till-1", null, null, null), new PrintAsker("console", null)).Refusal!;
        Assert.Equal(["data.total: is missing", "data.lines: is missing"], drawn.Mistakes.Select(one => one.Message));
        Assert.Empty(_shop.Desk.Jobs());
    }

    [Fact]
    public async Task Printer_ThatDoesNotSayHowItIs_GetsJobsByDefaultAndNoneWhereSetSo()
    {
        var clone = _shop.Add("clone", StatusAnswers.None);
        var job = _shop.Submit("milk", printer: "clone");
        await _shop.WorkAsync();
        Assert.Equal(("unknown", 1, "silent"), (_shop.Find(job).State, clone.Paper.Count, _shop.Desk.Printers()[0].State));
        Assert.Null(_shop.Desk.Answer(job.Id, JobAnswer.Printed, "Ann", 1).Refusal);

        _shop.Options.UnknownStatus = UnknownStatus.Block;
        await _shop.RestartAsync();
        var blocked = _shop.Submit("bread", printer: "clone");
        await _shop.WorkAsync();
        Assert.Equal(("accepted", "blocked"), (_shop.Find(blocked).State, _shop.Desk.Printers()[0].State));
    }

    [Fact]
    public async Task Printer_WhoseSilenceIsAFault_GetsNoJobs()
    {
        var zebra = _shop.Add("zebra", profile: new PrinterProfile(PrinterLanguage.Zpl, 832, 203, StatusAnswers.HostStatus, false));
        zebra.Script = step => step == Step.Query ? Fault.Silent : Fault.None;
        var job = _shop.Submit("milk", printer: "zebra");
        await _shop.WorkAsync();
        Assert.Equal(("accepted", 0, "blocked"), (_shop.Find(job).State, zebra.Paper.Count, _shop.Desk.Printers()[0].State));

        zebra.Script = _ => Fault.None;
        _shop.Advance(3);
        await _shop.WorkAsync();
        Assert.Equal("printed", _shop.Find(job).State);
    }

    [Fact]
    public async Task Printer_OnAWeakPath_NeverMakesAJobPrinted()
    {
        var spool = _shop.Add("spool", isWeak: true);
        var job = _shop.Submit("milk", printer: "spool");
        await _shop.WorkAsync();

        Assert.Equal(("unknown", 1), (_shop.Find(job).State, spool.Paper.Count));
    }

    [Fact]
    public async Task Unknown_DoesNotHoldUpTheJobsBehindIt()
    {
        var printer = _shop.Add("till-1");
        var first = _shop.Submit("a");
        var second = _shop.Submit("b");
        var sends = 0;
        printer.Script = step => step == Step.MidSend && ++sends == 1 ? Fault.Break : Fault.None;
        await _shop.WorkAsync();
        _shop.Advance(20);
        await _shop.WorkAsync();

        Assert.Equal(("unknown", "printed"), (_shop.Find(first).State, _shop.Find(second).State));
    }

    [Fact]
    public async Task Outcome_WhileTheOutboxRefuses_IsToldLaterAndOnceOverKills()
    {
        _shop.Add("till-1");
        _shop.OutboxRefuses = true;
        _shop.Submit("milk");
        await _shop.WorkAsync();
        Assert.False(await _shop.Desk.DeliverAsync(PrintFixture.Token));
        _shop.OutboxRefuses = false;
        _shop.AtAppend = before => _ = before ? 0 : throw new KilledException();
        await Assert.ThrowsAsync<KilledException>(() => _shop.Desk.DeliverAsync(PrintFixture.Token));
        _shop.AtAppend = _ => { };
        await _shop.RestartAsync();
        Assert.True(await _shop.Desk.DeliverAsync(PrintFixture.Token));
        Assert.True(await _shop.Desk.DeliverAsync(PrintFixture.Token));

        Assert.Equal((1, 2), (_shop.Told.Count, _shop.Appends));
    }

    [Fact]
    public async Task File_ThatIsDamaged_IsPutAsideAndSaidSo()
    {
        _shop.Add("till-1");
        _shop.Submit("milk");
        _shop.Desk.Dispose();
        await File.WriteAllBytesAsync(_shop.File, new byte[8192], PrintFixture.Token);
        await _shop.RestartAsync();

        Assert.Contains("put aside", _shop.Desk.Notice, StringComparison.Ordinal);
        Assert.Contains(_shop.Log.Lines, line => line.Id == 1180);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_shop.File)!, "*.damaged-????????-??????"));
        _shop.Submit("bread");
        await _shop.WorkAsync();
        Assert.Equal("printed", _shop.Desk.Jobs()[0].State);
    }

    [Fact]
    public async Task Drawer_OpensNowOrNotAtAll()
    {
        var printer = _shop.Add("till-1");
        Assert.Equal(PrintRefusalKind.Invalid, (await _shop.Desk.OpenDrawerAsync("till-1", 3, PrintFixture.Token))!.Kind);
        Assert.Equal(PrintRefusalKind.NotFound, (await _shop.Desk.OpenDrawerAsync("none", 2, PrintFixture.Token))!.Kind);
        printer.Script = step => step == Step.Open ? Fault.Break : Fault.None;
        Assert.Equal(PrintRefusalKind.Unavailable, (await _shop.Desk.OpenDrawerAsync("till-1", 2, PrintFixture.Token))!.Kind);
        Assert.Empty(_shop.Desk.Jobs());
    }

    [Fact]
    public async Task RunningDesk_PrintsWhatIsSubmittedAndStopsWhenTold()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(PrintFixture.Token);
        var printer = new PaperPrinter("till-9", StatusAnswers.RealTime, _shop.Clock);
        _shop.Desk.Add(printer, "Till 9", null);
        var run = _shop.Desk.RunAsync(stop.Token);
        var job = _shop.Submit("milk", printer: "till-9");
        var outcome = await _shop.Desk.WaitForOutcomeAsync(job.Id, PrintFixture.Token);
        await stop.CancelAsync();
        await run;

        Assert.Equal(("printed", 1, 0), (outcome!.State, printer.Paper.Count, printer.OpenNow));
    }
}
