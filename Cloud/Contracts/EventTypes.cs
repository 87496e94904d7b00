namespace Cloud.Contracts;

/// <summary>The <c>type</c> of every event, as it stands on the wire.</summary>
public static class EventTypes
{
#pragma warning disable CS1591 // Each constant is its own wire text; EventCatalog says what it carries.
    public const string StockItemTaken = "stock.item.taken";
    public const string StockItemReturned = "stock.item.returned";
    public const string StockPlateAmbiguous = "stock.plate.ambiguous";
    public const string StockPlateDisturbed = "stock.plate.disturbed";
    public const string StockPlateUncalibrated = "stock.plate.uncalibrated";
    public const string StockLevelLow = "stock.level.low";
    public const string StockLevelRestored = "stock.level.restored";
    public const string StockCountRecorded = "stock.count.recorded";
    public const string GoodsWeighed = "goods.weighed";
    public const string ScanRead = "scan.read";
    public const string SaleRecorded = "sale.recorded";
    public const string SaleReturned = "sale.returned";
    public const string VisitStarted = "visit.started";
    public const string VisitEnded = "visit.ended";
    public const string VisitCounted = "visit.counted";
    public const string VipArrived = "vip.arrived";
    public const string VipClaimed = "vip.claimed";
    public const string VipDismissed = "vip.dismissed";
    public const string ConsentGiven = "consent.given";
    public const string ConsentWithdrawn = "consent.withdrawn";
    public const string PrintCompleted = "print.completed";
    public const string PrintFailed = "print.failed";
    public const string PrintUnknown = "print.unknown";
    public const string DeviceOnline = "device.online";
    public const string DeviceOffline = "device.offline";
    public const string DeviceFault = "device.fault";
    public const string BufferGap = "buffer.gap";
    public const string GatewayHealth = "gateway.health";
    public const string GatewayUpdated = "gateway.updated";
    public const string DeviceSample = "device.sample";
#pragma warning restore CS1591
}
