namespace Simulators.Printers;

/// <summary>The languages a virtual printer speaks.</summary>
internal enum PrinterTongue
{
    /// <summary>ESC/POS.</summary>
    EscPos,

    /// <summary>ZPL II.</summary>
    Zpl,

    /// <summary>TSPL.</summary>
    Tspl,
}

/// <summary>Which questions a virtual printer answers.</summary>
[Flags]
internal enum PrinterAnswers
{
    /// <summary>None, as many clones.</summary>
    None = 0,

    /// <summary>ESC/POS <c>DLE EOT n</c>.</summary>
    RealTime = 1,

    /// <summary>ESC/POS <c>GS r n</c>.</summary>
    Queued = 2,

    /// <summary>ESC/POS <c>GS a n</c>: status back by itself.</summary>
    Automatic = 4,

    /// <summary>ESC/POS <c>GS ( H</c>: the id of a job.</summary>
    ProcessId = 8,

    /// <summary>ESC/POS <c>GS I n</c>.</summary>
    Identity = 16,

    /// <summary>ZPL <c>~HS</c>, TSPL <c>ESC ! ?</c> and <c>ESC ! S</c>.</summary>
    Label = 32,

    /// <summary>All of them.</summary>
    All = 63,
}

/// <summary>What a virtual printer is: data, by which one interpreter stands for good printers and for bad ones.</summary>
/// <param name="Tongue">Its language.</param>
/// <param name="WidthDots">Dots a row.</param>
internal sealed record PrinterModel(PrinterTongue Tongue, int WidthDots)
{
    /// <summary>Bytes of its receive buffer; when it is full the printer takes no more.</summary>
    public int BufferBytes { get; init; } = 4096;

    /// <summary>Rows a second; 0 for at once.</summary>
    public double RowsPerSecond { get; init; }

    /// <summary>How long a cut takes, where rows take time.</summary>
    public TimeSpan CutTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What it answers.</summary>
    public PrinterAnswers Answers { get; init; } = PrinterAnswers.All;

    /// <summary>How late each answer leaves.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>Whether it keeps each answer back until the next question and gives it then, as if it were the answer to that.</summary>
    public bool AnswersOneLate { get; init; }

    /// <summary>Whether what it holds waits for the end of a fault and is printed then; else it is thrown away.</summary>
    public bool KeepsDataOnFault { get; init; } = true;

    /// <summary>Whether it has a cutter; without one <c>GS V</c> does nothing.</summary>
    public bool HasCutter { get; init; } = true;

    /// <summary>Whether its drawer command is <c>ESC p m</c> with no times behind it.</summary>
    public bool ShortDrawerKick { get; init; }

    /// <summary>Whether it sends XOFF and XON on a serial line.</summary>
    public bool SendsXoff { get; init; }

    /// <summary>Whether a label printer says nothing while paper or ribbon is out or its head is open.</summary>
    public bool SilentOnFault { get; init; } = true;

    /// <summary>Whether a label that broke off is printed anew, whole, after the fault.</summary>
    public bool ReprintsBrokenLabel { get; init; } = true;

    /// <summary>Whether rows are kept for pictures; else only their digest.</summary>
    public bool KeepsRows { get; init; } = true;

    /// <summary>A 80 mm receipt printer that answers everything.</summary>
    public static PrinterModel Receipt80 => new(PrinterTongue.EscPos, 576);

    /// <summary>A 58 mm clone that answers nothing and has no cutter.</summary>
    public static PrinterModel MuteClone58 => new(PrinterTongue.EscPos, 384) { Answers = PrinterAnswers.None, HasCutter = false };

    /// <summary>An 80 mm clone that answers status only, each time one question late.</summary>
    public static PrinterModel LateClone80 => new(PrinterTongue.EscPos, 576)
    {
        Answers = PrinterAnswers.RealTime | PrinterAnswers.Queued, AnswersOneLate = true, KeepsDataOnFault = false,
    };

    /// <summary>A ZPL label printer, 4 inches at 203 dpi.</summary>
    public static PrinterModel ZplLabel => new(PrinterTongue.Zpl, 832) { HasCutter = false, BufferBytes = 65536 };

    /// <summary>A TSPL label printer, 4 inches at 203 dpi.</summary>
    public static PrinterModel TsplLabel => new(PrinterTongue.Tspl, 832) { HasCutter = false, BufferBytes = 65536, SilentOnFault = false, ReprintsBrokenLabel = false };
}
