namespace Simulators.Printers;

/// <summary>The status bytes of an ESC/POS printer.</summary>
/// <remarks>Source: Epson ESC/POS command reference, <c>DLE EOT</c>, <c>GS a</c>, <c>GS r</c>, the bit tables.</remarks>
internal static class EscPosStatus
{
    /// <summary><c>DLE EOT n</c>, n from 1 to 4.</summary>
    public static byte RealTime(PrinterCondition condition, int n) => (byte)(0x12 | n switch
    {
        1 => (condition.DrawerOpen ? 0x04 : 0) | (condition.IsStopped ? 0x08 : 0),
        2 => (condition.Has(PrinterFault.CoverOpen) ? 0x04 : 0) | (condition.Has(PrinterFault.PaperOut) ? 0x20 : 0) | (HasError(condition) ? 0x40 : 0),
        3 => (condition.CutterStuck ? 0x08 : 0) | (condition.Has(PrinterFault.Unrecoverable) ? 0x20 : 0) | (condition.Has(PrinterFault.Overheated) ? 0x40 : 0),
        _ => (condition.PaperLow ? 0x0C : 0) | (condition.Has(PrinterFault.PaperOut) ? 0x60 : 0),
    });

    /// <summary>The four bytes of automatic status back.</summary>
    public static byte[] Automatic(PrinterCondition condition) =>
    [
        (byte)(0x10 | (condition.DrawerOpen ? 0x04 : 0) | (condition.IsStopped ? 0x08 : 0) | (condition.Has(PrinterFault.CoverOpen) ? 0x20 : 0)),
        (byte)((condition.CutterStuck ? 0x08 : 0) | (condition.Has(PrinterFault.Unrecoverable) ? 0x20 : 0) | (condition.Has(PrinterFault.Overheated) ? 0x40 : 0)),
        (byte)((condition.PaperLow ? 0x03 : 0) | (condition.Has(PrinterFault.PaperOut) ? 0x0C : 0)),
        0,
    ];

    /// <summary><c>GS r n</c>: 1 is paper, 2 the drawer.</summary>
    public static byte Queued(PrinterCondition condition, int n) => n switch
    {
        1 or '1' => (byte)((condition.PaperLow ? 0x03 : 0) | (condition.Has(PrinterFault.PaperOut) ? 0x0C : 0)),
        _ => (byte)(condition.DrawerOpen ? 0x01 : 0),
    };

    private static bool HasError(PrinterCondition condition) =>
        condition.CutterStuck || condition.Has(PrinterFault.Unrecoverable) || condition.Has(PrinterFault.Overheated);
}
