namespace Simulators.Shelves.Traces;

/// <summary>One plate: its cell, its goods and what happened to it.</summary>
internal sealed class SimulatedPlate
{
    /// <summary>How much two places of a plate differ in what the cell feels, one standard deviation as a share.</summary>
    public const double CornerShare = 0.0003;

    /// <summary>Its name in planogram and trace.</summary>
    public required string Name { get; init; }

    /// <summary>Its cell.</summary>
    public required LoadCell Cell { get; init; }

    /// <summary>Its goods.</summary>
    public required IReadOnlyList<PlateItem> Items { get; init; }

    /// <summary>What was taken and may come back.</summary>
    public List<Held> Out { get; } = [];

    /// <summary>What lies there and is not goods.</summary>
    public List<ForeignThing> Things { get; } = [];

    /// <summary>Goods of other plates.</summary>
    public List<StrayPiece> Strays { get; } = [];

    /// <summary>The item that staff is refilling, or null.</summary>
    public int? Refilling { get; set; }

    /// <summary>What happened, by time.</summary>
    public List<TruthAct> Acts { get; } = [];

    /// <summary>What the plate carries over time.</summary>
    public LoadTimeline Load { get; } = new();

    /// <summary>What its goods lose, in grams a second.</summary>
    public double LossGramsASecond { get; init; }

    /// <summary>Noise of one conversion in grams, without shaking.</summary>
    public required double NoiseGrams { get; init; }

    /// <summary>What the goods weigh as the cell feels them.</summary>
    public double Felt => Items.Sum(item => item.Pieces.Sum(piece => piece.Felt));
}
