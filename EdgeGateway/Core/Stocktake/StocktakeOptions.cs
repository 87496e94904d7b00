namespace EdgeGateway.Core.Stocktake;

/// <summary>Counting the stock by scanning.</summary>
public sealed class StocktakeOptions
{
    /// <summary>What a label that carries a weight adds to its line.</summary>
    /// <value>The default is the weight.</value>
    public WeighedBy WeighedBy { get; set; } = WeighedBy.Weight;
}

/// <summary>How goods with a weight label are counted.</summary>
public enum WeighedBy
{
    /// <summary>By the weight on each label.</summary>
    Weight,

    /// <summary>One piece a label.</summary>
    Piece,
}
