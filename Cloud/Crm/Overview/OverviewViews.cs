using System.Text.Json.Serialization;

namespace Cloud.Crm.Overview;

/// <summary>The chain at a glance: what the caller may see of it.</summary>
/// <param name="At">When this was read.</param>
/// <param name="Stores">How the stores are.</param>
/// <param name="Today">What happened today, in each store's own day.</param>
/// <param name="Attention">What somebody should look at.</param>
/// <param name="Books">Whether stock adds up.</param>
/// <param name="StoresToday">The stores by what they sold today, those that sold nothing yet last; at most 20.</param>
internal sealed record ChainOverview(
    DateTime At, StoreCounts Stores, TodayFigures Today, AttentionCounts Attention, BooksState Books, IReadOnlyList<StoreToday> StoresToday);

/// <summary>Stores by how they are.</summary>
/// <param name="All">How many there are.</param>
/// <param name="Online">All their gateways and devices answer.</param>
/// <param name="Degraded">A gateway or a device does not, others do.</param>
/// <param name="Offline">No gateway answers.</param>
internal sealed record StoreCounts(long All, long Online, long Degraded, long Offline);

/// <summary>What happened today.</summary>
/// <param name="People">How many were counted.</param>
/// <param name="Arrivals">How many members' visits.</param>
/// <param name="Sales">How many sales.</param>
/// <param name="TotalFen">What they came to, returns of the day taken off, in fen.</param>
/// <param name="YesterdayTotalFen">The same of the whole of yesterday.</param>
internal sealed record TodayFigures(long People, long Arrivals, long Sales, long TotalFen, long YesterdayTotalFen);

/// <summary>What somebody should look at.</summary>
/// <param name="LowStock">Goods below their least.</param>
/// <param name="NegativeStock">Goods of which the books have less than none.</param>
/// <param name="Alarms">Alarms about stock that nobody has acknowledged.</param>
/// <param name="DraftPurchases">Orders that are proposed and not sent.</param>
/// <param name="LatePurchases">Orders whose delivery should be here.</param>
/// <param name="TransfersShort">Transfers that were received with less than was sent.</param>
/// <param name="DeadLetters">Messages that could not be read; for callers who see the whole chain.</param>
/// <param name="Duplicates">Customers who may be one; for callers who see the whole chain.</param>
internal sealed record AttentionCounts(
    long LowStock, long NegativeStock, long Alarms, long DraftPurchases, long LatePurchases, long TransfersShort, long DeadLetters, long Duplicates);

/// <summary>Whether stock adds up, as of the last check.</summary>
/// <param name="Wrong">How many stores' books were found wrong.</param>
/// <param name="CheckedAt">The oldest check, or null where none was made.</param>
internal sealed record BooksState(long Wrong, DateTime? CheckedAt);

/// <summary>A store's day so far.</summary>
internal sealed record StoreToday(string Store, string Name, bool Online, long People, long Sales, long TotalFen, long Low);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChainOverview))]
internal sealed partial class OverviewJson : JsonSerializerContext;
