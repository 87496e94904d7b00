namespace Cloud.Crm.Stock;

/// <summary>Goods that go from one location to another: the only way in which stock changes.</summary>
/// <param name="Store">The store they leave.</param>
/// <param name="Sku">The goods; a SKU that nobody named yet becomes a product without a name.</param>
/// <param name="Quantity">How many of the product's unit, 1 or more.</param>
/// <param name="From">The location they leave; see <see cref="StockLocation"/>.</param>
/// <param name="To">The location they come to.</param>
/// <param name="Reason">Why, a word of <see cref="StockReason"/>, or one with what people gave behind a colon.</param>
/// <param name="Evidence">What it rests on: <c>event/GATEWAY NUMBER/POSITION</c>, <c>sale/ID</c>, <c>purchase/ID</c>, <c>transfer/ID</c> and so on.</param>
/// <param name="At">When it happened, UTC. A count of the location that is later than this has seen it already.</param>
/// <param name="Who">An account's id, a gateway, or <c>headquarters</c>.</param>
/// <param name="ToStore">The store they come to, or null for the same.</param>
/// <param name="Key">Where it is given: the same key of a store moves once, however often it is asked for.</param>
internal sealed record StockMove(
    string Store, string Sku, long Quantity, string From, string To, string Reason, string Evidence, DateTime At, string Who, string? ToStore = null, string? Key = null)
{
    /// <summary>The place they leave.</summary>
    internal StockPlace Source => new(Store, Sku, From);

    /// <summary>The place they come to.</summary>
    internal StockPlace Target => new(ToStore ?? Store, Sku, To);
}
