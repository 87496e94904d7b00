using System.Globalization;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Visits;

/// <summary>What visits do to the tables, in the transaction that stores their events.</summary>
internal static class VisitStatements
{
    private const string AddArrivals = "INSERT INTO member_visit (store, visit, member, zone, how, arrived_at, gateway, position) ";

    private const string Once = " ON CONFLICT (store, visit) DO NOTHING";

    /// <summary>The statements, in the order in which they must run: a claim in the same batch finds its arrival.</summary>
    internal static IEnumerable<EffectStatement> Of(IReadOnlyList<EffectRow> rows)
    {
        var tally = new VisitTally();
        var arrivals = new List<(EffectRow Row, MemberArrived Effect)>();
        var claims = new List<(EffectRow Row, ArrivalClaimed Effect)>();
        var dismissals = new List<(EffectRow Row, ArrivalDismissed Effect)>();
        var stays = new List<(EffectRow Row, StayEnded Effect)>();
        foreach (var row in rows)
        {
            tally.Add(row, 1);
            switch (row.Effect)
            {
                case StayEnded stay:
                    if (stay is { Visit: not null, Member: not null })
                    {
                        stays.Add((row, stay));
                    }

                    break;
                case MemberArrived arrived:
                    arrivals.Add((row, arrived));
                    break;
                case ArrivalClaimed claimed:
                    claims.Add((row, claimed));
                    break;
                case ArrivalDismissed dismissed:
                    dismissals.Add((row, dismissed));
                    break;
            }
        }

        foreach (var statement in tally.Statements())
        {
            yield return statement;
        }

        if (arrivals.Count > 0)
        {
            var ordered = arrivals.Select(a => (a.Row, a.Effect, Visit: a.Effect.Visit ?? Evidence(a.Row)))
                .OrderBy(a => a.Row.Store, StringComparer.Ordinal).ThenBy(a => a.Visit, StringComparer.Ordinal).ToList();
            yield return new EffectStatement(
                AddArrivals + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)" + Once,
                AddArrivals + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)" + Once,
                ordered.Select(a => a.Row.Store).ToArray(), ordered.Select(a => a.Visit).ToArray(), ordered.Select(a => a.Effect.Member).ToArray(),
                ordered.Select(a => a.Effect.Zone).ToArray(), ordered.Select(a => a.Effect.How).ToArray(), ordered.Select(a => a.Row.At).ToArray(),
                ordered.Select(a => a.Row.Gateway).ToArray(), ordered.Select(a => a.Row.Position).ToArray());
        }

        foreach (var statement in Answers(claims, dismissals, stays))
        {
            yield return statement;
        }
    }

    private static IEnumerable<EffectStatement> Answers(
        List<(EffectRow Row, ArrivalClaimed Effect)> claims, List<(EffectRow Row, ArrivalDismissed Effect)> dismissals, List<(EffectRow Row, StayEnded Effect)> stays)
    {
        // One row of an UPDATE over arrays may name a visit once only: of several claims the first tells the time and the last tells who.
        var first = claims.GroupBy(c => (c.Row.Store, c.Effect.Visit)).OrderBy(g => g.Key.Store, StringComparer.Ordinal).ThenBy(g => g.Key.Visit, StringComparer.Ordinal)
            .Select(g => (g.Key, First: g.First(), Last: g.Last())).ToList();
        if (first.Count > 0)
        {
            yield return new EffectStatement(
                // A second claim, after the first was given back, is another person's; the time to the first is what counts.
                """
                UPDATE member_visit SET claimed_at = coalesce(member_visit.claimed_at, n.at), claim_seconds = coalesce(member_visit.claim_seconds, n.seconds), claimed_by = n.staff
                FROM unnest($1, $2, $3, $4, $5) AS n (store, visit, at, seconds, staff) WHERE member_visit.store = n.store AND member_visit.visit = n.visit
                """,
                """
                UPDATE member_visit SET claimed_at = coalesce(claimed_at, @p3), claim_seconds = coalesce(claim_seconds, @p4), claimed_by = @p5
                WHERE store = @p1 AND visit = @p2
                """,
                first.Select(c => c.Key.Store).ToArray(), first.Select(c => c.Key.Visit).ToArray(), first.Select(c => c.First.Row.At).ToArray(),
                first.Select(c => c.First.Effect.Seconds).ToArray(), first.Select(c => c.Last.Effect.Staff).ToArray());
        }

        var dismissed = dismissals.GroupBy(d => (d.Row.Store, d.Effect.Visit)).OrderBy(g => g.Key.Store, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Visit, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        if (dismissed.Count > 0)
        {
            yield return new EffectStatement(
                """
                UPDATE member_visit SET dismissed_at = n.at, dismissed_by = n.staff FROM unnest($1, $2, $3, $4) AS n (store, visit, at, staff)
                WHERE member_visit.store = n.store AND member_visit.visit = n.visit
                """,
                "UPDATE member_visit SET dismissed_at = @p3, dismissed_by = @p4 WHERE store = @p1 AND visit = @p2",
                dismissed.Select(d => d.Row.Store).ToArray(), dismissed.Select(d => d.Effect.Visit).ToArray(), dismissed.Select(d => d.Row.At).ToArray(),
                dismissed.Select(d => d.Effect.Staff).ToArray());
        }

        var ended = stays.GroupBy(s => (s.Row.Store, Visit: s.Effect.Visit!)).OrderBy(g => g.Key.Store, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Visit, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        if (ended.Count > 0)
        {
            yield return new EffectStatement(
                """
                UPDATE member_visit SET dwell_seconds = n.seconds FROM unnest($1, $2, $3) AS n (store, visit, seconds)
                WHERE member_visit.store = n.store AND member_visit.visit = n.visit
                """,
                "UPDATE member_visit SET dwell_seconds = @p3 WHERE store = @p1 AND visit = @p2",
                ended.Select(s => s.Row.Store).ToArray(), ended.Select(s => s.Effect.Visit!).ToArray(), ended.Select(s => s.Effect.Seconds).ToArray());
        }
    }

    /// <summary>The visit of an arrival that names none: a program in the store told of it.</summary>
    internal static string Evidence(EffectRow row) => string.Create(CultureInfo.InvariantCulture, $"event/{row.Gateway}/{row.Position}");
}
