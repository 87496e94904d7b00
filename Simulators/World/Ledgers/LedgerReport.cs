using System.Globalization;
using System.Text;

namespace Simulators.World.Ledgers;

/// <summary>The outcome of a check, gateway by gateway.</summary>
/// <param name="Gateways">One entry a gateway.</param>
public sealed record LedgerReport(IReadOnlyList<GatewayLedger> Gateways)
{
    /// <summary>Whether nothing is wrong anywhere.</summary>
    public bool IsRight => IsHonest && Told == 0;

    /// <summary>Whether nothing is wrong but what a gap tells of, which is all that can be asked after a disk was damaged.</summary>
    public bool IsHonest => Gateways.All(g => g.IsHonest);

    /// <summary>Events acknowledged to tills, all gateways together.</summary>
    public long Acknowledged => Gateways.Sum(g => g.Acknowledged);

    /// <summary>Acknowledged or given a number, and not at headquarters.</summary>
    public long Lost => Gateways.Sum(g => g.Lost.Count);

    /// <summary>Acknowledged to a till and not at headquarters, but in a gap that is told.</summary>
    public long Told => Gateways.Sum(g => g.Told.Count);

    /// <summary>There twice, or counted twice.</summary>
    public long Doubled => Gateways.Sum(g => g.Doubled.Count);

    /// <summary>Not in the order in which the gateway accepted them.</summary>
    public long OutOfOrder => Gateways.Sum(g => g.OutOfOrder.Count);

    /// <summary>A table for people, and under it every offence, at most twenty of a kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line("gateway", "acknowledged", "last seq", "committed", "lost", "told", "doubled", "out of order", "gaps", "gap events", "weighed/placed", "told/moved", "printed/asked", "announced/came", "booked/sold");
        foreach (var g in Gateways)
        {
            Line(
                g.Gateway, g.Acknowledged, g.LastSeq ?? 0, g.Committed, g.Lost.Count, g.Told.Count, g.Doubled.Count, g.OutOfOrder.Count, g.Gaps, g.GapEvents,
                $"{g.Weighed}/{g.Placed}", $"{g.Stock.Told}/{g.Stock.Moved}", $"{g.Prints.Printed}/{g.Prints.Asked}", $"{g.Visits.Announced}/{g.Visits.Visits}", $"{g.Sales.Booked}/{g.Sales.Sold}");
        }

        foreach (var g in Gateways)
        {
            Offences(g.Gateway, "lost", g.Lost);
            Offences(g.Gateway, "lost but told", g.Told);
            Offences(g.Gateway, "doubled", g.Doubled);
            Offences(g.Gateway, "out of order", g.OutOfOrder);
            Offences(g.Gateway, "weighed wrong", g.WeighedWrong);
            Offences(g.Gateway, "stock wrong", g.Stock.Wrong);
            Offences(g.Gateway, "printed wrong", g.Prints.Wrong);
            Offences(g.Gateway, "announced wrong", g.Visits.Wrong);
            Offences(g.Gateway, "booked wrong", g.Sales.Wrong);
        }

        return text.ToString();

        void Line(params object[] cells)
        {
            int[] widths = [-10, 13, 9, 10, 6, 6, 8, 13, 6, 11, 15, 12, 14, 16, 13];
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = string.Create(CultureInfo.InvariantCulture, $"{cells[i]}");
                text.Append(widths[i] < 0 ? cell.PadRight(-widths[i]) : cell.PadLeft(widths[i]));
            }

            text.AppendLine();
        }

        void Offences(string gateway, string kind, IReadOnlyList<string> which)
        {
            foreach (var one in which.Take(20))
            {
                text.Append(gateway).Append(' ').Append(kind).Append(": ").AppendLine(one);
            }

            if (which.Count > 20)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{gateway} {kind}: and {which.Count - 20} more");
            }
        }
    }
}

/// <summary>The outcome for one gateway. Each entry of a list is one offence, naming the event.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Acknowledged">Events acknowledged to its tills.</param>
/// <param name="LastSeq">The last sequence number it had given when its sources had stopped, or null.</param>
/// <param name="Committed">Rows of this gateway at headquarters.</param>
/// <param name="Lost">Acknowledged or given a number, and not at headquarters, and in no gap that is told.</param>
/// <param name="Told">Acknowledged to a till and not at headquarters, but in such a gap.</param>
/// <param name="Doubled">There twice, or counted twice.</param>
/// <param name="OutOfOrder">Not in the order in which the gateway accepted them.</param>
/// <param name="Gaps">Gaps told by <c>buffer.gap</c> events.</param>
/// <param name="GapEvents">Events in those.</param>
/// <param name="Placed">Loads put on its scales, long enough to be weighed.</param>
/// <param name="Weighed">Of those, how many became <c>goods.weighed</c>.</param>
/// <param name="WeighedWrong">Loads without an event, and events without a load.</param>
public sealed record GatewayLedger(
    string Gateway,
    long Acknowledged,
    long? LastSeq,
    long Committed,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Told,
    IReadOnlyList<string> Doubled,
    IReadOnlyList<string> OutOfOrder,
    long Gaps,
    long GapEvents,
    long Placed,
    long Weighed,
    IReadOnlyList<string> WeighedWrong)
{
    /// <summary>What became of the goods on its plates.</summary>
    public StockOutcome Stock { get; init; } = StockOutcome.None;

    /// <summary>What became of its receipts.</summary>
    public PrintOutcome Prints { get; init; } = PrintOutcome.None;

    /// <summary>What became of the sales of its store.</summary>
    public SalesOutcome Sales { get; init; } = SalesOutcome.None;

    /// <summary>What became of the visits before its cameras.</summary>
    public VisitOutcome Visits { get; init; } = VisitOutcome.None;

    /// <summary>Whether nothing is wrong but what a gap tells of.</summary>
    public bool IsHonest => Lost.Count + Doubled.Count + OutOfOrder.Count + WeighedWrong.Count + Stock.Wrong.Count + Prints.Wrong.Count + Visits.Wrong.Count
        + Sales.Wrong.Count == 0;
}
