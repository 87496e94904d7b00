using System.Globalization;
using Drivers;
using Drivers.Printers;
using EdgeGateway.Core.Printing;
using Simulators.Printers;
using PrinterModel = Simulators.Printers.PrinterModel;

namespace Simulation.Store.Printing;

/// <summary>A printer as it stands in the store, through all lives of the gateway, and all that has come out of it.</summary>
internal sealed class PrinterSite
{
    private readonly Dictionary<string, (string Ticket, bool IsMarked)> _labels = new(StringComparer.Ordinal);
    private readonly MachineClock _clock;

    public PrinterSite(int index, PrinterPlan plan, VirtualTime time)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"printer-{index}");
        Kind = plan.Kind;
        _clock = new MachineClock(time);
        Model = ModelOf(plan.Kind) with { RowsPerSecond = plan.RowsPerSecond, AnswerDelay = plan.AnswerDelay, KeepsRows = false };
        Virtual = new VirtualPrinter(Model, _clock);
        var (language, profile) = SettingsOf(plan.Kind);
        var reader = new ProfileReader("printer", profile);
        Settings = PrinterSettings.Read(reader, language);
        reader.RejectUnknown();
        reader.ThrowIfWrong();
    }

    public string Id { get; }

    public PrinterKind Kind { get; }

    public PrinterModel Model { get; }

    public VirtualPrinter Virtual { get; }

    public PrinterSettings Settings { get; }

    public bool IsLabel => Kind is PrinterKind.Zpl or PrinterKind.Tspl;

    /// <summary>What for: tickets and labels are not printed on each other's paper.</summary>
    public string Role => IsLabel ? "labels" : "till";

    /// <summary>Whether it has nothing in hand.</summary>
    public bool IsIdle => Virtual.Look(printer => !printer.IsBusy && printer.BytesWaiting == 0);

    /// <summary>How long a fault lasts here: where it loses what the printer holds, at least so long that somebody can have seen it (docs/printers.md, <c>standstill_ms</c>).</summary>
    public TimeSpan LastingOf(TimeSpan planned)
    {
        var least = Settings.Standstill + TimeSpan.FromMilliseconds(100);
        return Model.KeepsDataOnFault || planned >= least ? planned : least;
    }

    /// <summary>Remembers what a label looks like when it is whole.</summary>
    public void Expect(PrintDocument document, byte[] bytes)
    {
        if (!IsLabel)
        {
            return;
        }

        foreach (var sheet in VirtualPrinter.Perfect(Model, bytes).Where(sheet => !sheet.IsBlank))
        {
            _labels[sheet.Digest] = (document.Name, TicketRenderer.IsMarked(document));
        }
    }

    /// <summary>Every whole ticket on its paper, in order.</summary>
    public IReadOnlyList<(string Ticket, bool IsMarked)> Paper() => Virtual.Look(printer => IsLabel ? Labels(printer) : Tickets(printer));

    /// <summary>Somebody puts paper in, closes the cover, plugs it in and switches it on.</summary>
    public void SeeTo()
    {
        foreach (var fault in Enum.GetValues<PrinterFault>().Where(fault => fault is not (PrinterFault.Reset or PrinterFault.Closed)))
        {
            if (Virtual.Condition.Has(fault) || fault == PrinterFault.CutterJam)
            {
                Virtual.Set(fault, on: false);
            }
        }
    }

    /// <summary>It is of no more interest.</summary>
    public void End()
    {
        _clock.IsDead = true;
        Virtual.Dispose();
    }

    private List<(string Ticket, bool IsMarked)> Labels(VirtualPrinter printer) =>
        [.. printer.Roll.Sheets.Where(sheet => sheet.End == SheetEnd.Label && _labels.ContainsKey(sheet.Digest)).Select(sheet => _labels[sheet.Digest])];

    /// <summary>Whole is what has its first and its last line on one piece of paper, with nothing of another between them.</summary>
    private static List<(string Ticket, bool IsMarked)> Tickets(VirtualPrinter printer)
    {
        var whole = new List<(string Ticket, bool IsMarked)>();
        foreach (var sheet in printer.Roll.Sheets)
        {
            for (var i = 0; i + 1 < sheet.Lines.Count; i++)
            {
                if (sheet.Lines[i].EndsWith(" begins", StringComparison.Ordinal)
                    && sheet.Lines[i][..^7] is var name && sheet.Lines[i + 1] == TicketRenderer.End(name))
                {
                    whole.Add((name, i > 0 && sheet.Lines[i - 1] == TillPrinter.MarkLine));
                }
            }
        }

        return whole;
    }

    private static PrinterModel ModelOf(PrinterKind kind) => kind switch
    {
        PrinterKind.AnswersLate => PrinterModel.LateClone80,
        PrinterKind.Mute => PrinterModel.MuteClone58,
        PrinterKind.AnswersAtOnce => PrinterModel.Receipt80 with { Answers = PrinterAnswers.RealTime },
        PrinterKind.AnswersBehindJobs => PrinterModel.Receipt80 with { Answers = PrinterAnswers.RealTime | PrinterAnswers.Queued },
        PrinterKind.Zpl => PrinterModel.ZplLabel,
        PrinterKind.Tspl => PrinterModel.TsplLabel,
        _ => PrinterModel.Receipt80,
    };

    private static (PrinterLanguage Language, Dictionary<string, string> Profile) SettingsOf(PrinterKind kind) => kind switch
    {
        PrinterKind.AnswersLate => (PrinterLanguage.EscPos, new() { ["model"] = "xprinter-80" }),
        PrinterKind.Mute => (PrinterLanguage.EscPos, new() { ["model"] = "generic-58" }),
        PrinterKind.AnswersAtOnce => (PrinterLanguage.EscPos, new() { ["model"] = "generic-80", ["status"] = "real-time", ["slowest_mm_s"] = "30" }),
        PrinterKind.AnswersBehindJobs => (PrinterLanguage.EscPos, new() { ["model"] = "generic-80" }),
        PrinterKind.Zpl => (PrinterLanguage.Zpl, new() { ["slowest_mm_s"] = "30" }),
        PrinterKind.Tspl => (PrinterLanguage.Tspl, new() { ["slowest_mm_s"] = "30" }),
        _ => (PrinterLanguage.EscPos, new() { ["model"] = "epson-tm-t20" }),
    };
}
