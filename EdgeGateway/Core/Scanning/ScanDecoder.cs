using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;

namespace EdgeGateway.Core.Scanning;

/// <summary>Understands scans: symbology, check digits, GS1 elements, the store's price and weight labels. Pure and thread-safe.</summary>
/// <param name="layouts">The store's label layouts.</param>
public sealed class ScanDecoder(LabelLayouts layouts)
{
    private const string CompositeMark = "|]e0";

    /// <summary>Understands what a scanner read.</summary>
    public Scan Decode(ScanReading reading) => Decode(reading.Symbology, reading.Data, reading.Time.Year);

    /// <summary>Understands one line of a scanner, with its AIM identifier in front or without one.</summary>
    public Scan DecodeLine(string line, int thisYear) => Symbology.IsIdentified(line)
        ? Decode(line[..Symbology.IdentifierLength], line[Symbology.IdentifierLength..], thisYear)
        : Decode(null, line, thisYear);

    /// <summary>Understands a text.</summary>
    /// <param name="symbology">The AIM identifier, or null where the scanner does not say.</param>
    /// <param name="text">What was read.</param>
    /// <param name="thisYear">The year it is read in, for years of two digits.</param>
    public Scan Decode(string? symbology, string text, int thisYear)
    {
        if (text.Length == 0)
        {
            return Unreadable(symbology, text, new ScanFault(ScanFaults.Empty, "nothing was read"));
        }

        return (symbology is null ? Guess(text) : Symbology.Of(symbology).Reading) switch
        {
            SymbologyReading.ElementString => Elements(symbology, text, thisYear),
            SymbologyReading.Ean13 when text.Contains(CompositeMark, StringComparison.Ordinal) => Composite(symbology, text, thisYear),
            SymbologyReading.Ean13 when text.Length == 8 => UpcE(symbology, text),
            SymbologyReading.Ean13 => TradeItem(symbology, text, text, 13),
            SymbologyReading.Ean13WithAddOn when text.Length is 15 or 18 => TradeItem(symbology, text, text[..13], 13),
            SymbologyReading.Ean13WithAddOn => TradeItem(symbology, text, text, 13),
            SymbologyReading.Ean8 when text.Contains(CompositeMark, StringComparison.Ordinal) => Composite(symbology, text, thisYear),
            SymbologyReading.Ean8 => symbology is null ? EightDigits(text) : TradeItem(symbology, text, text, 8),
            SymbologyReading.Itf when text.Length == 14 && CheckDigits.HasMod10(text) => TradeItem(symbology, text, text, 14),
            SymbologyReading.TextOrLink => DigitalLink.TryRead(text, thisYear) is { } link ? Link(symbology, text, link) : Plain(symbology, text),
            _ => Plain(symbology, text),
        };
    }

    /// <summary>What a text without an identifier must be by its shape.</summary>
    private static SymbologyReading Guess(string text) => text switch
    {
        [Gs1Parser.Separator, ..] => SymbologyReading.ElementString,
        _ when !CheckDigits.AreDigits(text) => SymbologyReading.TextOrLink,
        { Length: 8 } => SymbologyReading.Ean8,
        { Length: 12 or 13 } => SymbologyReading.Ean13,
        { Length: 14 } => SymbologyReading.Itf,
        _ => SymbologyReading.Plain,
    };

    private static Scan Elements(string? symbology, string text, int thisYear)
    {
        // Some scanners send the FNC1 in front as a separator too.
        var message = Gs1Parser.Parse(text.AsSpan().TrimStart(Gs1Parser.Separator), thisYear);
        return message.Errors.Count > 0
            ? new Scan(symbology, ScanContent.Unreadable, text, message.Elements, null, null, message.Errors, message.Warnings)
            : new Scan(symbology, ScanContent.Elements, text, message.Elements, GtinOf(message.Elements), null, [], WithoutIdentifier(symbology, "an element string", message.Warnings));
    }

    private static Scan Link(string? symbology, string text, Gs1Message link) => new(
        symbology, link.Errors.Count > 0 ? ScanContent.Unreadable : ScanContent.Link, text, link.Elements, GtinOf(link.Elements), null, link.Errors, WithoutIdentifier(symbology, "a GS1 Digital Link", link.Warnings));

    private static Scan Plain(string? symbology, string text)
    {
        // A separator or a bracketed identifier in front means that somebody printed the words instead of the data.
        var isBracketed = text.Length > 4 && text[0] == '(' && text.IndexOf(')') is (>= 3 and <= 5) and var close && CheckDigits.AreDigits(text.AsSpan(1, close - 1))
            && ApplicationIdentifiers.Find(text.AsSpan(1, close - 1)) is not null;
        ScanFault[] errors = isBracketed
            ? [new ScanFault(ScanFaults.Bracketed, "is the bracketed text below a GS1 symbol, not its data; print the label with FNC1 and without brackets")]
            : [];
        return new Scan(symbology, ScanContent.Plain, text, [], null, null, errors, []);
    }

    private Scan Composite(string? symbology, string text, int thisYear)
    {
        var at = text.IndexOf(CompositeMark, StringComparison.Ordinal);
        var item = TradeItem(symbology, text, text[..at], symbology == "]E4" ? 8 : 13);
        var message = Gs1Parser.Parse(text.AsSpan(at + CompositeMark.Length), thisYear);
        return item.Content == ScanContent.Unreadable ? item
            : message.Errors.Count > 0 ? Unreadable(symbology, text, message.Errors[0])
            : item with { Elements = message.Elements, Warnings = [.. item.Warnings, .. message.Warnings.Where(w => w.Code != ScanFaults.Association)] };
    }

    private Scan TradeItem(string? symbology, string text, string digits, int length)
    {
        var isUpcA = symbology is null && digits.Length == 12;
        if (digits.Length != length && !isUpcA)
        {
            return Unreadable(symbology, text, new ScanFault(ScanFaults.Length, $"has {digits.Length} characters; expected {length}"));
        }

        if (!CheckDigits.AreDigits(digits))
        {
            return Unreadable(symbology, text, new ScanFault(ScanFaults.Characters, $"{Gs1Parser.Shown(digits)} is not made of digits alone"));
        }

        if (!CheckDigits.HasMod10(digits))
        {
            return Unreadable(symbology, text, new ScanFault(
                ScanFaults.CheckDigit, $"the check digit is {digits[^1]}; {CheckDigits.Mod10(digits.AsSpan(0, digits.Length - 1))} belongs behind {digits[..^1]}"));
        }

        var errors = new List<ScanFault>();
        var weighed = digits.Length == 13 ? layouts.Read(digits, errors) : null;
        return new Scan(
            symbology, ScanContent.TradeItem, text, [], digits.PadLeft(14, '0'), weighed, errors, WithoutIdentifier(symbology, $"a GTIN-{digits.Length}", []));
    }

    private Scan EightDigits(string text)
    {
        var isEan8 = CheckDigits.HasMod10(text);
        return !isEan8 && CheckDigits.ExpandUpcE(text) is not null ? UpcE(null, text)
            : TradeItem(null, text, text, 8) is var item && isEan8 && CheckDigits.ExpandUpcE(text) is not null
                ? item with { Warnings = [.. item.Warnings, new ScanFault(ScanFaults.Ambiguous, "is an EAN-8 and a UPC-E; taken as EAN-8. Let the scanner send AIM identifiers")] }
            : item;
    }

    private Scan UpcE(string? symbology, string text) => CheckDigits.ExpandUpcE(text) is { } full
        ? TradeItem(symbology, text, $"0{full}", 13) is var item && symbology is not null
            ? item with { Warnings = [new ScanFault(ScanFaults.Length, "is a UPC-E as it is printed; expected its 13 digits behind ]E0")] }
            : item
        : Unreadable(symbology, text, new ScanFault(ScanFaults.CheckDigit, "is no UPC-E, or its check digit does not fit"));

    private static IReadOnlyList<ScanFault> WithoutIdentifier(string? symbology, string what, IReadOnlyList<ScanFault> warnings) => symbology is not null
        ? warnings
        : [.. warnings, new ScanFault(ScanFaults.NoSymbology, $"the scanner sent no AIM identifier; taken as {what} by its shape")];

    private static string? GtinOf(IReadOnlyList<Gs1Element> elements) =>
        elements.FirstOrDefault(e => e.Ai is "01" or "02" or "03" or "8006" or "8026")?.Data[..14];

    private static Scan Unreadable(string? symbology, string text, ScanFault fault) => new(symbology, ScanContent.Unreadable, text, [], null, null, [fault], []);
}
