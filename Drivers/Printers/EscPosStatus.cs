using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What the status bytes of ESC/POS mean. Pure.</summary>
/// <remarks>Source: Epson ESC/POS reference, the bit tables of <c>DLE EOT</c>, <c>GS a</c> and <c>GS r</c>.</remarks>
internal static class EscPosStatus
{
    /// <summary>The answers to <c>DLE EOT</c> 1 to 4 as one status; null for one that did not come.</summary>
    public static PrinterStatus RealTime(byte? printer, byte? offline, byte? error, byte? paper)
    {
        byte[] raw = [.. new[] { printer, offline, error, paper }.OfType<byte>()];
        if (raw.Length == 0)
            return PrinterStatus.Silent;
        var faults = Faults(error ?? 0, recoverable: 0x04);
        // An error that byte 3 does not name.
        if (faults.Count == 0 && Has(offline, 0x40))
            faults.Add("recoverable");
        bool isOut = Has(paper, 0x60) || Has(offline, 0x20);
        return new PrinterStatus(
            true,
            printer is null ? null : !Has(printer, 0x08),
            isOut ? PaperState.Out : paper is null ? PaperState.Unknown : Has(paper, 0x0C) ? PaperState.NearEnd : PaperState.Present,
            offline is null ? null : Has(offline, 0x04),
            faults,
            raw);
    }

    /// <summary>Four bytes of automatic status back.</summary>
    public static PrinterStatus Automatic(ReadOnlySpan<byte> bytes) => new(
        true,
        !Has(bytes[0], 0x08),
        Has(bytes[2], 0x0C) ? PaperState.Out : Has(bytes[2], 0x03) ? PaperState.NearEnd : PaperState.Present,
        Has(bytes[0], 0x20),
        Faults(bytes[1], recoverable: 0x04),
        bytes.ToArray());

    /// <summary>One byte of <c>GS r 1</c>: paper only.</summary>
    public static PrinterStatus Queued(byte paper) => new(
        true, null, Has(paper, 0x0C) ? PaperState.Out : Has(paper, 0x03) ? PaperState.NearEnd : PaperState.Present, null, [], new[] { paper });

    /// <summary>Whether the drawer is open (its switch high), by the byte of <c>DLE EOT 1</c>.</summary>
    public static bool DrawerOpen(byte printer) => Has(printer, 0x04);

    private static List<string> Faults(byte error, byte recoverable)
    {
        var faults = new List<string>();
        if (Has(error, recoverable))
            faults.Add("recoverable");
        if (Has(error, 0x08))
            faults.Add("cutter");
        if (Has(error, 0x20))
            faults.Add("unrecoverable");
        if (Has(error, 0x40))
            faults.Add("overheated");
        return faults;
    }

    private static bool Has(byte? bits, int mask) => bits is byte known && (known & mask) != 0;
}
