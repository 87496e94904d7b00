namespace EdgeGateway.Core.Printing.Documents.Barcodes;

/// <summary>Code 128, in the fewest symbol characters. Pure.</summary>
/// <remarks>Source: ISO/IEC 15417 (table 1, values and element widths; section 4.3.4 check character; quiet zones of 10 modules).</remarks>
internal static class Code128Symbol
{
    /// <summary>Function character 1, within the text to be drawn.</summary>
    public const char Fnc1 = '\u00f1';

    /// <summary>The most characters that are drawn: longer codes no scanner reads from a label.</summary>
    public const int MaxLength = 80;

    private const int ValueOfFnc1 = 102;
    private const int Stop = 106;
    private const int Quiet = 10;

    /// <summary>Widths of bar, space, bar ... by value; the last is the stop pattern.</summary>
    private const string Widths =
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132" +
        "221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313" +
        "231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111" +
        "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111" +
        "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141" +
        "1141313111414111312114122112142112322331112";

    /// <summary>Draws a text.</summary>
    /// <param name="text">ASCII, with <see cref="Fnc1"/> where that belongs.</param>
    /// <param name="shown">What people read below it.</param>
    /// <exception cref="PrintDocumentException">Empty, too long, or other characters.</exception>
    public static BarSymbol Of(string text, string shown)
    {
        if (text.Length is 0 or > MaxLength || text.Any(c => c > 127 && c != Fnc1))
        {
            throw new PrintDocumentException($"\"{shown}\" cannot be a Code 128; expected 1 to {MaxLength} ASCII characters.");
        }

        var values = Values(text);
        values.Add(CheckCharacter(values));
        values.Add(Stop);
        var modules = new List<bool>((values.Count * 11) + 2);
        foreach (var value in values)
        {
            var black = true;
            foreach (var width in Widths.AsSpan(value * 6, value == Stop ? 7 : 6))
            {
                modules.AddRange(Enumerable.Repeat(black, width - '0'));
                black = !black;
            }
        }

        return new BarSymbol(modules, Quiet, Quiet, shown, new HashSet<int>(), []);
    }

    /// <summary>The values from the start character to the last character of the text, without check character and stop.</summary>
    internal static List<int> Values(string text)
    {
        var cost = Costs(text);
        var set = 0;
        for (var other = 1; other < 3; other++)
        {
            set = cost[0, other] < cost[0, set] ? other : set;
        }

        var values = new List<int> { 103 + set };
        for (var at = 0; at < text.Length;)
        {
            var step = Steps(text, at, set).MinBy(s => s.Values.Length + cost[at + s.Taken, s.Set]);
            values.AddRange(step.Values);
            (at, set) = (at + step.Taken, step.Set);
        }

        return values;
    }

    internal static int CheckCharacter(IReadOnlyList<int> values)
    {
        var sum = values[0];
        for (var i = 1; i < values.Count; i++)
        {
            sum += i * values[i];
        }

        return sum % 103;
    }

    /// <summary>The fewest symbol characters from each place to the end, by the code set (A 0, B 1, C 2) one is in there.</summary>
    private static int[,] Costs(string text)
    {
        const int never = 100_000;
        var cost = new int[text.Length + 1, 3];
        for (var at = text.Length - 1; at >= 0; at--)
        {
            for (var set = 0; set < 3; set++)
            {
                cost[at, set] = Steps(text, at, set).Select(step => step.Values.Length + cost[at + step.Taken, step.Set]).DefaultIfEmpty(never).Min();
            }
        }

        return cost;
    }

    /// <summary>What may come next: symbol characters, how much of the text they hold, and the set one is in afterwards.</summary>
    private static IEnumerable<(int[] Values, int Taken, int Set)> Steps(string text, int at, int set)
    {
        for (var target = 0; target < 3; target++)
        {
            int[] change = target == set ? [] : [target switch { 0 => 101, 1 => 100, _ => 99 }];
            if (text[at] == Fnc1)
            {
                yield return ([.. change, ValueOfFnc1], 1, target);
            }
            else if (target == 2)
            {
                if (at + 1 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]))
                {
                    yield return ([.. change, ((text[at] - '0') * 10) + text[at + 1] - '0'], 2, 2);
                }
            }
            else if (ValueIn(target, text[at]) is { } value)
            {
                yield return ([.. change, value], 1, target);
                if (set < 2 && target != set)
                {
                    yield return ([98, value], 1, set);
                }
            }
        }
    }

    private static int? ValueIn(int set, char c) => c is >= ' ' and <= '_' ? c - ' '
        : set == 0 && c < ' ' ? c + 64
        : set == 1 && c is >= '`' and <= '\u007f' ? c - ' ' : null;
}
