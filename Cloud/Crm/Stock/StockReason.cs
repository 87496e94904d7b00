namespace Cloud.Crm.Stock;

/// <summary>Why goods moved, as pages and reports know it.</summary>
internal static class StockReason
{
#pragma warning disable CS1591 // Each is its own word; docs/stock.md says when it is given.
    internal const string Taken = "taken";
    internal const string Returned = "returned";
    internal const string Restocked = "restocked";
    internal const string PlateCount = "plate_count";
    internal const string Counted = "counted";
    internal const string AlreadyCounted = "already_counted";
    internal const string Sale = "sale";
    internal const string SaleReturn = "sale_return";
    internal const string Plated = "plated";
    internal const string NotPaid = "not_paid";
    internal const string UnseenSale = "unseen_sale";
    internal const string PaidLater = "paid_later";
    internal const string SeenLater = "seen_later";
    internal const string Receipt = "receipt";
    internal const string Scrapped = "scrapped";
    internal const string Moved = "moved";
    internal const string Shipped = "shipped";
    internal const string TransferReceived = "transfer_received";
    internal const string TransferLost = "transfer_lost";
    internal const string TransferFound = "transfer_found";
#pragma warning restore CS1591
}
