namespace Simulators.Printers;

/// <summary>What can happen to a printer and its cable.</summary>
internal enum PrinterFault
{
    /// <summary>No paper under the head.</summary>
    PaperOut,

    /// <summary>The roll is nearly at its end; it prints on.</summary>
    PaperNearEnd,

    /// <summary>Cover or head open.</summary>
    CoverOpen,

    /// <summary>The cutter jams at the next cut.</summary>
    CutterJam,

    /// <summary>The head is too hot; it goes on by itself when this is cleared.</summary>
    Overheated,

    /// <summary>Broken; only switching off and on helps.</summary>
    Unrecoverable,

    /// <summary>No ribbon, on a label printer.</summary>
    RibbonOut,

    /// <summary>The pause key was pressed, on a label printer.</summary>
    Paused,

    /// <summary>It answers nothing, and prints on.</summary>
    Mute,

    /// <summary>It takes no bytes, and says nothing of it.</summary>
    Stall,

    /// <summary>The cable is pulled: nothing comes, nothing goes, no end of the connection is seen.</summary>
    CablePulled,

    /// <summary>Switched off: all it held is lost, the connection breaks. Cleared, it is on again.</summary>
    PowerOff,

    /// <summary>The connection is reset, once; the printer itself goes on.</summary>
    Reset,

    /// <summary>The connection is closed in an orderly way, once; the printer itself goes on.</summary>
    Closed,
}

/// <summary>One line of a script: what happens, and when.</summary>
/// <param name="Fault">What.</param>
/// <param name="AtByte">After so many bytes of the host in all, or null.</param>
/// <param name="AtRow">After so many rows on paper in all, or null.</param>
/// <param name="Lasts">Until it is cleared by itself; null for until somebody clears it.</param>
internal sealed record PlannedFault(PrinterFault Fault, long? AtByte, long? AtRow, TimeSpan? Lasts);
