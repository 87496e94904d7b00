namespace Cloud.Crm.Sales;

/// <summary>A sale on its way into the tables, or as it stands there.</summary>
/// <param name="Sale">What the till told.</param>
/// <param name="Claim">How the buyer was named, as it is kept; or null.</param>
/// <param name="Day">The store's own day of it.</param>
internal sealed record SaleRow(Sale Sale, string? Claim, string Day)
{
    /// <summary>The customer it is of, by the row's own id; or null.</summary>
    internal string? Member { get; set; }

    /// <summary>The day the money counts on: of a return its sale's.</summary>
    internal string CountsDay { get; init; } = Day;

    internal int Programme { get; init; }

    /// <summary>The sum of amounts times the category's percent.</summary>
    internal long Base { get; init; }

    /// <summary>Earned, or with a minus taken back.</summary>
    internal long Points { get; set; }

    internal long Burnt { get; set; }

    internal long Growth { get; init; }

    internal long? Balance { get; set; }

    /// <summary>What could not be done as the till thought, or null.</summary>
    internal string? Said { get; set; }

    internal required IReadOnlyList<SaleLineRow> Lines { get; init; }

    internal bool IsReturn => Sale.Kind == SaleKind.Return;

    /// <summary>What counts for levels: a return without a known sale counts nowhere.</summary>
    internal long SpendFen => IsReturn ? Sale.Original is null ? 0 : -Sale.TotalFen : Sale.TotalFen;
}

/// <summary>A line in the tables.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="Quantity">How many.</param>
/// <param name="AmountFen">What was paid.</param>
/// <param name="Percent">The category's share of points then.</param>
internal sealed record SaleLineRow(int Line, string Sku, string Unit, long Quantity, long AmountFen, long Percent)
{
    /// <summary>How much came back so far.</summary>
    internal long Returned { get; set; }

    /// <summary>What was paid back so far.</summary>
    internal long AmountBack { get; set; }
}
