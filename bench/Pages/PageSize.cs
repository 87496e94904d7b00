namespace Bench.Pages;

/// <summary>How large the chain is whose pages are measured.</summary>
/// <param name="Stores">Stores, each with one gateway.</param>
/// <param name="SkusAStore">SKUs in each.</param>
/// <param name="FewMembers">Members at the first measurement of their lists.</param>
/// <param name="Members">Members in the end.</param>
/// <param name="Events">Events of all gateways.</param>
/// <param name="Sales">Sales.</param>
/// <param name="Days">Days of visits and of sums of sales.</param>
internal sealed record PageSize(int Stores, int SkusAStore, int FewMembers, int Members, int Events, int Sales, int Days)
{
    /// <summary>3,000 stores with 1,002,000 rows of stock, 1,000,000 members and 20,000,000 events.</summary>
    internal static PageSize Whole { get; } = new(3_000, 334, 100_000, 1_000_000, 20_000_000, 1_000_000, 60);

    /// <summary>A tenth of it, to try.</summary>
    internal static PageSize Tenth { get; } = new(300, 334, 10_000, 100_000, 2_000_000, 100_000, 60);
}
