using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>Whole jobs against virtual printers: what is said of them is what lies on the paper.</summary>
public sealed class PrinterJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("process-id", "confirmed the job by its mark AB12")]
    [InlineData("queued", "GS r")]
    [InlineData("real-time", "DLE EOT")]
    public async Task EscPos_GoodPrinter_SaysPrinted(string status, string reason)
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos", ("status", status));
        PrintDocument ticket = Shop.Ticket(576, 400, 1);
        (PrintOutcome outcome, string words) = await shop.RunAsync(ticket, "AB12", Ct);
        Assert.Equal(PrintOutcome.Printed, outcome);
        Assert.Contains(reason, words, StringComparison.Ordinal);
        Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")));
        Assert.Equal(1, shop.Virtual.Roll.Cuts);
        Assert.Empty(shop.Virtual.Roll.UnknownCommands);
    }

    [Fact]
    public async Task EscPos_AnswersAtOnceOnly_IsBelievedWhenItsCutterMustBeDoneToo()
    {
        PrinterModel model = PrinterModel.Receipt80 with { Answers = PrinterAnswers.RealTime, RowsPerSecond = 100_000, CutTime = TimeSpan.FromMilliseconds(600) };
        await using Shop shop = Shop.OverTcp(model, "escpos", ("status", "real-time"));
        foreach (int number in (int[])[1, 2])
        {
            // The second waits in the printer until the first is cut off.
            PrintDocument ticket = Shop.Ticket(576, 400, number);
            Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(ticket, "AB12", Ct)).Outcome);
            Assert.Equal((1, number), (shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")), shop.Virtual.Roll.Cuts));
        }
    }

    [Theory]
    [InlineData("zpl")]
    [InlineData("tspl")]
    public async Task Label_GoodPrinter_SaysPrinted(string driver)
    {
        await using Shop shop = Shop.OverTcp(driver == "zpl" ? PrinterModel.ZplLabel : PrinterModel.TsplLabel, driver);
        PrintDocument label = Shop.Label(400, 240, 2);
        (PrintOutcome outcome, _) = await shop.RunAsync(label, "AB12", Ct);
        Assert.Equal(PrintOutcome.Printed, outcome);
        Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(label, "AB12")));
        Assert.Equal(["AB12"], shop.Virtual.Roll.Sheets.Single(sheet => !sheet.IsBlank).Marks);
    }

    [Fact]
    public async Task EscPos_EpsonModel_PrintsAndHearsStatusByItself()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80 with { RowsPerSecond = 4000 }, "escpos", ("model", "epson-tm-t20"));
        PrintDocument ticket = Shop.Ticket(576, 900, 3);
        Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(ticket, "ZZ99", Ct)).Outcome);
        Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(ticket, "ZZ99")));
        Assert.Empty(shop.Virtual.Roll.UnknownCommands);
    }

    [Fact]
    public async Task MuteClone_IsUnknown_NeverPrinted()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.MuteClone58, "escpos", ("model", "generic-58"));
        PrintDocument ticket = Shop.Ticket(384, 100, 4);
        (PrintOutcome outcome, string reason) = await shop.RunAsync(ticket, "AB12", Ct);
        Assert.Equal(PrintOutcome.Unknown, outcome);
        Assert.Contains("never says whether it printed", reason, StringComparison.Ordinal);
        await EventuallyAsync(() => shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")) == 1);
    }

    [Fact]
    public async Task MutePrinter_TakenForOneThatAnswers_IsUnknown()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.MuteClone58, "escpos", Shop.Impatient(("model", "generic-80"), ("dots", "384")));
        (PrintOutcome outcome, string reason) = await shop.RunAsync(Shop.Ticket(384, 100, 4), "AB12", Ct);
        Assert.Equal(PrintOutcome.Unknown, outcome);
        Assert.Contains("the printer says nothing", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LateClone_JobAfterJob_IsToldRightly()
    {
        await using Shop shop = Shop.InProcess(PrinterModel.LateClone80, "escpos", ("model", "xprinter-80"), ("answer_ms", "250"));
        for (int job = 0; job < 6; job++)
        {
            PrintDocument ticket = Shop.Ticket(576, 60, job);
            (PrintOutcome outcome, string reason) = await shop.RunAsync(ticket, "AB12", Ct);
            Assert.True(outcome == PrintOutcome.Printed, reason);
            Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")));
        }
    }

    [Fact]
    public async Task LateClone_CoverOpenedBetweenTwoQuestions_IsNotTakenForClosed()
    {
        await using Shop shop = Shop.InProcess(PrinterModel.LateClone80, "escpos", ("model", "xprinter-80"), ("answer_ms", "250"));
        await using IPrinterConnection connection = await shop.Printer.OpenAsync(Ct);
        Assert.Equal(false, (await connection.QueryAsync(Ct)).Blocked);
        shop.Virtual.Set(PrinterFault.CoverOpen, on: true);
        PrinterStatus open = await connection.QueryAsync(Ct);
        Assert.Equal((true, true), (open.CoverOpen, open.Blocked));
        shop.Virtual.Set(PrinterFault.CoverOpen, on: false);
        PrinterStatus closed = await connection.QueryAsync(Ct);
        Assert.Equal((false, false), (closed.CoverOpen, closed.Blocked));
    }

    [Fact]
    public async Task LateClone_AnswerOfTheJobBefore_DoesNotConfirmTheNext()
    {
        await using Shop shop = Shop.InProcess(PrinterModel.LateClone80, "escpos", ("model", "xprinter-80"), ("answer_ms", "250"), ("confirm_ms", "2500"));
        Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(Shop.Ticket(576, 60, 1), "AAAA", Ct)).Outcome);
        PrintDocument second = Shop.Ticket(576, 60, 2);
        shop.Virtual.FailAfterRows(20, PrinterFault.PaperOut);
        (PrintOutcome outcome, _) = await shop.RunAsync(second, "BBBB", Ct);
        Assert.Equal(PrintOutcome.Unknown, outcome);
        Assert.Equal(0, shop.Virtual.Roll.Copies(shop.Perfect(second, "BBBB")));
    }

    [Fact]
    public async Task SlowAnswers_AreWaitedFor()
    {
        PrinterModel slow = PrinterModel.Receipt80 with { AnswerDelay = TimeSpan.FromMilliseconds(150) };
        await using Shop shop = Shop.InProcess(slow, "escpos", ("model", "generic-80"));
        PrintDocument ticket = Shop.Ticket(576, 60, 1);
        Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(ticket, "AB12", Ct)).Outcome);
    }

    [Fact]
    public async Task AnswersLaterThanTheLimit_AreNeverTakenForTheNextQuestions()
    {
        PrinterModel slow = PrinterModel.Receipt80 with { AnswerDelay = TimeSpan.FromMilliseconds(250), Answers = PrinterAnswers.RealTime | PrinterAnswers.Queued };
        await using Shop shop = Shop.InProcess(slow, "escpos", Shop.Impatient(("model", "generic-80"), ("confirm_ms", "300")));
        for (int job = 0; job < 4; job++)
        {
            PrintDocument ticket = Shop.Ticket(576, 60, job);
            shop.Virtual.FailAfterRows(20, PrinterFault.CoverOpen);
            (PrintOutcome outcome, _) = await shop.RunAsync(ticket, "AB12", Ct);
            Assert.NotEqual(PrintOutcome.Printed, outcome);
            shop.Virtual.Set(PrinterFault.CoverOpen, on: false);
        }
    }

    [Fact]
    public async Task PaperOutInAJob_RefilledInTime_IsPrintedOnce()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos", ("model", "epson-tm-t20"));
        PrintDocument ticket = Shop.Ticket(576, 600, 5);
        shop.Virtual.FailAfterRows(100, PrinterFault.PaperOut, TimeSpan.FromMilliseconds(400));
        Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(ticket, "AB12", Ct)).Outcome);
        Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(ticket, "AB12")));
        Assert.Equal(1, shop.Virtual.Roll.Sheets.Single(sheet => !sheet.IsBlank).Tears);
    }

    [Fact]
    public async Task PaperOutInAJob_NotRefilled_SaysWhatToLookFor()
    {
        await using Shop shop = Shop.InProcess(PrinterModel.Receipt80 with { BufferBytes = 65536 }, "escpos", Shop.Impatient(("model", "epson-tm-t20"), ("answer_ms", "2000")));
        shop.Virtual.FailAfterRows(100, PrinterFault.PaperOut);
        (PrintOutcome outcome, string reason) = await shop.RunAsync(Shop.Ticket(576, 600, 5), "AB12", Ct);
        Assert.Equal(PrintOutcome.Unknown, outcome);
        Assert.Contains("paper is out", reason, StringComparison.Ordinal);
        Assert.Contains("look at the printer before printing again", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenJob_TheNextOneComesOutWhole()
    {
        await using Shop shop = Shop.InProcess(PrinterModel.Receipt80, "escpos", ("model", "generic-80"));
        PrintDocument first = Shop.Ticket(576, 400, 6);
        shop.Virtual.FailAfterBytes(20_000, PrinterFault.Reset);
        Assert.Equal(PrintOutcome.Unknown, (await shop.RunAsync(first, "AB12", Ct)).Outcome);
        PrintDocument second = Shop.Ticket(576, 200, 7);
        Assert.Equal(PrintOutcome.Printed, (await shop.RunAsync(second, "CD34", Ct)).Outcome);
        Assert.Equal(1, shop.Virtual.Roll.Copies(shop.Perfect(second, "CD34")));
        Assert.Equal((0, 1), (shop.Virtual.Roll.Copies(shop.Perfect(first, "AB12")), shop.Virtual.Roll.Beginnings(shop.Perfect(first, "AB12"))));
        Assert.Empty(shop.Virtual.Roll.UnknownCommands);
    }

    [Fact]
    public async Task Status_OfEveryFault_IsAskedBeforeTheJob()
    {
        await using Shop shop = Shop.OverTcp(PrinterModel.Receipt80, "escpos", ("model", "epson-tm-t20"));
        foreach (PrinterFault fault in (PrinterFault[])[PrinterFault.PaperOut, PrinterFault.CoverOpen, PrinterFault.Overheated, PrinterFault.Unrecoverable])
        {
            shop.Virtual.Set(fault, on: true);
            Assert.Equal(PrintOutcome.NotPrinted, (await shop.RunAsync(Shop.Ticket(576, 20, 8), "AB12", Ct)).Outcome);
            shop.Virtual.Set(fault, on: false);
        }
        Assert.Equal(0, shop.Virtual.Roll.Rows);
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
    }
}
