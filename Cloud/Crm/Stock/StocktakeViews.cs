namespace Cloud.Crm.Stock;

/// <summary>A stocktake to begin.</summary>
internal sealed record StocktakeBody(string Store, string Location);

/// <summary>A code that was scanned or typed.</summary>
/// <param name="Scan">Its own id: the same counts once.</param>
/// <param name="Code">A SKU or GTIN.</param>
/// <param name="Quantity">How often it counts, in the product's unit.</param>
/// <param name="Set">Whether the line is set to the quantity, and not counted up.</param>
internal sealed record ScanBody(string Scan, string Code, long Quantity = 1, bool Set = false);

/// <summary>What is to become of goods that nobody counted.</summary>
/// <param name="Missing">keep, or zero: what the books have at the place and nobody counted is not there.</param>
internal sealed record CloseBody(string? Missing = null);

/// <summary>A stocktake.</summary>
internal sealed record StocktakeRow(
    string Id, string Store, string Location, string Name, string State, string Who, string Source, DateTime StartedAt, DateTime? ClosedAt);

/// <summary>A stocktake and what was counted.</summary>
internal sealed record StocktakeView(
    string Id, string Store, string Location, string Name, string State, string Who, string Source, DateTime StartedAt, DateTime? ClosedAt, IReadOnlyList<StocktakeLine> Lines);

/// <summary>A line of a stocktake.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Name">Their name.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="Counted">What was counted.</param>
/// <param name="CountedAt">When.</param>
/// <param name="Expected">What the books had at that moment; null while it is open, or where a later count was known already.</param>
/// <param name="Difference">Counted less expected.</param>
/// <param name="Said">Why it was not booked: unit, where pieces were counted of goods by weight or the other way; else null.</param>
internal sealed record StocktakeLine(string Sku, string Name, string Unit, long Counted, DateTime CountedAt, long? Expected, long? Difference, string? Said);
