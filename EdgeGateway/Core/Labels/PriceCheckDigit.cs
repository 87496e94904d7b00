namespace EdgeGateway.Core.Labels;

/// <summary>The check digit inside a price or weight label, for a field of four or five digits.</summary>
/// <remarks>
/// Source: GS1 General Specifications section 7.9.3 and 7.9.4. Each digit is looked up in a weighting table: 2- is twice the digit, tens taken from
/// units; 3 is three times the digit, units; 5+ is five times, tens added to units; 5- is five times, tens taken from units.
/// </remarks>
public static class PriceCheckDigit
{
    private const string TwoMinus = "0246891357";
    private const string Three = "0369258147";
    private const string FivePlus = "0516273849";
    private const string FiveMinus = "0594837261";

    /// <summary>The check digit of a field.</summary>
    /// <param name="field">Four or five digits.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static char Of(ReadOnlySpan<char> field) => field.Length switch
    {
        4 => Digit(Sum(field, TwoMinus, TwoMinus, Three, FiveMinus) * 3),
        5 => (char)('0' + FiveMinus.IndexOf(Digit(100 - Sum(field, FivePlus, TwoMinus, FiveMinus, FivePlus, TwoMinus)), StringComparison.Ordinal)),
        _ => throw new ArgumentException($"The field has {field.Length} digits; an inner check digit is for four or five.", nameof(field)),
    };

    private static int Sum(ReadOnlySpan<char> field, params ReadOnlySpan<string> tables)
    {
        var sum = 0;
        for (var i = 0; i < field.Length; i++)
        {
            sum += tables[i][field[i] - '0'] - '0';
        }

        return sum;
    }

    private static char Digit(int number) => (char)('0' + (number % 10));
}
