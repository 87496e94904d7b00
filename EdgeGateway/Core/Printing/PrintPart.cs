namespace EdgeGateway.Core.Printing;

/// <summary>One piece of a document, in the order of the paper. What a printer cannot do, its language leaves out or does otherwise, by its profile.</summary>
public abstract record PrintPart;

/// <summary>Dots. Wider than the head is an error, never clipped.</summary>
/// <param name="Bitmap">The dots.</param>
public sealed record RasterPart(MonoBitmap Bitmap) : PrintPart;

/// <summary>Lines in the printer's own font, already wrapped; only where the profile says that it has the characters.</summary>
/// <param name="Lines">Lines without line ends.</param>
/// <param name="Bold">Emphasised.</param>
/// <param name="Scale">1 to 8 times the usual size, both ways.</param>
public sealed record TextPart(IReadOnlyList<string> Lines, bool Bold = false, int Scale = 1) : PrintPart;

/// <summary>A bar code drawn by the printer itself.</summary>
/// <param name="Symbology">Which one.</param>
/// <param name="Data">Its content: digits with check digit for EAN; for GS1-128 element strings with parentheses, such as <c>(01)09521234543213(3103)001250</c>.</param>
/// <param name="HeightDots">Height of the bars, 1 to 255.</param>
/// <param name="ModuleDots">Width of the narrowest bar, 1 to 6.</param>
public sealed record BarcodePart(BarcodeSymbology Symbology, string Data, int HeightDots = 80, int ModuleDots = 2) : PrintPart;

/// <summary>The bar codes a printer may be asked to draw.</summary>
public enum BarcodeSymbology
{
    /// <summary>EAN-13, 13 digits.</summary>
    Ean13,

    /// <summary>EAN-8, 8 digits.</summary>
    Ean8,

    /// <summary>Code 128 of ASCII text.</summary>
    Code128,

    /// <summary>GS1-128.</summary>
    Gs1128,

    /// <summary>QR of UTF-8 text.</summary>
    Qr,
}

/// <summary>Empty paper.</summary>
/// <param name="Dots">How much, 0 to 4095.</param>
public sealed record FeedPart(int Dots) : PrintPart;

/// <summary>Cuts the paper; nothing on a printer without a cutter.</summary>
/// <param name="Full">Whether all of it, or a bridge is left.</param>
public sealed record CutPart(bool Full = false) : PrintPart;

/// <summary>Opens the cash drawer.</summary>
/// <param name="Pin">The connector's pin, 2 or 5.</param>
public sealed record DrawerPart(int Pin = 2) : PrintPart;

/// <summary>A document ready for any printer of the right width.</summary>
/// <param name="Name">What it is, for people, such as <c>weighed-label</c>.</param>
/// <param name="Parts">Its pieces, top to bottom.</param>
/// <param name="LabelWidthDots">Width of the label in dots, or null on a roll.</param>
/// <param name="LabelHeightDots">Height of the label in dots, or null on a roll.</param>
public sealed record PrintDocument(string Name, IReadOnlyList<PrintPart> Parts, int? LabelWidthDots = null, int? LabelHeightDots = null);
