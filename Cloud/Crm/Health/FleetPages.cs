using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Health;

/// <summary>The fleet a page at a time, as a map, and counted.</summary>
internal sealed class FleetPages(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>The most places of a map; a chain with more shows the worst of them.</summary>
    private const int MostPlaces = 10_000;

    /// <summary>A page of gateways, the ill ones first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which gateways.</param>
    /// <param name="after">Where the page before ended, as <see cref="MarkOf"/> wrote it; null for the first.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<FleetPage> PageAsync(Caller caller, FleetFilter filter, (int Rank, string Store, string Gateway)? after, int limit, CancellationToken cancellationToken)
    {
        var (where, parameters) = filter.Where(caller);
        if (after is (var rank, var store, var gateway))
        {
            where += $" AND ({FleetRow.Rank}, g.store, g.gateway) > (@after_rank, @after_store, @after_gateway)";
            parameters.AddRange([("after_rank", rank), ("after_store", store), ("after_gateway", gateway)]);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             WITH page AS (SELECT g.id FROM {FleetRow.Tables} WHERE {where} ORDER BY {FleetRow.Rank}, g.store, g.gateway LIMIT @limit)
             SELECT {FleetRow.Columns} FROM page JOIN gateway g ON g.id = page.id {FleetRow.Beside}
             ORDER BY {FleetRow.Rank}, g.store, g.gateway
             """,
            [("limit", limit + 1), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), .. parameters]).ListAsync(r => FleetRow.Read(database, r), cancellationToken);
        var page = rows.Take(limit).ToList();
        return new FleetPage(page, rows.Count > limit ? MarkOf(page[^1]) : null);
    }

    /// <summary>Stores that have coordinates and a gateway that is asked for, each with the worst state of those.</summary>
    internal async Task<IReadOnlyList<FleetPlace>> MapAsync(Caller caller, FleetFilter filter, CancellationToken cancellationToken)
    {
        var (where, parameters) = filter.Where(caller);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"""
             SELECT s.store, s.name, s.latitude_e6, s.longitude_e6, min({FleetRow.Rank}), count(*), min(g.gateway) FROM {FleetRow.Tables}
             WHERE {where} AND s.latitude_e6 IS NOT NULL AND s.longitude_e6 IS NOT NULL
             GROUP BY s.store, s.name, s.latitude_e6, s.longitude_e6 ORDER BY 5, 1 LIMIT @most
             """,
            [("most", MostPlaces), .. parameters]).ListAsync(
            r => new FleetPlace(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3), FleetRow.StateOf(r.GetInt32(4)), (int)r.GetInt64(5), r.GetInt64(5) == 1 ? r.GetString(6) : null),
            cancellationToken);
    }

    /// <summary>How many gateways are in each state, and what can be filtered by: one query, whatever the fleet's size.</summary>
    internal async Task<FleetSummary> SummaryAsync(Caller caller, string? store, CancellationToken cancellationToken)
    {
        var (where, parameters) = new FleetFilter(Store: store).Where(caller);
        await using var connection = await database.OpenAsync(cancellationToken);
        var groups = await connection.Command(
            $"SELECT {FleetRow.Rank}, s.region, g.version, count(*) FROM {FleetRow.Tables} WHERE {where} GROUP BY 1, 2, 3", [.. parameters])
            .ListAsync(r => (State: FleetRow.StateOf(r.GetInt32(0)), Region: r.Text(1), Version: r.Text(2), Count: (int)r.GetInt64(3)), cancellationToken);
        int Of(GatewayState state) => groups.Where(g => g.State == state).Sum(g => g.Count);
        return new FleetSummary(
            new FleetCounts(Of(GatewayState.Online), Of(GatewayState.Degraded), Of(GatewayState.Lying), Of(GatewayState.Offline), Of(GatewayState.Unknown)),
            [.. groups.Select(g => g.Region).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. groups.Select(g => g.Version).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Reads a mark's parts; null where they are none.</summary>
    internal static (int Rank, string Store, string Gateway)? ReadMark(string[]? mark) =>
        mark is [var rank, var store, var gateway] && int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? (known, store, gateway) : null;

    private static string MarkOf(FleetGateway last) => PageMark.Write(FleetRow.RankOf(last.State).ToString(CultureInfo.InvariantCulture), last.Store, last.Gateway);
}
