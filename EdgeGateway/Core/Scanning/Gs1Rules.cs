using System.Globalization;

namespace EdgeGateway.Core.Scanning;

/// <summary>What must hold of a part of an element's data beyond length and characters.</summary>
internal static class Gs1Rules
{
    /// <summary>Holds a part to its rule.</summary>
    /// <param name="rule">The rule's name in the table.</param>
    /// <param name="text">The part; length and characters are right.</param>
    /// <param name="thisYear">The year it is read in.</param>
    /// <returns>Null, or the fault's code and its words.</returns>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public static (string Code, string Words)? Check(string rule, ReadOnlySpan<char> text, int thisYear) => rule switch
    {
        "check" => CheckDigits.HasMod10(text) ? null
            : (ScanFaults.CheckDigit, $"the check digit is {text[^1]}; {CheckDigits.Mod10(text[..^1])} belongs behind {text[..^1]}"),
        "pair" => text.Length > 2 && CheckDigits.AlphanumericPair(text[..^2]) is { } pair && text[^2..].SequenceEqual(pair) ? null
            : (ScanFaults.CheckDigit, "the check characters do not fit"),
        "iban" => CheckDigits.IsIban(text) ? null : (ScanFaults.CheckDigit, "is not an IBAN, or its check digits do not fit"),
        "key" => text.Length >= 4 && CheckDigits.AreDigits(text[..4]) ? null : (ScanFaults.Key, "does not begin with a company prefix: four digits or more"),
        "country" => Listed(IsoCodes.IsCountry(text), text, "country number of ISO 3166"),
        "country999" => Listed(text is "999" || IsoCodes.IsCountry(text), text, "country number of ISO 3166, or 999"),
        "countries" => Countries(text),
        "alpha2" => Listed(IsoCodes.IsCountryName(text), text, "country code of ISO 3166"),
        "currency" => Listed(IsoCodes.IsCurrency(text), text, "currency number of ISO 4217"),
        "media" => Listed(Gs1Dates.Number(text) is (>= 1 and <= 10) or >= 80, text, "media type: 01 to 10, or 80 to 99"),
        "percent" => PercentEncoded(text),
        _ => CheckTime(rule, text, thisYear) ?? CheckNumber(rule, text),
    };

    private static (string, string)? CheckTime(string rule, ReadOnlySpan<char> text, int thisYear)
    {
        var isRight = rule switch
        {
            "date" => Gs1Dates.Read(text, thisYear, mayLackDay: false) is not null,
            "date0" => Gs1Dates.Read(text, thisYear, mayLackDay: true) is not null,
            "datetime" => Gs1Dates.Read(text, thisYear, mayLackDay: false) is not null && Gs1Dates.IsTime(text[6..]),
            "datetime0" => Gs1Dates.Read(text, thisYear, mayLackDay: true) is not null && (text[6..] is "9999" || Gs1Dates.IsTime(text[6..])),
            "datehour" => Gs1Dates.Read(text, thisYear, mayLackDay: false) is not null && Gs1Dates.Number(text[6..]) < 24,
            "time" => Gs1Dates.IsTime(text),
            "minutes" => text.Length is 2 or 4 && Gs1Dates.Number(text[..2]) < 60 && (text.Length == 2 || Gs1Dates.Number(text[2..]) < 60),
            "longdate" => Gs1Dates.ReadLong(text) is not null,
            "longdatetime" => Gs1Dates.ReadLong(text) is not null && Gs1Dates.IsTime(text[8..]),
            _ => true,
        };
        return isRight ? null : (ScanFaults.Date, $"{text} is no date or time that there is");
    }

    private static (string, string)? CheckNumber(string rule, ReadOnlySpan<char> text)
    {
        var (isRight, expected) = rule switch
        {
            "flag" => (text[0] is '0' or '1', "0 or 1"),
            "hyphen" => (text[0] == '-', "- behind a temperature below zero, or nothing"),
            "zero" => (text[0] == '0', "0"),
            "nonzero" => (text.ContainsAnyExcept('0'), "more than 0"),
            "winding" => (text[0] is '0' or '1' or '9', "0, 1 or 9"),
            "sex" => (text[0] is '0' or '1' or '2' or '9', "0, 1, 2 or 9"),
            "nozeroprefix" => (text.Length == 1 || text[0] != '0', "no 0 in front"),
            "pieces" => (Gs1Dates.Number(text[..2]) is > 0 and var piece && piece <= Gs1Dates.Number(text[2..]), "the piece's number, from 01, and how many there are"),
            "sequence" => (text[1] == '/' && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[2]) && text[0] > '0' && text[0] <= text[2], "such as 1/2"),
            "latitude" => (long.Parse(text, CultureInfo.InvariantCulture) <= 1_800_000_000, "at most 1800000000"),
            "longitude" => (long.Parse(text, CultureInfo.InvariantCulture) <= 3_600_000_000, "at most 3600000000"),
            "date" or "date0" or "datetime" or "datetime0" or "datehour" or "time" or "minutes" or "longdate" or "longdatetime" => (true, ""),
            _ => throw new ArgumentException($"There is no rule '{rule}'.", nameof(rule)),
        };
        return isRight ? null : (ScanFaults.Value, $"came {text}; expected {expected}");
    }

    private static (string, string)? Listed(bool isListed, ReadOnlySpan<char> text, string what) =>
        isListed ? null : (ScanFaults.List, $"{text} is no {what} known here");

    private static (string, string)? Countries(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 != 0)
        {
            return (ScanFaults.Length, $"has {text.Length} digits; expected three a country, at most five countries");
        }

        for (; !text.IsEmpty; text = text[3..])
        {
            if (!IsoCodes.IsCountry(text[..3]))
            {
                return Listed(false, text[..3], "country number of ISO 3166");
            }
        }

        return null;
    }

    private static (string, string)? PercentEncoded(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0;)
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return (ScanFaults.Characters, "a % must be followed by two hexadecimal digits");
            }

            var next = text[(at + 3)..].IndexOf('%');
            at = next < 0 ? -1 : at + 3 + next;
        }

        return null;
    }
}
