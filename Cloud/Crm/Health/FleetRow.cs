using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>A gateway's row as the fleet's queries read it: <c>g</c> is the gateway, <c>s</c> its store, <c>t</c> its state, <c>h</c> its health; <c>@now</c> is a moment.</summary>
internal static class FleetRow
{
    /// <summary>What is read.</summary>
    internal const string Columns =
        """
        g.gateway, g.store, s.name, s.region, s.latitude_e6, s.longitude_e6, t.state, t.since, t.reasons, g.version, g.last_committed_at, h.at, h.doc,
        (SELECT count(*) FROM gateway_alarm a WHERE a.gateway = g.id AND a.closed_at IS NULL),
        (SELECT count(*) FROM gateway_alarm a WHERE a.gateway = g.id AND a.closed_at IS NULL AND a.acknowledged_at IS NULL AND (a.muted_until IS NULL OR a.muted_until <= @now))
        """;

    /// <summary>Where from.</summary>
    internal const string Tables = "gateway g " + Beside;

    /// <summary>What is read beside the gateway's own row.</summary>
    internal const string Beside = "JOIN store s ON s.store = g.store LEFT JOIN gateway_state t ON t.gateway = g.id LEFT JOIN gateway_health h ON h.gateway = g.id";

    /// <summary>How ill a gateway is: the worst first.</summary>
    internal const string Rank = "CASE coalesce(t.state, 'unknown') WHEN 'lying' THEN 0 WHEN 'offline' THEN 1 WHEN 'degraded' THEN 2 WHEN 'online' THEN 4 ELSE 3 END";

    /// <summary>The state of a rank.</summary>
    internal static GatewayState StateOf(int rank) =>
        rank switch { 0 => GatewayState.Lying, 1 => GatewayState.Offline, 2 => GatewayState.Degraded, 4 => GatewayState.Online, _ => GatewayState.Unknown };

    /// <summary>The rank of a state, as <see cref="Rank"/> says it.</summary>
    internal static int RankOf(GatewayState state) =>
        state switch { GatewayState.Lying => 0, GatewayState.Offline => 1, GatewayState.Degraded => 2, GatewayState.Online => 4, _ => 3 };

    /// <summary>Reads a row.</summary>
    internal static FleetGateway Read(HeadquartersDatabase database, DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3), r.IsDBNull(4) ? null : r.GetInt32(4), r.IsDBNull(5) ? null : r.GetInt32(5), GatewayStates.Read(r.Text(6)), database.ReadTime(r, 7),
        AlarmKinds.ReadAll(r.Text(8) ?? ""), r.Text(9), database.ReadTime(r, 10), database.ReadTime(r, 11), r.Text(12) is { } doc ? HealthNumbers.Read(doc) : null,
        (int)r.GetInt64(13), (int)r.GetInt64(14));
}
