namespace Drivers.Detection;

/// <summary>
/// What is sent round printable questions so that ESC/POS printers and displays do not take them: <c>ESC = 1</c> takes the
/// display out (the data is for the printer), <c>ESC = 0</c> the printer too; <c>ESC = 3</c> puts both back.
/// </summary>
/// <remarks>
/// Epson ESC/POS reference, ESC = (select peripheral device): a deselected printer ignores all but real-time commands until it
/// is selected again. CR LF behind the guard ends whatever a line-wise scale has made of it; printers and displays no longer hear it.
/// </remarks>
internal static class Guard
{
    /// <summary>Takes displays and printers out.</summary>
    public static byte[] Raise { get; } = [0x1B, 0x3D, 0x01, 0x1B, 0x3D, 0x00];

    /// <summary>The same, and empties the line buffer of a printer (<c>ESC @</c>) in which what was sent at another speed may have left something.</summary>
    public static byte[] RaiseAndEmpty { get; } = [0x1B, 0x3D, 0x01, 0x1B, 0x40, 0x1B, 0x3D, 0x00];

    /// <summary>Puts both back.</summary>
    public static byte[] Lower { get; } = [0x1B, 0x3D, 0x03];

    /// <summary>Ends a line that a line-wise scale may have begun.</summary>
    public static byte[] EndLine { get; } = "\r\n"u8.ToArray();

    /// <summary>DLE EOT 1: an ESC/POS printer answers at once with one status byte, whatever else it is doing, and prints nothing.</summary>
    public static byte[] AskPrinter { get; } = [0x10, 0x04, 0x01];

    /// <summary>The question of the Megatec protocol for the state of the power supply, which changes nothing.</summary>
    public static byte[] AskPowerSupply { get; } = "Q1\r"u8.ToArray();

    /// <summary>Whether <paramref name="answer"/> is what a power supply says to <see cref="AskPowerSupply"/>: "(228.0 …".</summary>
    public static bool IsPowerSupply(IReadOnlyList<byte> answer) => answer.Count > 20 && answer[0] == '(' && answer[^1] == '\r';

    /// <summary>Whether <paramref name="answer"/> is what an ESC/POS printer says to <see cref="AskPrinter"/>.</summary>
    public static bool IsPrinter(IReadOnlyList<byte> answer) => answer.Count is 1 or 2 && answer.All(status => (status & 0x93) == 0x12);
}
