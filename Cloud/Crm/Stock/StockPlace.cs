namespace Cloud.Crm.Stock;

/// <summary>Some goods at a location of a store: what the books have one number for.</summary>
internal readonly record struct StockPlace(string Store, string Sku, string Location) : IComparable<StockPlace>
{
    /// <summary>The goods in their store, whatever the location.</summary>
    internal StockGoods Goods => new(Store, Sku);

    /// <summary>The order in which rows are locked and written.</summary>
    public int CompareTo(StockPlace other) =>
        Goods.CompareTo(other.Goods) is not 0 and var order ? order : string.CompareOrdinal(Location, other.Location);
}

/// <summary>Some goods of a store.</summary>
internal readonly record struct StockGoods(string Store, string Sku) : IComparable<StockGoods>
{
    /// <summary>The order in which rows are locked and written.</summary>
    public int CompareTo(StockGoods other) =>
        string.CompareOrdinal(Store, other.Store) is not 0 and var order ? order : string.CompareOrdinal(Sku, other.Sku);
}
