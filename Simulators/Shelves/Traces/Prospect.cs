namespace Simulators.Shelves.Traces;

/// <summary>What a hand can do to a plate.</summary>
internal enum ActKind
{
    /// <summary>Takes pieces.</summary>
    Take,

    /// <summary>Puts back what was taken from here.</summary>
    Return,

    /// <summary>Puts one back and takes another in one motion.</summary>
    Exchange,

    /// <summary>Brings pieces that nobody took from here.</summary>
    Unasked,

    /// <summary>Staff refills.</summary>
    Restock,

    /// <summary>Puts down something that is not goods.</summary>
    ForeignPut,

    /// <summary>Takes it away.</summary>
    ForeignAway,

    /// <summary>Takes it away together with a piece.</summary>
    ForeignAwayWithTake,

    /// <summary>Puts goods of another plate here.</summary>
    MisplacedPut,

    /// <summary>Takes them away.</summary>
    MisplacedAway,

    /// <summary>Leans on the plate for 2 to 12 s.</summary>
    Lean,

    /// <summary>Pushes or knocks.</summary>
    Push,

    /// <summary>Touches goods.</summary>
    Touch,

    /// <summary>Wipes the plate.</summary>
    Cleaning,

    /// <summary>No power.</summary>
    Cut,
}

/// <summary>One thing that may happen next, with what somebody who knew everything but the hand would expect of it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Weight">How likely, beside the others.</param>
/// <param name="Grams">The change of load expected.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="Net">The change in goods (<see cref="Nets"/>).</param>
internal sealed record Prospect(ActKind Kind, double Weight, double Grams, double Variance, long Net)
{
    /// <summary>Pieces taken: item and count.</summary>
    public IReadOnlyList<(int Item, int Count)> Takes { get; init; } = [];

    /// <summary>Pieces brought that are not <see cref="Back"/>: item and count.</summary>
    public (int Item, int Count) Brings { get; init; }

    /// <summary>Whose pieces come back.</summary>
    public Held? Back { get; init; }

    /// <summary>How many of them.</summary>
    public int BackPieces { get; init; }

    /// <summary>What is put down.</summary>
    public ForeignKind? Puts { get; init; }

    /// <summary>What is taken away.</summary>
    public ForeignThing? Clears { get; init; }

    /// <summary>Another plate's piece that is put here or taken away.</summary>
    public StrayPiece? Stray { get; init; }
}

/// <summary>A piece on the wrong plate.</summary>
/// <param name="Sku">What it is.</param>
/// <param name="Piece">The piece; null while it is only a prospect.</param>
/// <param name="Home">The item of its own plate.</param>
internal sealed record StrayPiece(string Sku, Piece? Piece, PlateItem Home);

/// <summary>Changes in goods as one number that adds up: three decimal digits an item, signed.</summary>
internal static class Nets
{
    private const long Radix = 1000;

    /// <summary>So many pieces of one item.</summary>
    public static long Of(int item, int count)
    {
        long net = count;
        for (var i = 0; i < item; i++)
        {
            net *= Radix;
        }

        return net;
    }

    /// <summary>The counts of a number of items.</summary>
    public static int[] Counts(long net, int items)
    {
        var counts = new int[items];
        for (var i = 0; i < items; i++)
        {
            var digit = net % Radix;
            digit = digit > Radix / 2 ? digit - Radix : digit < -Radix / 2 ? digit + Radix : digit;
            counts[i] = (int)digit;
            net = (net - digit) / Radix;
        }

        return counts;
    }
}
