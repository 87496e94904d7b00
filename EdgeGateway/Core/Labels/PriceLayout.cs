using System.Globalization;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Labels;

/// <summary>One store's layout of an EAN-13 that carries a weight or a price: makes such codes and reads them. Immutable.</summary>
/// <remarks>Source: GS1 General Specifications section 2.1.12 (restricted circulation numbers); the places are each store's own.</remarks>
public sealed class PriceLayout
{
    private const int Length = 13;
    private const string Letters = "IWPVC";

    private readonly Range _item;
    private readonly Range _amount;
    private readonly int _inner;

    private PriceLayout(string pattern, string prefix, bool carriesWeight, int decimals, string unit)
    {
        (Pattern, Prefix, CarriesWeight, Decimals, Unit) = (pattern, prefix, carriesWeight, decimals, unit);
        _item = RunOf(pattern, 'I');
        _amount = RunOf(pattern, carriesWeight ? 'W' : 'P');
        _inner = pattern.IndexOf('V', StringComparison.Ordinal);
    }

    /// <summary>The pattern without blanks.</summary>
    public string Pattern { get; }

    /// <summary>The digits that every code of this layout begins with.</summary>
    public string Prefix { get; }

    /// <summary>True for a weight, false for a price.</summary>
    public bool CarriesWeight { get; }

    /// <summary>Digits behind the point.</summary>
    public int Decimals { get; }

    /// <summary><c>kg</c> or <c>g</c>; of no meaning for a price.</summary>
    public string Unit { get; }

    /// <summary>How many digits the item number has.</summary>
    public int ItemDigits => _item.GetOffsetAndLength(Length).Length;

    /// <summary>How many digits the weight or price has.</summary>
    public int AmountDigits => _amount.GetOffsetAndLength(Length).Length;

    /// <summary>Reads a layout.</summary>
    /// <param name="options">The pattern and what it leaves open.</param>
    /// <param name="errors">Every mistake in it, by the name of the setting (<c>pattern</c>, <c>decimals</c>, <c>unit</c>).</param>
    /// <returns>The layout, or null where there are errors.</returns>
    public static PriceLayout? TryRead(LabelLayoutOptions options, out IReadOnlyList<(string Setting, string Message)> errors)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pattern = options.Pattern.Replace(" ", "", StringComparison.Ordinal);
        var found = PatternMistakes(options.Pattern, pattern).Select(message => ("pattern", message)).ToList();
        var carriesWeight = pattern.Contains('W', StringComparison.Ordinal);
        var unit = options.Unit ?? "kg";
        if (unit is not ("kg" or "g"))
        {
            found.Add(("unit", $"came \"{unit}\"; expected kg or g"));
        }
        else if (options.Unit is not null && !carriesWeight && pattern.Contains('P', StringComparison.Ordinal))
        {
            found.Add(("unit", $"came \"{unit}\", but \"{options.Pattern}\" carries a price; leave it out"));
        }

        var decimals = options.Decimals ?? (carriesWeight ? unit == "kg" ? 3 : 0 : 2);
        var most = carriesWeight ? 4 : 2;
        if (decimals < 0 || decimals > most)
        {
            found.Add(("decimals", string.Create(CultureInfo.InvariantCulture, $"came {decimals}; expected 0 to {most}")));
        }

        errors = found;
        return found.Count > 0 ? null : new PriceLayout(pattern, Digits(pattern), carriesWeight, decimals, unit);
    }

    /// <summary>Reads a code whose own check digit fits.</summary>
    /// <param name="code">13 digits.</param>
    /// <param name="item">What it says, where the answer is null.</param>
    /// <returns>Null, or what is wrong with it. False prefixes are the caller's to look at: see <see cref="Prefix"/>.</returns>
    public ScanFault? TryRead(ReadOnlySpan<char> code, out WeighedItem? item)
    {
        item = null;
        var amount = code[_amount];
        if (_inner >= 0 && PriceCheckDigit.Of(amount) is var expected && code[_inner] != expected)
        {
            return new ScanFault(
                ScanFaults.InnerCheckDigit, $"the check digit inside the label is {code[_inner]}; {expected} belongs to {amount} ({Pattern})");
        }

        var number = long.Parse(amount, CultureInfo.InvariantCulture);
        item = CarriesWeight
            ? new WeighedItem(Pattern, code[_item].ToString(), number * new decimal(1, 0, 0, false, (byte)Decimals), Unit, null)
            : new WeighedItem(Pattern, code[_item].ToString(), null, null, number * FenPerStep);
        return null;
    }

    /// <summary>Makes a code that carries a weight.</summary>
    /// <param name="item">The item number; zeros are put in front.</param>
    /// <param name="weight">In <see cref="Unit"/>, 0 or more, with no more decimals than the layout has: nothing is rounded.</param>
    /// <param name="code">The 13 digits, where the answer is null.</param>
    /// <returns>Null, or why it cannot be made.</returns>
    public string? TryMakeWeight(string item, decimal weight, out string? code)
    {
        code = null;
        if (!CarriesWeight)
        {
            return $"{Pattern} carries a price, not a weight";
        }

        var steps = weight / new decimal(1, 0, 0, false, (byte)Decimals);
        return weight < 0 || steps >= Limit ? $"{weight.ToString(CultureInfo.InvariantCulture)} {Unit} does not fit into {Pattern}"
            : steps != decimal.Truncate(steps) ? $"{weight.ToString(CultureInfo.InvariantCulture)} {Unit} has more than {Decimals} decimals; round it by the scale's division first"
            : TryMake(item, (long)steps, out code);
    }

    /// <summary>Makes a code that carries a price.</summary>
    /// <param name="item">The item number; zeros are put in front.</param>
    /// <param name="fen">The price in hundredths, 0 or more; it must be whole in the layout's decimals.</param>
    /// <param name="code">The 13 digits, where the answer is null.</param>
    /// <returns>Null, or why it cannot be made.</returns>
    public string? TryMakePrice(string item, long fen, out string? code)
    {
        code = null;
        return CarriesWeight ? $"{Pattern} carries a weight, not a price"
            : fen < 0 || fen / FenPerStep >= Limit ? $"{fen.ToString(CultureInfo.InvariantCulture)} fen do not fit into {Pattern}"
            : fen % FenPerStep != 0 ? $"{fen.ToString(CultureInfo.InvariantCulture)} fen have more than {Decimals} decimals"
            : TryMake(item, fen / FenPerStep, out code);
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    private long FenPerStep => Decimals switch { 0 => 100, 1 => 10, _ => 1 };

    private long Limit => (long)Math.Pow(10, AmountDigits);

    private string? TryMake(string item, long amount, out string? code)
    {
        code = null;
        if (item.Length == 0 || item.Length > ItemDigits || !CheckDigits.AreDigits(item))
        {
            return $"item \"{item}\" does not fit; {Pattern} takes 1 to {ItemDigits} digits";
        }

        Span<char> digits = stackalloc char[Length];
        Prefix.CopyTo(digits);
        item.PadLeft(ItemDigits, '0').CopyTo(digits[_item]);
        amount.ToString(CultureInfo.InvariantCulture).PadLeft(AmountDigits, '0').CopyTo(digits[_amount]);
        if (_inner >= 0)
        {
            digits[_inner] = PriceCheckDigit.Of(digits[_amount]);
        }

        digits[^1] = CheckDigits.Mod10(digits[..^1]);
        code = digits.ToString();
        return null;
    }

    private static IEnumerable<string> PatternMistakes(string given, string pattern)
    {
        if (pattern.Length == 0)
        {
            yield return "is missing; expected 13 places such as 21IIIIIWWWWWC";
            yield break;
        }

        if (pattern.Length != Length)
        {
            yield return $"came \"{given}\" with {pattern.Length} places; expected {Length}, such as 21IIIIIWWWWWC";
        }

        var prefix = Digits(pattern);
        if (pattern[prefix.Length..].FirstOrDefault(c => !Letters.Contains(c, StringComparison.Ordinal)) is not '\0' and var foreign)
        {
            yield return char.IsAsciiDigit(foreign)
                ? $"came \"{given}\"; expected digits only in front, as the prefix"
                : $"came \"{given}\"; '{foreign}' means nothing there: I item, W weight, P price, V inner check digit, C check digit";
            yield break;
        }

        if (prefix.Length < 2 || !(prefix[0] == '2' || prefix.StartsWith("02", StringComparison.Ordinal) || prefix.StartsWith("04", StringComparison.Ordinal)))
        {
            yield return $"came \"{given}\" with the prefix \"{prefix}\"; expected one that GS1 leaves to the store: 20 to 29, 02 or 04";
        }

        var (weights, prices) = (pattern.Count(c => c == 'W'), pattern.Count(c => c == 'P'));
        if (weights == 0 == (prices == 0))
        {
            yield return $"came \"{given}\"; expected either a weight (W) or a price (P)";
        }

        foreach (var letter in "IWP".Where(letter => !IsOneRun(pattern, letter)))
        {
            yield return $"came \"{given}\"; expected the places of {letter} side by side";
        }

        if (!pattern.Contains('I', StringComparison.Ordinal))
        {
            yield return $"came \"{given}\"; expected places for the item (I)";
        }

        if (pattern.Count(c => c == 'C') != 1 || pattern[^1] != 'C')
        {
            yield return $"came \"{given}\"; expected one check digit (C), at the end";
        }

        var inner = pattern.Count(c => c == 'V');
        if (inner > 1 || (inner == 1 && weights + prices is not (4 or 5)))
        {
            yield return $"came \"{given}\"; an inner check digit (V) stands once and belongs to four or five places";
        }
    }

    private static string Digits(string pattern) => pattern[..(pattern.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : pattern.Length)];

    private static bool IsOneRun(string pattern, char letter)
    {
        var count = pattern.Count(c => c == letter);
        return count == 0 || pattern.LastIndexOf(letter) - pattern.IndexOf(letter, StringComparison.Ordinal) + 1 == count;
    }

    private static Range RunOf(string pattern, char letter) => pattern.IndexOf(letter, StringComparison.Ordinal)..(pattern.LastIndexOf(letter) + 1);
}
