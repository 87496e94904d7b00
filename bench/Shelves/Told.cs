namespace Bench.Shelves;

/// <summary>One line that a method told about a plate.</summary>
/// <param name="TimeMs">When it was told.</param>
/// <param name="AtMs">When the hand moved, as it believes.</param>
/// <param name="Sku">The SKU, or null where no goods were told.</param>
/// <param name="Pieces">Negative taken, positive returned.</param>
/// <param name="Ambiguous">Whether it says that it does not know.</param>
internal sealed record Told(long TimeMs, long AtMs, string? Sku, int Pieces, bool Ambiguous)
{
    /// <summary>For an ambiguous line: changes in goods it holds for possible, by SKU.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, int>> Possible { get; init; } = [];
}
