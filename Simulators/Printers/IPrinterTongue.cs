namespace Simulators.Printers;

/// <summary>Understands one language, byte by byte, as its manual has it.</summary>
internal interface IPrinterTongue
{
    /// <summary>Looks at a byte the moment it arrives, before it waits its turn: for what is obeyed at once.</summary>
    void Arrive(byte one);

    /// <summary>Takes the next byte whose turn it is.</summary>
    void Take(byte one);

    /// <summary>Forgets everything, as after switching on.</summary>
    void Reset();

    /// <summary>The printer's condition changed.</summary>
    void StateChanged();
}

/// <summary>What a language makes the printer do. Everything but an answer given at once is done in order.</summary>
internal interface IPrinterBody
{
    /// <summary>What it is.</summary>
    PrinterModel Model { get; }

    /// <summary>How it is.</summary>
    PrinterCondition Condition { get; }

    /// <summary>Whether it has work that is not on paper yet.</summary>
    bool IsBusy { get; }

    /// <summary>Whole jobs of bytes waiting.</summary>
    int BytesWaiting { get; }

    /// <summary>Prints rows; null is an empty one.</summary>
    void Print(IEnumerable<byte[]?> rows);

    /// <summary>Does something when all that was printed before is on paper.</summary>
    void Then(Action<PaperRoll> action);

    /// <summary>Cuts when all that was printed before is on paper.</summary>
    void Cut();

    /// <summary>Prints a label: rows that belong together.</summary>
    void PrintLabel(IReadOnlyList<byte[]?> rows, Action<PaperRoll> describe);

    /// <summary>Answers, as late as the model does.</summary>
    void Answer(params ReadOnlySpan<byte> bytes);

    /// <summary>Opens the drawer at once.</summary>
    void KickNow(int pin);

    /// <summary>Notes a command that is not known.</summary>
    void Unknown(string command);
}

/// <summary>The condition of a printer, as its sensors see it.</summary>
internal sealed class PrinterCondition
{
    private readonly HashSet<PrinterFault> _faults = [];

    /// <summary>Whether the drawer is open (its switch is high).</summary>
    public bool DrawerOpen { get; set; }

    /// <summary>Whether the cutter jammed at a cut.</summary>
    public bool CutterStuck { get; set; }

    /// <summary>Whether a fault is there.</summary>
    public bool Has(PrinterFault fault) => _faults.Contains(fault);

    /// <summary>Sets or clears a fault.</summary>
    public bool Set(PrinterFault fault, bool on) => on ? _faults.Add(fault) : _faults.Remove(fault);

    /// <summary>Whether it prints nothing because of a fault.</summary>
    public bool IsStopped => CutterStuck || Has(PrinterFault.PaperOut) || Has(PrinterFault.CoverOpen) || Has(PrinterFault.Overheated)
        || Has(PrinterFault.Unrecoverable) || Has(PrinterFault.RibbonOut) || Has(PrinterFault.Paused);

    /// <summary>Whether paper is near its end or out.</summary>
    public bool PaperLow => Has(PrinterFault.PaperNearEnd) || Has(PrinterFault.PaperOut);
}
