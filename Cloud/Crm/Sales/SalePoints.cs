using Cloud.Crm.Programme;

namespace Cloud.Crm.Sales;

/// <summary>The points of sales: a function of the sale's UUID, so that they are there once.</summary>
internal static class SalePoints
{
    /// <summary>The entry and lot of what a sale earned.</summary>
    internal static string LotOf(string sale) => $"sale/{sale}/earned";

    /// <summary>Gives what a sale earned.</summary>
    internal static void Earn(SaleRow row, Dictionary<string, PointsLedger> ledgers, ProgrammeDocument rules)
    {
        if (row.Member is { } member)
        {
            ledgers[member].Earn(
                new PointsCause(LotOf(row.Sale.Id), row.Sale.At, row.Sale.Store, row.Sale.Id, $"sale/{row.Sale.Id}", row.Sale.Till, null),
                row.Points,
                rules.Points.ExpireDays is { } days ? row.Sale.At.AddDays(days) : null);
        }
    }
}
