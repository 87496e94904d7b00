using Cloud.Crm.Clocks;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Stock;

/// <summary>The times of moves whose events' times have become known. Quantities stay as they were booked: what a plate said counted in the order in which it said it.</summary>
internal static class StockTimes
{
    /// <summary>A plate that says many things by a clock that stands is booked a millisecond apart: so much later than its event a move may stand at most.</summary>
    private static readonly TimeSpan s_apart = TimeSpan.FromHours(1);

    /// <summary>The statement.</summary>
    internal static IEnumerable<EffectStatement> Of(IReadOnlyList<MovedEvent> moved)
    {
        var moves = moved.SelectMany(m => Goods(m.Old.Effect).Distinct(StringComparer.Ordinal).Select(sku => (Moved: m, Sku: sku))).ToList();
        if (moves.Count == 0)
        {
            yield break;
        }

        yield return new EffectStatement(
            """
            UPDATE stock_move m SET at = n.at FROM unnest($1, $2, $3, $4, $5, $6) AS n (store, sku, evidence, since, until, at)
            WHERE m.store = n.store AND m.sku = n.sku AND m.at >= n.since AND m.at < n.until AND m.evidence = n.evidence
            """,
            "UPDATE stock_move SET at = @p6 WHERE store = @p1 AND sku = @p2 AND at >= @p4 AND at < @p5 AND evidence = @p3",
            moves.Select(m => m.Moved.Old.Store).ToArray(), moves.Select(m => m.Sku).ToArray(), moves.Select(m => m.Moved.Evidence).ToArray(),
            moves.Select(m => StockSql.ToMilliseconds(m.Moved.Old.At)).ToArray(), moves.Select(m => StockSql.ToMilliseconds(m.Moved.Old.At) + s_apart).ToArray(),
            moves.Select(m => StockSql.ToMilliseconds(m.Moved.New.At)).ToArray());
    }

    private static IEnumerable<string> Goods(EventEffect? effect) =>
        effect is PlateSaid said ? [.. said is PlateMoved moved ? (string[])[moved.Sku] : [], .. said.Counts.Select(count => count.Sku)] : [];
}
