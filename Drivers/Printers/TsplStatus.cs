using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What a TSPL printer says of itself.</summary>
/// <param name="Status">Its state.</param>
/// <param name="IsPrinting">Whether it is at work.</param>
internal sealed record TsplStatus(PrinterStatus Status, bool IsPrinting)
{
    private const byte Stx = 0x02;
    private const byte Etx = 0x03;

    /// <summary>
    /// The byte of <c>ESC ! ?</c>: 01 head open, 02 jam, 04 paper, 08 ribbon, 10 pause, 20 printing, 40 cover, 80 temperature or another error.
    /// </summary>
    /// <remarks>Source: TSC TTP-244 Plus programming manual p. 97; Gprinter GP-2120T manual p. 34.</remarks>
    public static TsplStatus Short(byte bits)
    {
        var faults = new List<string>();
        AddIf(0x02, "jam");
        AddIf(0x08, "ribbon_out");
        AddIf(0x10, "paused");
        AddIf(0x80, "overheated");
        bool isOut = (bits & 0x04) != 0;
        bool isOpen = (bits & 0x41) != 0;
        return new TsplStatus(
            new PrinterStatus(true, faults.Count == 0 && !isOut && !isOpen, isOut ? PaperState.Out : PaperState.Present, isOpen, faults, new[] { bits }),
            (bits & 0x20) != 0);

        void AddIf(byte mask, string fault)
        {
            if ((bits & mask) != 0)
                faults.Add(fault);
        }
    }

    /// <summary>
    /// The eight bytes of <c>ESC ! S</c>: STX, message, warning, two error bytes, ETX CR LF, each status byte with 40 in it; null where they are not.
    /// </summary>
    /// <remarks>Source: TSC TTP-244 Plus programming manual p. 97.</remarks>
    public static TsplStatus? Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Stx, var message, var warning, var error, var supply, Etx, 0x0D, 0x0A]
            || (message & 0xC0) != 0x40 || (warning & 0xC0) != 0x40 || (error & 0xC0) != 0x40 || (supply & 0xC0) != 0x40)
            return null;
        var faults = new List<string>();
        AddIf(message == '`', "paused");
        AddIf((error & 0x03) != 0, "overheated");
        AddIf((error & 0x08) != 0, "cutter");
        AddIf((error & 0x10) != 0, "recoverable");
        AddIf((supply & 0x02) != 0, "jam");
        AddIf((supply & 0x0C) != 0, "ribbon_out");
        bool isOut = (supply & 0x01) != 0;
        bool isOpen = (supply & 0x20) != 0;
        return new TsplStatus(
            new PrinterStatus(true, faults.Count == 0 && !isOut && !isOpen && message != 'E', isOut ? PaperState.Out : PaperState.Present, isOpen, faults, bytes.ToArray()),
            message is not ((byte)'@' or (byte)'E' or (byte)'`'));

        void AddIf(bool holds, string fault)
        {
            if (holds)
                faults.Add(fault);
        }
    }
}
