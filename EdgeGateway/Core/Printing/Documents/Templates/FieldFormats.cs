using System.Globalization;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>How values are written. Pure; the same in every culture, so that a figure reads the same everywhere.</summary>
internal static class FieldFormats
{
    /// <summary>Why a format does not fit a field, or null.</summary>
    public static string? Mistake(Field field, string? format) => (field.Kind, format) switch
    {
        (FieldKind.List, null) => "is a list; write {" + field.Name + "|count}, or repeat with p:each",
        (FieldKind.Flag, _) => "is a flag; ask for it with p:if",
        (_, null) or (FieldKind.List, "count") or (FieldKind.Date, "yymmdd") or (FieldKind.Decimal, "kg6") or (FieldKind.Digits, "gtin14") or (FieldKind.Money, "fen")
            or (FieldKind.Time, "date") or (FieldKind.Time, "clock") => null,
        _ => $"the format \"{format}\" does not fit; there are: count of a list, yymmdd of a date, date and clock of a time, kg6 of a decimal, gtin14 of digits, fen of money",
    };

    /// <summary>A value in a format; empty where it is missing.</summary>
    /// <exception cref="PrintDocumentException">The value does not fit the format.</exception>
    public static string Show(FieldValue? value, string? format) => value is null ? "" : (value.Kind, format) switch
    {
        (FieldKind.List, _) => value.Items.Count.ToString(CultureInfo.InvariantCulture),
        (FieldKind.Money, null) => Money(long.Parse(value.Raw, CultureInfo.InvariantCulture)),
        (FieldKind.Time, null) => Moment(value).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        (FieldKind.Time, "date") => Moment(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (FieldKind.Time, _) => Moment(value).ToString("HH:mm", CultureInfo.InvariantCulture),
        (FieldKind.Date, "yymmdd") => value.Raw.Replace("-", "", StringComparison.Ordinal)[2..],
        (FieldKind.Decimal, "kg6") => Kilograms(value.Raw),
        (FieldKind.Digits, "gtin14") => value.Raw.Length <= 14 ? value.Raw.PadLeft(14, '0') : throw new PrintDocumentException($"\"{value.Raw}\" has more than 14 digits."),
        _ => value.Raw,
    };

    private static string Money(long fen) => string.Create(
        CultureInfo.InvariantCulture, $"{(fen < 0 ? "-" : "")}{Math.Abs(fen) / 100:#,0}.{Math.Abs(fen) % 100:00}");

    private static DateTimeOffset Moment(FieldValue value) => DateTimeOffset.Parse(value.Raw, CultureInfo.InvariantCulture);

    /// <summary>Six digits with three decimals, as (3103) wants.</summary>
    private static string Kilograms(string raw)
    {
        var grams = decimal.Parse(raw, CultureInfo.InvariantCulture) * 1000;
        return grams is >= 0 and < 1_000_000 && grams == decimal.Truncate(grams)
            ? ((int)grams).ToString("000000", CultureInfo.InvariantCulture)
            : throw new PrintDocumentException($"{raw} kg does not fit (3103); expected 0 to 999.999 with no more than 3 decimals.");
    }
}
