namespace EdgeGateway.Core.Scanning;

/// <summary>One application identifier: its data's parts and its company.</summary>
/// <param name="Ai">Two to four digits.</param>
/// <param name="Title">The data title.</param>
/// <param name="Parts">What its data is made of, in order; only the last may be optional.</param>
/// <param name="IsPredefined">Whether its length is known from its first two digits, so that no separator is needed behind it.</param>
/// <param name="Needs">Groups of identifiers; of each group at least one should be there. A letter n stands for any digit.</param>
/// <param name="Excludes">Identifiers that should not be there.</param>
/// <param name="Unit">The unit of its number, or null.</param>
internal sealed record ApplicationIdentifier(
    string Ai, string Title, IReadOnlyList<Gs1Part> Parts, bool IsPredefined, string[][] Needs, string[] Excludes, string? Unit)
{
    /// <summary>The fewest characters its data has.</summary>
    public int Least { get; } = Parts.Sum(part => part.IsOptional ? 0 : part.Least);

    /// <summary>The most characters its data has.</summary>
    public int Most { get; } = Parts.Sum(part => part.Most);

    /// <summary>How many decimals the number in its last part has, by the fourth digit of the identifier; null where it has no such digit.</summary>
    public int? Decimals { get; } = Ai.Length == 4 && Ai[0] == '3' ? Ai[3] - '0' : null;

    /// <summary>Whether an identifier is meant by a pattern such as <c>31nn</c>.</summary>
    public static bool IsMeant(string ai, string pattern) =>
        ai.Length == pattern.Length && !ai.Where((digit, i) => pattern[i] != 'n' && pattern[i] != digit).Any();
}

/// <summary>One part of an element's data.</summary>
/// <param name="Charset">Which characters.</param>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Rule">What else must hold: a name of <see cref="Gs1Rules"/>, or null.</param>
internal sealed record Gs1Part(Gs1Charset Charset, int Least, int Most, bool IsOptional, string? Rule)
{
    /// <summary>Reads one part of the table's notation: <c>n6</c>, <c>x..20</c>, <c>[n..12]</c>, with a rule behind a colon.</summary>
    public static Gs1Part Read(string text)
    {
        var isOptional = text[0] == '[';
        var (shape, rule) = text.Trim('[', ']').Split(':') is [var one, var two] ? (one, two) : (text.Trim('[', ']'), null);
        var charset = shape[0] switch { 'n' => Gs1Charset.Numeric, 'x' => Gs1Charset.Set82, 'y' => Gs1Charset.Set39, _ => Gs1Charset.Set64 };
        var most = int.Parse(shape.AsSpan(1).TrimStart('.'), System.Globalization.CultureInfo.InvariantCulture);
        return new Gs1Part(charset, shape[1] == '.' ? 1 : most, most, isOptional, rule);
    }
}
