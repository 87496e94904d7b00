using System.Globalization;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Health;

/// <summary>What the watch writes of many gateways at once. Rows stand in the order of gateways.</summary>
internal static class WatchStatements
{
    private static readonly string s_keptChanges = 1_000.ToString(CultureInfo.InvariantCulture);

    private const string AddState = "INSERT INTO gateway_state (gateway, state, since, reasons) ";

    private const string OrNewState =
        """
         ON CONFLICT (gateway) DO UPDATE SET since = CASE WHEN gateway_state.state = excluded.state THEN gateway_state.since ELSE excluded.since END,
               state = excluded.state, reasons = excluded.reasons
        """;

    private const string AddChange = "INSERT INTO gateway_state_change (gateway, at, state, reasons) ";

    private const string OrLastOfTheMoment = " ON CONFLICT (gateway, at) DO UPDATE SET state = excluded.state, reasons = excluded.reasons";

    private const string AddAlarm = "INSERT INTO gateway_alarm (id, gateway, kind, detail, opened_at) ";

    private const string OncePerKind = " ON CONFLICT (gateway, kind) WHERE closed_at IS NULL DO NOTHING";

    /// <summary>New states, and the list of how they changed: the last 1,000 of each gateway.</summary>
    internal static IEnumerable<EffectStatement> States(IReadOnlyList<WatchChange> changes, DateTime now)
    {
        var gateways = changes.Select(c => c.Gateway.Id).ToArray();
        var states = changes.Select(c => c.State!.Value.Word()).ToArray();
        var at = changes.Select(_ => now).ToArray();
        var words = changes.Select(c => c.Words).ToArray();
        yield return new EffectStatement(
            AddState + "SELECT * FROM unnest($1, $2, $3, $4)" + OrNewState, AddState + "VALUES (@p1, @p2, @p3, @p4)" + OrNewState, gateways, states, at, words);
        yield return new EffectStatement(
            AddChange + "SELECT * FROM unnest($1, $2, $3, $4)" + OrLastOfTheMoment, AddChange + "VALUES (@p1, @p2, @p3, @p4)" + OrLastOfTheMoment, gateways, at, states, words);
        yield return new EffectStatement(
            $"""
             DELETE FROM gateway_state_change c USING unnest($1) AS n (gateway) WHERE c.gateway = n.gateway
                AND c.at <= (SELECT o.at FROM gateway_state_change o WHERE o.gateway = n.gateway ORDER BY o.at DESC LIMIT 1 OFFSET {s_keptChanges})
             """,
            $"""
             DELETE FROM gateway_state_change WHERE gateway = @p1
                AND at <= (SELECT o.at FROM gateway_state_change o WHERE o.gateway = @p1 ORDER BY o.at DESC LIMIT 1 OFFSET {s_keptChanges})
             """,
            gateways);
    }

    /// <summary>Alarms that open, where none of the kind is; closed ones from before <paramref name="kept"/> go.</summary>
    internal static IEnumerable<EffectStatement> Opened(IReadOnlyList<OpenAlarm> alarms, DateTime now, DateTime kept)
    {
        yield return new EffectStatement(
            AddAlarm + "SELECT * FROM unnest($1, $2, $3, $4, $5)" + OncePerKind,
            AddAlarm + "VALUES (@p1, @p2, @p3, @p4, @p5)" + OncePerKind,
            alarms.Select(a => a.Id).ToArray(), alarms.Select(a => a.Gateway).ToArray(), alarms.Select(a => a.Kind.Word()).ToArray(), alarms.Select(a => a.Detail).ToArray(),
            alarms.Select(_ => now).ToArray());
        var gateways = alarms.Select(a => a.Gateway).Distinct().ToArray();
        yield return new EffectStatement(
            "DELETE FROM gateway_alarm a USING unnest($1, $2) AS n (gateway, old) WHERE a.gateway = n.gateway AND a.closed_at < n.old",
            "DELETE FROM gateway_alarm WHERE gateway = @p1 AND closed_at < @p2",
            gateways, gateways.Select(_ => kept).ToArray());
    }

    /// <summary>The pages' mark of what changed; the rows are locked in the order in which ingest locks them.</summary>
    internal static EffectStatement Revisions(IReadOnlyList<WatchChange> changes) => new(
        """
        WITH held AS MATERIALIZED (SELECT id FROM gateway WHERE id IN (SELECT * FROM unnest($1)) ORDER BY id FOR UPDATE)
        UPDATE gateway g SET revision = g.revision + 1 FROM held WHERE g.id = held.id
        """,
        "UPDATE gateway SET revision = revision + 1 WHERE id = @p1",
        changes.Select(c => c.Gateway.Id).ToArray());
}
