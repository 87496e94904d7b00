using Cloud.Crm.Clocks;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Visits;

/// <summary>Moves people, stays and arrivals to the hours at which they were, where that has become known: each leaves its hour and comes into the other in one transaction.</summary>
internal static class VisitMoves
{
    /// <summary>The statements.</summary>
    internal static IEnumerable<EffectStatement> Of(IReadOnlyList<MovedEvent> moved)
    {
        var tally = new VisitTally();
        foreach (var one in moved)
        {
            tally.Add(one.Old, -1);
            tally.Add(one.New, 1);
        }

        return
        [
            .. tally.Statements(),
            Moved(moved, "arrived_at", row => row.Effect is MemberArrived arrived ? arrived.Visit ?? VisitStatements.Evidence(row) : null),
            Moved(moved, "claimed_at", row => (row.Effect as ArrivalClaimed)?.Visit),
            Moved(moved, "dismissed_at", row => (row.Effect as ArrivalDismissed)?.Visit),
        ];
    }

    /// <summary>A visit's moment, where it still is the one that this event wrote.</summary>
    private static EffectStatement Moved(IReadOnlyList<MovedEvent> moved, string column, Func<EffectRow, string?> visitOf)
    {
        var rows = moved.Select(m => (m.Old, m.New, Visit: visitOf(m.Old))).Where(m => m.Visit is not null).DistinctBy(m => (m.Old.Store, m.Visit, m.Old.At))
            .OrderBy(m => m.Visit, StringComparer.Ordinal).ToList();
        return new EffectStatement(
            $"""
             UPDATE member_visit v SET {column} = n.at FROM unnest($1, $2, $3, $4) AS n (store, visit, since, at)
             WHERE v.store = n.store AND v.visit = n.visit AND v.{column} = n.since
             """,
            $"UPDATE member_visit SET {column} = @p4 WHERE store = @p1 AND visit = @p2 AND {column} = @p3",
            rows.Select(m => m.Old.Store).ToArray(), rows.Select(m => m.Visit!).ToArray(), rows.Select(m => m.Old.At).ToArray(), rows.Select(m => m.New.At).ToArray());
    }
}
