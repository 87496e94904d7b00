namespace Simulators.Shelves.Traces;

/// <summary>What really happened on a plate.</summary>
/// <param name="Kind">What.</param>
/// <param name="On">When the hand came, in seconds.</param>
/// <param name="At">When the load changed.</param>
/// <param name="Off">When the hand was off.</param>
internal sealed record TruthAct(ActKind Kind, double On, double At, double Off)
{
    /// <summary>The change in goods.</summary>
    public required long Net { get; init; }

    /// <summary>Goods moved: item and pieces, negative taken. A swap has two.</summary>
    public required IReadOnlyList<(int Item, int Count)> Moved { get; init; }

    /// <summary>The change of load in grams.</summary>
    public required double Grams { get; init; }

    /// <summary>How it followed the act before: calm, hesitating, quick, together.</summary>
    public required string Pace { get; init; }

    /// <summary>Whether the next plate was moved at the same time.</summary>
    public bool TwoPlates { get; init; }

    /// <summary>What lay there that is not goods: phone, bag; the SKU of another plate.</summary>
    public string? Thing { get; init; }

    /// <summary>What one who knew everything but the hands could say of the load before and after this and the acts hidden with it; null where a later act carries it.</summary>
    public IReadOnlyDictionary<long, double>? Known { get; set; }
}
