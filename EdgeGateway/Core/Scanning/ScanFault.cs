namespace EdgeGateway.Core.Scanning;

/// <summary>What is wrong with a scan, or odd about it.</summary>
/// <param name="Code">One word for programs: see <see cref="ScanFaults"/>.</param>
/// <param name="Message">For people: what came and what was expected.</param>
/// <param name="Ai">The application identifier it is about, or null.</param>
public sealed record ScanFault(string Code, string Message, string? Ai = null);

/// <summary>The codes of <see cref="ScanFault"/>.</summary>
public static class ScanFaults
{
    /// <summary>A check digit or check character does not fit: something was misread. An error.</summary>
    public const string CheckDigit = "check_digit";

    /// <summary>Too short or too long. An error.</summary>
    public const string Length = "length";

    /// <summary>No such day, hour or minute. An error.</summary>
    public const string Date = "date";

    /// <summary>A character that may not stand there. An error.</summary>
    public const string Characters = "characters";

    /// <summary>A number out of its range, such as piece 3 of 2. An error.</summary>
    public const string Value = "value";

    /// <summary>No application identifier begins so. An error.</summary>
    public const string UnknownAi = "unknown_ai";

    /// <summary>One element twice, with different data. An error.</summary>
    public const string Repeated = "repeated";

    /// <summary>Nothing to read. An error.</summary>
    public const string Empty = "empty";

    /// <summary>The bracketed text that is printed below a symbol, which no scanner sends. An error.</summary>
    public const string Bracketed = "bracketed";

    /// <summary>The check digit inside a price or weight label does not fit. An error.</summary>
    public const string InnerCheckDigit = "inner_check_digit";

    /// <summary>Elements that should or should not stand together. A warning.</summary>
    public const string Association = "association";

    /// <summary>A country, currency or other code that is on no list known here. A warning: lists grow.</summary>
    public const string List = "list";

    /// <summary>A key that does not begin with a company prefix. A warning.</summary>
    public const string Key = "key";

    /// <summary>The scanner did not say the symbology; it was told by length and check digit. A warning.</summary>
    public const string NoSymbology = "no_symbology";

    /// <summary>Eight digits that are an EAN-8 and a UPC-E; taken as EAN-8. A warning.</summary>
    public const string Ambiguous = "ambiguous";
}
