namespace EdgeGateway.Core.Printing.Documents.Composing;

/// <summary>From eighths of a millimetre to dots.</summary>
/// <param name="DotsPerInch">The printer's.</param>
internal readonly record struct Scale(int DotsPerInch)
{
    /// <summary>Dots an eighth of a millimetre; 1 at 203 dots an inch, which are 8 dots a millimetre.</summary>
    public decimal Factor => DotsPerInch == 203 ? 1 : DotsPerInch / 203.2m;

    /// <summary>A length in whole dots.</summary>
    public int Dots(decimal length) => (int)decimal.Round(length * Factor, MidpointRounding.AwayFromZero);

    /// <summary>The width of a bar code's module in whole dots, at least one, never more than was asked for by half a dot.</summary>
    public int Module(decimal module) => Math.Max(1, Dots(module));
}
