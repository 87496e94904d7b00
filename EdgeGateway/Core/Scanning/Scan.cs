using EdgeGateway.Core.Labels;

namespace EdgeGateway.Core.Scanning;

/// <summary>What a scan turned out to be.</summary>
public enum ScanContent
{
    /// <summary>No GS1 data: a text that means what the reader makes of it. Nothing is wrong with it.</summary>
    Plain,

    /// <summary>The number of a trade item alone: EAN-8, EAN-13, UPC or ITF-14.</summary>
    TradeItem,

    /// <summary>A GS1 element string.</summary>
    Elements,

    /// <summary>A GS1 Digital Link.</summary>
    Link,

    /// <summary>It was meant to be GS1 data and cannot be read.</summary>
    Unreadable,
}

/// <summary>One scan, understood.</summary>
/// <param name="Symbology">The AIM identifier such as <c>]E0</c>; null where the scanner sent none.</param>
/// <param name="Content">What it is.</param>
/// <param name="Text">What was read, without the identifier; a group separator is 0x1D.</param>
/// <param name="Elements">The GS1 elements; empty where it has none.</param>
/// <param name="Gtin">The number of the trade item in 14 digits, or null.</param>
/// <param name="Weighed">What a price or weight label says by the store's layouts, or null.</param>
/// <param name="Errors">Why it must not be used; empty where it may.</param>
/// <param name="Warnings">What is odd about it though it can be used.</param>
public sealed record Scan(
    string? Symbology,
    ScanContent Content,
    string Text,
    IReadOnlyList<Gs1Element> Elements,
    string? Gtin,
    WeighedItem? Weighed,
    IReadOnlyList<ScanFault> Errors,
    IReadOnlyList<ScanFault> Warnings)
{
    /// <summary>Whether a till goes on with it: nothing is wrong, though something may be odd.</summary>
    public bool IsAccepted => Errors.Count == 0;

    /// <summary>Whether it is GS1 data by the letter: a symbology that GS1 uses, no error and nothing odd. Of a label's inner check digit GS1 knows nothing.</summary>
    public bool IsValid => Symbology is not null && Scanning.Symbology.Of(Symbology).IsGs1 && Warnings.Count == 0 && Content switch
    {
        ScanContent.Unreadable => false,
        ScanContent.Plain => !DigitalLink.IsWebAddress(Text),
        _ => true,
    };

    /// <summary>The elements with their identifiers in brackets, as they are printed below a symbol; null where there are none.</summary>
    public string? Bracketed => Elements.Count == 0
        ? null
        : string.Concat(Elements.Select(e => $"({e.Ai}){e.Data.Replace("(", "\\(", StringComparison.Ordinal)}"));

    /// <summary>The text in the notation of the GS1 syntax engine: <c>^</c> for each FNC1, the one in front of element strings too.</summary>
    public string Notation
    {
        get
        {
            const string Composite = "|]e0";
            var at = Content == ScanContent.TradeItem ? Text.IndexOf(Composite, StringComparison.Ordinal) : -1;
            return Content == ScanContent.Elements ? $"^{Text.Replace(Gs1Parser.Separator, '^')}"
                : at >= 0 ? $"{Text[..at]}|^{Text[(at + Composite.Length)..].Replace(Gs1Parser.Separator, '^')}"
                : Content == ScanContent.Plain && Text.AsSpan().TrimStart('\\') is ['^', ..] ? $"\\{Text}"
                : Text;
        }
    }

    /// <summary>What goods are counted and sold by: the trade item's number as short as it is printed, or the text where there is none.</summary>
    public string Sku => Gtin is { } gtin ? gtin.StartsWith("000000", StringComparison.Ordinal) ? gtin[6..] : gtin[0] == '0' ? gtin[1..] : gtin : Text;
}
