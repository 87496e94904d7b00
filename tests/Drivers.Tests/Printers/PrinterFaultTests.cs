using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Drivers.Tests.Printers;

/// <summary>Every fault at any byte: "printed" is only said of what is on paper, "not printed" only of what is not, not even in part, then and later.</summary>
public sealed class PrinterFaultTests
{
    private const int Rounds = 4;

    private static readonly PrinterFault[] s_faults =
    [
        PrinterFault.PaperOut, PrinterFault.CoverOpen, PrinterFault.CutterJam, PrinterFault.Overheated, PrinterFault.Mute, PrinterFault.Stall,
        PrinterFault.CablePulled, PrinterFault.PowerOff, PrinterFault.Reset, PrinterFault.Closed,
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Shops => new()
    {
        { "good", "escpos", "process-id" },
        { "good", "escpos", "queued" },
        { "good", "escpos", "real-time" },
        { "forgetful", "escpos", "process-id" },
        { "late", "escpos", "queued" },
        { "mute", "escpos", "none" },
        { "zpl", "zpl", "yes" },
        { "tspl", "tspl", "yes" },
    };

    [Theory]
    [MemberData(nameof(Shops))]
    public async Task AnyFault_AtAnyByte_HasATrueOutcome(string printer, string driver, string status)
    {
        // So many at a time that waiting costs nothing, and so few that the printers do not starve each other into "unknown".
        using var places = new SemaphoreSlim(20);
        string[] wrong = await Task.WhenAll(Enumerable.Range(0, Rounds * s_faults.Length).Select(async round =>
        {
            await places.WaitAsync(Ct);
            try
            {
                return await RunAsync(printer, driver, status, round);
            }
            finally
            {
                places.Release();
            }
        }));
        Assert.Equal("", string.Join('\n', wrong.Where(each => each.Length > 0)));
    }

    private static async Task<string> RunAsync(string printer, string driver, string status, int round)
    {
        var random = new Random((round * 31) + status.Length);
        PrinterFault fault = s_faults[round % s_faults.Length];
        PrinterModel model = Model(printer);
        (string, string)[] settings = [("status", status), ("dots", $"{model.WidthDots}"), .. printer == "good" ? [("resumes", "yes")] : Array.Empty<(string, string)>()];
        await using Shop shop = round % 2 == 0
            ? Shop.InProcess(model, driver, Shop.Impatient(settings))
            : Shop.OverTcp(model, driver, Shop.Impatient(settings));
        PrintDocument document = driver == "escpos" ? Shop.Ticket(model.WidthDots, 120, round) : Shop.Label(400, 120, round);
        int length = shop.Printer.Encode(document, "AB12").Length;
        Sheet whole = shop.Perfect(document, "AB12");
        TimeSpan? lasts = random.Next(3) == 0 ? null : TimeSpan.FromMilliseconds(400 + random.Next(300));
        if (random.Next(4) == 0)
            shop.Virtual.FailAfterRows(random.Next(1, 130), fault, lasts);
        else
            shop.Virtual.FailAfterBytes(random.Next(1, length + 24_000), fault, lasts);

        (PrintOutcome outcome, string reason) = await shop.RunAsync(document, "AB12", Ct);
        int copies = shop.Virtual.Look(each => each.Roll.Copies(whole));
        if (outcome == PrintOutcome.Printed && copies == 0)
            return $"{round} {fault} lasting {lasts}: '{reason}', but it is not on paper";
        foreach (PrinterFault every in s_faults)
            shop.Virtual.Set(every, on: false);
        copies = shop.Virtual.Look(each => each.Roll.Copies(whole));
        int beginnings = shop.Virtual.Look(each => each.Roll.Sheets.Count(sheet => !sheet.IsBlank)) - copies;
        if (outcome == PrintOutcome.NotPrinted && copies + beginnings > 0)
            return $"{round} {fault} lasting {lasts}: not printed, '{reason}', but {copies} whole and {beginnings} begun are on paper";
        return copies > 1 ? $"{round} {fault}: {copies} copies" : "";
    }

    private static PrinterModel Model(string printer) => printer switch
    {
        "forgetful" => PrinterModel.Receipt80 with { KeepsDataOnFault = false },
        "late" => PrinterModel.LateClone80,
        "mute" => PrinterModel.MuteClone58,
        "zpl" => PrinterModel.ZplLabel with { BufferBytes = 2048 },
        "tspl" => PrinterModel.TsplLabel with { BufferBytes = 2048 },
        _ => PrinterModel.Receipt80,
    };
}
