namespace Cloud.Crm.Orders;

/// <summary>What a quantity costs.</summary>
internal static class Cost
{
    /// <summary>Fen for a quantity; half a fen is rounded up.</summary>
    /// <param name="quantity">Pieces or grams.</param>
    /// <param name="priceFen">Fen for one piece, or for 1,000 g.</param>
    /// <param name="unit">piece or gram.</param>
    internal static long Of(long quantity, long priceFen, string unit) => unit == "gram" ? checked((quantity * priceFen + 500) / 1000) : checked(quantity * priceFen);
}
