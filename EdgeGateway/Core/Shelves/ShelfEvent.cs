namespace EdgeGateway.Core.Shelves;

/// <summary>What became of a plate.</summary>
public enum ShelfEventKind
{
    /// <summary>Pieces of one SKU left the plate.</summary>
    Taken,

    /// <summary>Pieces of one SKU came onto the plate.</summary>
    Returned,

    /// <summary>The load changed, and what moved cannot be told.</summary>
    Ambiguous,

    /// <summary>Somebody pushed, leaned, or put down something that is not goods: no goods moved.</summary>
    Disturbed,
}

/// <summary>One decision about a plate. A swap is two of them.</summary>
/// <param name="TimeMs">When it was decided, on the clock of the samples.</param>
/// <param name="AtMs">When the hand moved, on the same clock.</param>
/// <param name="Plate">The plate.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Sku">The SKU for taken and returned; else null.</param>
/// <param name="Count">Pieces moved, 1 or more for taken and returned; else 0.</param>
/// <param name="Grams">The change of load in grams, negative when it became less.</param>
/// <param name="Confidence">The probability that <paramref name="Sku"/> and <paramref name="Count"/> are right, 0 to 1; of the best candidate where ambiguous.</param>
/// <param name="Candidates">What else could explain it, most likely first; at least one where ambiguous and any goods fit.</param>
public sealed record ShelfEvent(
    long TimeMs,
    long AtMs,
    string Plate,
    ShelfEventKind Kind,
    string? Sku,
    int Count,
    decimal Grams,
    double Confidence,
    IReadOnlyList<ShelfCandidate> Candidates);

/// <summary>One SKU of one possible explanation.</summary>
/// <param name="Explanation">Which explanation it belongs to, from 0: a swap has two candidates of the same number.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Count">Pieces; negative taken, positive returned.</param>
/// <param name="Probability">The probability of the explanation.</param>
public sealed record ShelfCandidate(int Explanation, string Sku, int Count, double Probability);
