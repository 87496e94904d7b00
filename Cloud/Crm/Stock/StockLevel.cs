namespace Cloud.Crm.Stock;

/// <summary>What the books say of one place, while a transaction works on it. Moments are UTC, in whole milliseconds.</summary>
internal sealed class StockLevel
{
    /// <summary>How many there are, by the books.</summary>
    internal long Quantity { get; set; }

    /// <summary>The latest moment at which something moved here; null where nothing did yet.</summary>
    internal DateTime? MovedAt { get; set; }

    /// <summary>The moment of the latest count; null where nobody counted.</summary>
    internal DateTime? CountedAt { get; set; }

    /// <summary>What that count found.</summary>
    internal long? Counted { get; set; }

    /// <summary>The latest moment at which the plate itself said how many lie on it.</summary>
    internal DateTime? ToldAt { get; set; }

    /// <summary>By how much this transaction changes <see cref="Quantity"/>.</summary>
    internal long Change { get; set; }

    /// <summary>Whether it must be written.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>Moves that are no counts: those of this transaction, and those in the table that are later than the earliest count to be taken in.</summary>
    internal List<(DateTime At, long Net)> Moves { get; } = [];
}
