namespace EdgeGateway.Core.Printing.Documents.Barcodes;

/// <summary>A linear bar code in modules (widths of the narrowest bar).</summary>
/// <param name="Modules">From the first bar to the last; true is black.</param>
/// <param name="QuietLeft">Empty modules that must stand before it.</param>
/// <param name="QuietRight">Empty modules that must stand behind it.</param>
/// <param name="Text">What people read below it.</param>
/// <param name="GuardModules">Modules whose bars reach down between the digits, by index; only EAN has such.</param>
/// <param name="Digits">Where each digit of an EAN stands: its middle in modules from the first bar, negative before it; else empty.</param>
internal sealed record BarSymbol(
    IReadOnlyList<bool> Modules, int QuietLeft, int QuietRight, string Text, IReadOnlySet<int> GuardModules, IReadOnlyList<(char Digit, decimal Middle)> Digits)
{
    /// <summary>Its width with the quiet zones, in modules.</summary>
    public int TotalModules => QuietLeft + Modules.Count + QuietRight;
}
