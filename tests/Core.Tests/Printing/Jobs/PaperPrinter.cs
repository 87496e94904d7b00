using System.Text;
using EdgeGateway.Core.Printing;
using Tests.Shared;

namespace Core.Tests.Printing.Jobs;

/// <summary>The gateway dies here.</summary>
internal sealed class KilledException : Exception;

/// <summary>One sheet on paper.</summary>
/// <param name="Text">What is on it.</param>
/// <param name="IsMarked">Whether it carries the mark of a duplicate.</param>
internal readonly record struct Sheet(string Text, bool IsMarked);

/// <summary>A printer whose paper is the truth, with faults at every step by a script or at random; no bytes of any language.</summary>
/// <remarks>A sheet comes out when all its bytes have come. What a printer holds back (no paper) it prints when it is seen to, and only it knows.</remarks>
internal sealed class PaperPrinter(string id, StatusAnswers answers, ManualClock clock, bool isWeak = false) : IPrinter
{
    private readonly List<(string Text, bool IsMarked)> _held = [];
    private readonly HashSet<string> _printedMarks = [];

    public string Id => id;

    public PrinterProfile Profile { get; init; } = new(PrinterLanguage.EscPos, 576, 203, answers, HasCutter: true);

    public bool IsWeak => isWeak;

    /// <summary>What has come out, in order.</summary>
    public List<Sheet> Paper { get; } = [];

    /// <summary>Says how each step goes; the default is well.</summary>
    public Func<Step, Fault> Script { get; set; } = _ => Fault.None;

    /// <summary>What it answers when asked how it is.</summary>
    public PrinterStatus Status { get; set; } = new(true, true, PaperState.Present, false, [], default);

    public int Opened { get; private set; }

    public int OpenNow { get; private set; }

    public byte[] Encode(PrintDocument document, string jobMark)
    {
        if (document.Parts is [DrawerPart])
        {
            return "drawer"u8.ToArray();
        }

        var isMarked = document.Parts[0] is RasterPart;
        var text = ((TextPart)document.Parts.First(part => part is TextPart)).Lines[0];
        return Encoding.UTF8.GetBytes($"{jobMark}{(isMarked ? '!' : ' ')}{text}");
    }

    public ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken)
    {
        clock.Advance(TimeSpan.FromMilliseconds(3));
        Take(Step.Open);
        Assert.Equal(0, OpenNow);
        Opened++;
        OpenNow++;
        return new(new Connection(this));
    }

    /// <summary>Somebody puts paper in: what was held back comes out.</summary>
    public void SeeTo()
    {
        foreach (var (text, isMarked) in _held)
        {
            Paper.Add(new Sheet(text, isMarked));
        }

        _held.Clear();
    }

    private Fault Take(Step step)
    {
        var fault = Script(step);
        return fault switch
        {
            Fault.Kill => throw new KilledException(),
            Fault.Break => throw new IOException($"{id} broke at {step}"),
            _ => fault,
        };
    }

    private void Print(string bytes)
    {
        Paper.Add(new Sheet(bytes[5..], bytes[4] == '!'));
        _printedMarks.Add(bytes[..4]);
    }

    private sealed class Connection(PaperPrinter printer) : IPrinterConnection
    {
        private PrintOutcome? _known;

        public ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken) => printer.Take(Step.Query) switch
        {
            Fault.Blocked => new(printer.Status with { Paper = PaperState.Out, Online = false }),
            Fault.Silent => new(PrinterStatus.Silent),
            _ => new(printer.Profile.Status == StatusAnswers.None ? PrinterStatus.Silent : printer.Status),
        };

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken)
        {
            printer.Take(Step.BeforeSend);
            var text = Encoding.UTF8.GetString(bytes.Span);
            sent.Report(bytes.Length / 2);
            switch (printer.Take(Step.MidSend))
            {
                case Fault.PrintAllTheSame:
                    // The rest had left too, and the news of it was lost.
                    printer.Print(text);
                    throw new IOException("reset by peer");
                case Fault.Discard:
                    sent.Report(bytes.Length);
                    _known = PrintOutcome.NotPrinted;
                    return default;
                case Fault.Hold:
                    sent.Report(bytes.Length);
                    printer._held.Add((text[5..], text[4] == '!'));
                    _known = PrintOutcome.Unknown;
                    return default;
            }

            sent.Report(bytes.Length);
            printer.Print(text);
            _known = PrintOutcome.Printed;
            printer.Take(Step.AfterSend);
            return default;
        }

        public ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromMilliseconds(40));
            var fault = printer.Take(Step.Confirm);
            var named = printer.Profile.Status.HasFlag(StatusAnswers.ProcessId);
            var outcome = fault == Fault.Silent || printer.Profile.Status == StatusAnswers.None ? PrintOutcome.Unknown
                : _known ?? (named && printer._printedMarks.Contains(jobMark) ? PrintOutcome.Printed : PrintOutcome.Unknown);
            return new(new PrintConfirmation(outcome, outcome == PrintOutcome.Unknown ? PrinterStatus.Silent : printer.Status, $"the script says {outcome}"));
        }

        public ValueTask DisposeAsync()
        {
            printer.OpenNow--;
            return printer.Script(Step.Close) == Fault.Kill ? throw new KilledException() : default;
        }

        private readonly ManualClock clock = printer.Clock;
    }

    private ManualClock Clock => clock;

    /// <summary>A killed gateway's connections are closed by the kernel.</summary>
    public void Reset() => OpenNow = 0;
}

internal enum Step
{
    Open,
    Query,
    BeforeSend,
    MidSend,
    AfterSend,
    Confirm,
    Close,
}

internal enum Fault
{
    None,
    Kill,
    Break,
    Blocked,
    Silent,
    PrintAllTheSame,
    Discard,
    Hold,
}
