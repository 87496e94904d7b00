namespace Cloud.Crm.Orders;

/// <summary>A rule as it comes in.</summary>
internal sealed record RuleBody(long Min, long Max, long Multiple, string? Supplier = null);

/// <summary>A supplier as it comes in, or as it is to be.</summary>
internal sealed record SupplierBody(string Name, string Channel, string? Address = null, string Language = "en", int LeadDays = 1, bool Active = true);

/// <summary>What is to be changed of a supplier; what is left out stays.</summary>
internal sealed record SupplierChange(
    string? Name = null, string? Channel = null, string? Address = null, string? Language = null, int? LeadDays = null, bool? Active = null);

/// <summary>A supplier's product as it comes in.</summary>
internal sealed record SupplierProductBody(long PriceFen, long Pack = 1, long Moq = 1, int? LeadDays = null);

/// <summary>A line that a person orders; 0 takes it out of its draft.</summary>
internal sealed record OrderedLine(string Sku, long Ordered);

/// <summary>A new purchase, or more lines of the open draft.</summary>
internal sealed record PurchaseBody(string Store, string Supplier, IReadOnlyList<OrderedLine> Lines, string? Remark = null);

/// <summary>What is to be changed of a purchase.</summary>
internal sealed record PurchaseEdit(IReadOnlyList<OrderedLine>? Lines = null, string? Remark = null, DateTime? ExpectedAt = null);

/// <summary>How to send.</summary>
internal sealed record SendBody(bool BeyondBudget = false);

/// <summary>What a supplier answers.</summary>
internal sealed record AcknowledgeBody(DateTime? ExpectedAt = null, string? Reference = null);

/// <summary>Why something ends.</summary>
internal sealed record EndBody(string? Why = null);

/// <summary>Goods of a delivery.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">How many came, 0 or more.</param>
/// <param name="To">Where people put them: receiving, backroom or shelf.</param>
internal sealed record DeliveredLine(string Sku, long Quantity, string To = "receiving");

/// <summary>A delivery.</summary>
/// <param name="Lines">The goods.</param>
/// <param name="Over">More than was ordered is taken in all the same.</param>
/// <param name="Last">What has not come now will not come.</param>
internal sealed record Delivery(IReadOnlyList<DeliveredLine> Lines, bool Over = false, bool Last = false);

/// <summary>Ordering a SKU once.</summary>
internal sealed record OrderOnceBody(long? Quantity = null, string? Supplier = null);

/// <summary>Not proposing a SKU until then; null proposes it again.</summary>
internal sealed record SnoozeBody(DateTime? Until = null, string? Why = null);

/// <summary>A budget as it comes in.</summary>
internal sealed record BudgetBody(string Period, long AmountFen);
