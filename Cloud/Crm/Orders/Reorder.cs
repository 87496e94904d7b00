namespace Cloud.Crm.Orders;

/// <summary>Everything that decides about one SKU of one store, read in one look.</summary>
internal sealed record Reorder
{
    internal required string Store { get; init; }

    internal required string Sku { get; init; }

    /// <summary>The product's name; the SKU where it has none.</summary>
    internal required string Name { get; init; }

    /// <summary>piece or gram.</summary>
    internal required string Unit { get; init; }

    internal required ReorderLevels Levels { get; init; }

    /// <summary>What lies in the store.</summary>
    internal required long OnHand { get; init; }

    /// <summary>What of it is promised.</summary>
    internal required long Reserved { get; init; }

    /// <summary>What is ordered and on its way.</summary>
    internal required long Incoming { get; init; }

    /// <summary>The supplier the rule names, or null for the cheapest.</summary>
    internal string? RuleSupplier { get; init; }

    /// <summary>Who sells it at what; null where nobody does.</summary>
    internal Offer? Offer { get; init; }

    /// <summary>Until when nobody wants to be proposed it, and who said so; null where nobody did. It may be over.</summary>
    internal (DateTime Until, string Who)? Snooze { get; init; }

    /// <summary>The line in the open draft, or null.</summary>
    internal DraftLine? Line { get; init; }

    /// <summary>What the last look said.</summary>
    internal required bool Needed { get; init; }

    /// <summary>The rule's version.</summary>
    internal required long Version { get; init; }

    internal long Available => OnHand - Reserved;

    internal long Forecast => Available + Incoming;
}

/// <summary>A supplier's offer of a SKU.</summary>
/// <param name="Supplier">The supplier's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="PriceFen">Fen for one piece or for 1,000 g.</param>
/// <param name="Pack">How many are packed together.</param>
/// <param name="Least">How many it sells at least.</param>
/// <param name="LeadDays">Days from the order to the delivery, as promised.</param>
internal sealed record Offer(string Supplier, string Name, long PriceFen, long Pack, long Least, int LeadDays);

/// <summary>A line of an open draft.</summary>
/// <param name="Purchase">The draft.</param>
/// <param name="Supplier">Its supplier.</param>
/// <param name="Ordered">The quantity.</param>
/// <param name="PriceFen">The price it was proposed at.</param>
/// <param name="Origin">Who set the quantity: <see cref="Rule"/>, or a person's name.</param>
/// <param name="Funded">Whether the budget has money for it.</param>
/// <param name="Funding">Why it has, or has not.</param>
internal sealed record DraftLine(string Purchase, string Supplier, long Ordered, long PriceFen, string Origin, bool Funded, IReadOnlyList<Why> Funding)
{
    /// <summary>The origin of a quantity that follows the forecast.</summary>
    internal const string Rule = "rule";

    /// <summary>Whether the quantity follows the forecast.</summary>
    internal bool Follows => Origin == Rule;
}
