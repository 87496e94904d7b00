namespace Simulators.Shelves.Traces;

/// <summary>One piece of goods.</summary>
/// <param name="Item">Which of the plate's items, from 0; -1 for another plate's.</param>
/// <param name="Grams">What it weighs.</param>
internal sealed record Piece(int Item, double Grams)
{
    /// <summary>What the cell feels of it where it stands: a bar cell reads a corner a little differently.</summary>
    public double Felt { get; set; } = Grams;
}

/// <summary>Pieces that left a plate in one hand and may come back.</summary>
/// <param name="Pieces">The pieces.</param>
/// <param name="At">When, in seconds.</param>
internal sealed record Held(List<Piece> Pieces, double At);

/// <summary>Something that lies on a plate and is not its goods.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Grams">What it weighs.</param>
/// <param name="At">Since when, in seconds.</param>
internal sealed record ForeignThing(string Name, double Grams, double At);

/// <summary>A kind of thing that people put down.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Grams">What one weighs on average.</param>
/// <param name="Sigma">How much they differ.</param>
/// <param name="Share">How often it is this one.</param>
internal sealed record ForeignKind(string Name, double Grams, double Sigma, double Share)
{
    /// <summary>The lightest that is drawn, in grams.</summary>
    public const double Least = 25;

    /// <summary>What people carry.</summary>
    public static IReadOnlyList<ForeignKind> All { get; } =
    [
        new("phone", 190, 25, 0.42), new("wallet", 130, 40, 0.08), new("keys", 85, 30, 0.08), new("cup", 330, 70, 0.10),
        new("bottle", 530, 40, 0.10), new("handbag", 900, 350, 0.12), new("shopping bag", 1900, 700, 0.10),
    ];
}
