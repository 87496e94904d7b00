using Cloud.Crm.Stock;

namespace Cloud.Crm.Sales;

/// <summary>What sales do to the stock: one move a line, keyed by it.</summary>
internal static class SaleStock
{
    /// <summary>The moves of a sale or a return; where goods lie on plates, the stock's book takes them out of the basket.</summary>
    internal static IEnumerable<StockMove> MovesOf(SaleRow row) => row.Lines.Select(line => new StockMove(
        row.Sale.Store,
        line.Sku,
        line.Quantity,
        row.IsReturn ? StockLocation.Customer : StockLocation.Shelf,
        row.IsReturn ? row.Sale.Restock : StockLocation.Customer,
        row.IsReturn ? StockReason.SaleReturn : StockReason.Sale,
        $"sale/{row.Sale.Id}",
        row.Sale.At,
        row.Sale.Till,
        Key: $"sale/{row.Sale.Id}/{line.Line}"));
}
