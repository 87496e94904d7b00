namespace EdgeGateway.Core.Scanning;

/// <summary>How the text of a symbol is to be read.</summary>
public enum SymbologyReading
{
    /// <summary>Text that means what the reader makes of it: no GS1 data.</summary>
    Plain,

    /// <summary>13 digits with a check digit (EAN-13, UPC-A, UPC-E by its expansion).</summary>
    Ean13,

    /// <summary>13 digits and an add-on of two or five.</summary>
    Ean13WithAddOn,

    /// <summary>Eight digits with a check digit.</summary>
    Ean8,

    /// <summary>A GS1 element string.</summary>
    ElementString,

    /// <summary>Interleaved 2 of 5; with 14 digits and a fitting check digit an ITF-14.</summary>
    Itf,

    /// <summary>Text that may be a GS1 Digital Link.</summary>
    TextOrLink,
}

/// <summary>What the three characters of an AIM symbology identifier (<c>]E0</c>) say. Source: ISO/IEC 15424; GS1 General Specifications figure 5.1.2-2.</summary>
/// <param name="Name">The symbology, snake_case.</param>
/// <param name="Reading">How its text is read.</param>
/// <param name="IsGs1">Whether GS1 uses symbols of this identifier.</param>
public readonly record struct Symbology(string Name, SymbologyReading Reading, bool IsGs1)
{
    /// <summary>The most characters an identifier has.</summary>
    public const int IdentifierLength = 3;

    /// <summary>Looks an identifier up; one that is not known is plain text of an <c>other</c> symbology.</summary>
    /// <param name="identifier">Such as <c>]E0</c>.</param>
    public static Symbology Of(ReadOnlySpan<char> identifier) => identifier switch
    {
        "]E0" => new("ean_13", SymbologyReading.Ean13, true),
        "]E3" => new("ean_13_add_on", SymbologyReading.Ean13WithAddOn, false),
        "]E4" => new("ean_8", SymbologyReading.Ean8, true),
        "]C1" => new("gs1_128", SymbologyReading.ElementString, true),
        "]e0" => new("gs1_databar", SymbologyReading.ElementString, true),
        "]d2" => new("gs1_data_matrix", SymbologyReading.ElementString, true),
        "]Q3" => new("gs1_qr_code", SymbologyReading.ElementString, true),
        "]J1" => new("gs1_dotcode", SymbologyReading.ElementString, false),
        "]d1" => new("data_matrix", SymbologyReading.TextOrLink, true),
        "]Q1" => new("qr_code", SymbologyReading.TextOrLink, true),
        _ => new(Family(identifier), identifier.Length > 1 && identifier[1] == 'I' ? SymbologyReading.Itf : SymbologyReading.Plain, false),
    };

    /// <summary>Whether a text begins with an identifier: <c>]</c>, a letter and a digit or letter.</summary>
    public static bool IsIdentified(ReadOnlySpan<char> text) =>
        text.Length >= IdentifierLength && text[0] == ']' && char.IsAsciiLetter(text[1]) && char.IsAsciiLetterOrDigit(text[2]);

    private static string Family(ReadOnlySpan<char> identifier) => identifier.Length < 2 ? "other" : identifier[1] switch
    {
        'A' => "code_39",
        'C' => "code_128",
        'E' => "ean_add_on",
        'F' => "codabar",
        'G' => "code_93",
        'H' => "code_11",
        'I' => "itf",
        'L' => "pdf417",
        'M' => "msi",
        'Q' => "qr_code",
        'U' => "maxicode",
        'd' => "data_matrix",
        'e' => "gs1_databar",
        'h' => "han_xin",
        'J' => "dotcode",
        'z' => "aztec",
        _ => "other",
    };
}
