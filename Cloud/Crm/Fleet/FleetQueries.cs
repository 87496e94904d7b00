using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Clocks;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Fleet;

/// <summary>Reads what the pages show, each answer from one snapshot of the database.</summary>
internal sealed class FleetQueries(HeadquartersDatabase database)
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 128 };

    /// <summary>Every store, or those of <paramref name="seen"/>.</summary>
    internal async Task<IReadOnlyList<StoreSummary>> StoresAsync(IReadOnlySet<string>? seen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var stores = await connection.Command("SELECT store, name FROM store ORDER BY store").ListAsync(r => (Store: r.GetString(0), Name: r.GetString(1)), cancellationToken);
        var gateways = (await GatewaysAsync(connection, null, cancellationToken)).ToLookup(g => g.Store, g => g.View);
        return [.. stores.Where(s => seen?.Contains(s.Store) != false).Select(s => new StoreSummary(s.Store, s.Name, [.. gateways[s.Store]]))];
    }

    /// <summary>One store with its devices, or null where it is not known.</summary>
    internal async Task<StoreView?> StoreAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var names = await connection.Command("SELECT name FROM store WHERE store = @store", ("store", store)).ListAsync(r => r.GetString(0), cancellationToken);
        if (names.Count == 0)
        {
            return null;
        }

        var gateways = await GatewaysAsync(connection, store, cancellationToken);
        var devices = await connection.Command(
            """
            SELECT g.gateway, d.device, d.kind, d.driver, d.availability, d.since, d.reason, d.sample, d.sample_at
            FROM device_state d JOIN gateway g ON g.id = d.gateway WHERE g.store = @store ORDER BY g.gateway, d.device
            """,
            ("store", store)).ListAsync(ReadDevice, cancellationToken);
        return new StoreView(store, names[0], [.. gateways.Select(g => g.View)], devices);
    }

    /// <summary>The gateways of a store by id, with how far each is and a number that grows with every change; empty where the store is not known.</summary>
    internal async Task<List<GatewayMark>> MarksAsync(string? store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"SELECT id, store, gateway, position, revision FROM gateway {(store is null ? "" : "WHERE store = @store")} ORDER BY gateway",
            store is null ? [] : [("store", store)])
            .ListAsync(r => new GatewayMark(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4)), cancellationToken);
    }

    /// <summary>Up to <paramref name="limit"/> events of each gateway with after &lt; position &lt; before, newest first.</summary>
    internal async Task<List<EventView>> EventsAsync(
        IReadOnlyList<(GatewayMark Gateway, long After, long Before)> ranges, int limit, CancellationToken cancellationToken)
    {
        var events = new List<EventView>();
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var (gateway, after, before) in ranges)
        {
            events.AddRange(await connection.Command(
                """
                SELECT e.position, p.name, e.seq, e.type, e.class, e.time, e.received_at, e.device, e.body, e.clock_synced, e.corrected_at,
                       p.started_ms IS NOT NULL AND (p.waiting_from IS NULL OR e.position < p.waiting_from OR e.position > p.waiting_to),
                       CASE WHEN e.clock_synced THEN NULL ELSE (SELECT max(o.known_at) FROM gateway_epoch o WHERE o.gateway = e.gateway AND o.epoch < e.epoch) END
                FROM event e JOIN gateway_epoch p ON p.gateway = e.gateway AND p.epoch = e.epoch
                WHERE e.gateway = @gateway AND e.position > @after AND e.position < @before ORDER BY e.position DESC LIMIT @limit
                """,
                ("gateway", gateway.Id), ("after", after), ("before", before), ("limit", limit))
                .ListAsync(r => ReadEvent(gateway.Gateway, r), cancellationToken));
        }

        return [.. events.OrderByDescending(e => e.ReceivedAt).ThenByDescending(e => e.Position).Take(limit)];
    }

    /// <summary>The newest dead letters; with <paramref name="seen"/> those of the gateways of these stores.</summary>
    internal async Task<IReadOnlyList<DeadLetterView>> DeadLettersAsync(int limit, IReadOnlySet<string>? seen, CancellationToken cancellationToken)
    {
        if (seen?.Count == 0)
        {
            return [];
        }

        var of = seen is null ? "" : $"WHERE gateway IN (SELECT g.gateway FROM gateway g WHERE g.store IN ({string.Join(", ", seen.Select((_, i) => $"@s{i}"))}))";
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"SELECT id, topic, gateway, seq, reason, count, first_at, last_at, size FROM dead_letter {of} ORDER BY id DESC LIMIT @limit",
            [("limit", limit), .. seen?.Select((s, i) => ($"s{i}", (object?)s)) ?? []])
            .ListAsync(
                r => new DeadLetterView(
                    r.GetInt64(0), r.GetString(1), r.Text(2), r.Number(3), r.GetString(4), r.GetInt64(5), Time(r, 6)!.Value, Time(r, 7)!.Value, r.GetInt64(8)),
                cancellationToken);
    }

    /// <summary>Every gateway's account, or that of those in <paramref name="seen"/>. Counts rows, so that it takes as long as there are events.</summary>
    internal Task<IReadOnlyList<LedgerView>> LedgerAsync(IReadOnlySet<string>? seen, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LedgerView>>(
        async snapshot =>
        {
            var gateways = await snapshot.Command(
                """
                SELECT g.id, g.gateway, g.store, (SELECT count(*) FROM event e WHERE e.gateway = g.id),
                       (SELECT CAST(coalesce(sum(t.count), 0) AS bigint) FROM event_tally t WHERE t.gateway = g.id)
                FROM gateway g ORDER BY g.gateway
                """).ListAsync(r => (Id: r.GetInt32(0), Name: r.GetString(1), Store: r.GetString(2), Rows: r.GetInt64(3), Tally: r.GetInt64(4)), cancellationToken);
            var epochs = (await snapshot.Command("SELECT gateway, name, first, position FROM gateway_epoch ORDER BY gateway, epoch")
                .ListAsync(r => (Gateway: r.GetInt32(0), Epoch: new LedgerEpoch(r.GetString(1), r.GetInt64(2), r.GetInt64(3))), cancellationToken))
                .ToLookup(e => e.Gateway, e => e.Epoch);
            return [.. gateways.Where(g => seen?.Contains(g.Store) != false).Select(g => new LedgerView(g.Name, [.. epochs[g.Id]], g.Rows, g.Tally))];
        },
        cancellationToken);

    /// <summary>Throws unless the database answers.</summary>
    internal async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.Command("SELECT 1").ListAsync(r => 1, cancellationToken);
    }

    private async Task<List<(string Store, GatewayView View)>> GatewaysAsync(DbConnection connection, string? store, CancellationToken cancellationToken)
    {
        var letters = (await connection.Command("SELECT gateway, count(*) FROM dead_letter WHERE gateway IS NOT NULL GROUP BY gateway")
            .ListAsync(r => (r.GetString(0), r.GetInt64(1)), cancellationToken)).ToDictionary(StringComparer.Ordinal);
        return await connection.Command(
            $"""
             SELECT store, gateway, status, status_since, version, last_event_at, last_committed_at, epoch, committed_seq, position, depth,
                    oldest_unsent, gap_events
             FROM gateway {(store is null ? "" : "WHERE store = @store")} ORDER BY store, gateway
             """,
            store is null ? [] : [("store", store)])
            .ListAsync(
                r => (r.GetString(0), new GatewayView(
                    r.GetString(1), ReadAvailability(r.GetString(2)), Time(r, 3), r.Text(4), Time(r, 5), Time(r, 6), r.Text(7), r.GetInt64(8), r.GetInt64(9),
                    r.GetInt64(10), Time(r, 11), r.GetInt64(12), letters.GetValueOrDefault(r.GetString(1)))),
                cancellationToken);
    }

    private DeviceView ReadDevice(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Text(3), ReadAvailability(r.GetString(4)), Time(r, 5), r.Text(6), r.Text(7) is { } sample ? Json(sample) : null, Time(r, 8));

    private EventView ReadEvent(string gateway, DbDataReader r)
    {
        var (time, receivedAt, corrected, notBefore) = (Time(r, 5)!.Value, Time(r, 6)!.Value, Time(r, 10), Time(r, 12));
        var (happenedAt, quality) = r.GetBoolean(9) ? (time < receivedAt ? time : receivedAt, TimeQuality.Exact)
            : corrected is { } at && r.GetBoolean(11) ? (at, TimeQuality.Corrected)
            : (corrected ?? receivedAt, notBefore is null ? TimeQuality.Unknown : TimeQuality.Bounded);
        return new EventView(
            gateway, r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetInt16(4) == 0 ? ClassName.Ledger : ClassName.Telemetry, time, receivedAt,
            happenedAt, quality, quality == TimeQuality.Bounded ? notBefore < happenedAt ? notBefore : happenedAt : null, r.Text(7), Json(r.GetString(8)));
    }

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);

    private static Availability ReadAvailability(string text) => text switch
    {
        "online" => Availability.Online,
        "offline" => Availability.Offline,
        _ => Availability.Unknown,
    };

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text, s_json);
        return document.RootElement.Clone();
    }
}

/// <summary>How far a gateway is, and a number that grows with every change of its row.</summary>
internal readonly record struct GatewayMark(int Id, string Store, string Gateway, long Position, long Revision);
