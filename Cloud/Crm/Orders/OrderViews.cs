namespace Cloud.Crm.Orders;

/// <summary>A page of a list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What to ask the next page with, or null at the end.</param>
internal sealed record OrderPage<TRow>(IReadOnlyList<TRow> Rows, string? Next);

/// <summary>A supplier's id and name.</summary>
internal sealed record Named(string Id, string Name);

/// <summary>VIPs who usually buy something.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">A few of them, all but the first letter hidden.</param>
internal sealed record VipView(long Count, IReadOnlyList<string> Names);

/// <summary>A purchase's id and state.</summary>
internal sealed record PurchaseMark(string Id, string State);

/// <summary>A SKU of a store that has a rule. Quantities are in the product's unit, money in fen.</summary>
/// <param name="Store">The store.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Name">The product's name, or the SKU where it has none.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="OnHand">What lies in the store.</param>
/// <param name="Reserved">What of it is promised.</param>
/// <param name="Available">On hand, less what is reserved.</param>
/// <param name="Incoming">Ordered or sent by another store, and not here.</param>
/// <param name="Forecast">Available and incoming.</param>
/// <param name="Min">The forecast at which it is ordered.</param>
/// <param name="Max">What the order brings the forecast up to.</param>
/// <param name="Multiple">Orders are multiples of this.</param>
/// <param name="ToOrder">The open draft line's quantity, else what the rule wants now.</param>
/// <param name="Supplier">Who sells it, as the rule says or cheapest; null where nobody does.</param>
/// <param name="PriceFen">At what: one piece, or 1,000 g.</param>
/// <param name="CostFen">Of <paramref name="ToOrder"/>.</param>
/// <param name="LeadDays">From the order to the delivery, as promised.</param>
/// <param name="ArrivesAt">If it were ordered now.</param>
/// <param name="CoverDays">How long what is there lasts, with one decimal; null where nothing went in the last weeks.</param>
/// <param name="SnoozedUntil">Not proposed until then, or null.</param>
/// <param name="SnoozedBy">As who said.</param>
/// <param name="Why">Every number that led to the quantity and to the money.</param>
/// <param name="Vip">VIPs who usually buy it; null where none does.</param>
/// <param name="Funded">Whether the budget has money for the draft line; null without one.</param>
/// <param name="Purchase">The open draft that has the line.</param>
/// <param name="Etag">The rule's version.</param>
internal sealed record ReplenishmentRow(
    string Store, string Sku, string Name, string Unit, long OnHand, long Reserved, long Available, long Incoming, long Forecast, long Min, long Max, long Multiple, long ToOrder,
    Named? Supplier, long? PriceFen, long? CostFen, int? LeadDays, DateTime? ArrivesAt, decimal? CoverDays, DateTime? SnoozedUntil, string? SnoozedBy, IReadOnlyList<Why> Why,
    VipView? Vip, bool? Funded, PurchaseMark? Purchase, string Etag);

/// <summary>A reorder rule.</summary>
internal sealed record RuleView(string Store, string Sku, long Min, long Max, long Multiple, string? Supplier, string Etag);

/// <summary>A supplier.</summary>
internal sealed record SupplierView(string Id, string Name, string Channel, string? Address, string Language, int LeadDays, bool Active, long Products, string Etag);

/// <summary>What a supplier sells a SKU at.</summary>
internal sealed record SupplierProductView(string Sku, string Name, long PriceFen, long Pack, long Moq, int? LeadDays);

/// <summary>How a supplier delivered orders that were sent in the last days and have ended.</summary>
/// <param name="Supplier">The supplier.</param>
/// <param name="Days">The days.</param>
/// <param name="Purchases">The orders.</param>
/// <param name="LeadHours">From sending to the last delivery; null where nothing came.</param>
/// <param name="OnTime">Whose last delivery came when it was expected.</param>
/// <param name="Fill">What came of what was ordered.</param>
/// <param name="Open">Sent and not ended.</param>
/// <param name="Rows">The latest.</param>
internal sealed record SupplierPerformance(
    string Supplier, int Days, long Purchases, LeadHours? LeadHours, OnTime OnTime, Fill Fill, long Open, IReadOnlyList<DeliveryRecord> Rows);

/// <summary>Hours with one decimal.</summary>
internal sealed record LeadHours(decimal Average, decimal Least, decimal Most);

/// <summary>Orders in time, of those that had a day.</summary>
internal sealed record OnTime(long Purchases, long Of);

/// <summary>Pieces and kilograms ordered and received, never more than ordered; lines, and those of them that came whole; received in thousandths of ordered.</summary>
internal sealed record Fill(decimal Ordered, decimal Received, long Lines, long Complete, long? Permille);

/// <summary>One ended order of a supplier.</summary>
internal sealed record DeliveryRecord(
    string Purchase, string Store, DateTime SentAt, DateTime? ExpectedAt, DateTime? LastReceivedAt, decimal? LeadHours, decimal Ordered, decimal Received);

/// <summary>A purchase in a list.</summary>
internal sealed record PurchaseSummary(
    string Id, string Store, Named Supplier, string State, long Lines, long TotalFen, long Unfunded, DateTime CreatedAt, string CreatedBy, DateTime? SentAt, DateTime? ExpectedAt,
    DateTime? AcknowledgedAt, DateTime? EndedAt, string Etag);

/// <summary>Everything of a purchase.</summary>
internal sealed record PurchaseView(
    string Id, string Store, Named Supplier, string State, IReadOnlyList<PurchaseLineView> Lines, long TotalFen, long Unfunded, DateTime CreatedAt, string CreatedBy, DateTime? SentAt,
    DateTime? ExpectedAt, DateTime? AcknowledgedAt, DateTime? EndedAt, string Etag, string Remark, string? Reference, IReadOnlyList<PurchaseNoteView> Notes,
    IReadOnlyList<ReceiptView> Receipts, MessageView? Message);

/// <summary>A line of a purchase.</summary>
internal sealed record PurchaseLineView(
    string Sku, string Name, string Unit, long Ordered, long Received, long Open, long PriceFen, long CostFen, string State, string By, bool Funded, IReadOnlyList<Why> Why);

/// <summary>What happened to a purchase.</summary>
internal sealed record PurchaseNoteView(DateTime At, string Who, string Code, IReadOnlyDictionary<string, string> Values);

/// <summary>A delivery.</summary>
internal sealed record ReceiptView(string Key, DateTime At, string Who, IReadOnlyList<DeliveredLine> Lines);

/// <summary>How far the mail or web hook is.</summary>
internal sealed record MessageView(string State, string? Said);

/// <summary>A store's budget in the period that is now.</summary>
internal sealed record BudgetView(
    string Store, string Period, long AmountFen, DateTime From, DateTime To, long SpentFen, long LeftFen, long ProposedFen, long UnfundedFen, string Etag);

/// <summary>The levels whose members are VIPs.</summary>
internal sealed record VipLevels(IReadOnlyList<string> Levels);
