using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Health;

/// <summary>A gateway has said how it is.</summary>
/// <param name="Numbers">How.</param>
/// <param name="Boot">Its machine's name of this start, or null.</param>
internal sealed record HealthEffect(HealthNumbers Numbers, string? Boot = null) : EventEffect
{
    private const int MaxBoot = 64;

    /// <summary>Samples of a day, one each ten minutes, as often as a gateway tells where nothing changes.</summary>
    internal const int Slots = 144;

    internal static readonly TimeSpan SampleEvery = TimeSpan.FromDays(1) / Slots;

    private const string AddHealth = "INSERT INTO gateway_health (gateway, doc, at, received_at) ";

    // What is sent again after a break is older than what is known.
    private const string OrNewer =
        " ON CONFLICT (gateway) DO UPDATE SET doc = excluded.doc, at = excluded.at, received_at = excluded.received_at WHERE excluded.at >= gateway_health.at";

    private const string AddSample =
        "INSERT INTO gateway_sample (gateway, slot, at, cpu_permille, decicelsius, memory_permille, disk_free_bytes, depth, oldest_seconds, round_trip_ms, lag_ms) ";

    private const string OrOfAnotherDay =
        """
         ON CONFLICT (gateway, slot) DO UPDATE SET at = excluded.at, cpu_permille = excluded.cpu_permille, decicelsius = excluded.decicelsius,
               memory_permille = excluded.memory_permille, disk_free_bytes = excluded.disk_free_bytes, depth = excluded.depth,
               oldest_seconds = excluded.oldest_seconds, round_trip_ms = excluded.round_trip_ms, lag_ms = excluded.lag_ms
         WHERE
        """;

    /// <summary>Reads an event; null where it says nothing of health.</summary>
    internal static new HealthEffect? Of(string type, string? device, JsonElement data) =>
        type == EventTypes.GatewayHealth && device is null && data.ValueKind == JsonValueKind.Object
            ? new HealthEffect(
                HealthNumbers.Read(data), data.TryGetProperty("boot", out var boot) && boot.ValueKind == JsonValueKind.String && PlainText.Bounded(boot.GetString(), MaxBoot) is { Length: > 0 } name ? name : null)
            : null;

    /// <summary>The statements: the newest of each gateway, and the first of each ten minutes.</summary>
    internal static IEnumerable<EffectStatement> Statements(IReadOnlyList<EffectRow> rows)
    {
        var said = rows.Where(r => r.Effect is HealthEffect).Select(r => (Row: r, ((HealthEffect)r.Effect).Numbers)).ToList();
        if (said.Count == 0)
        {
            yield break;
        }

        var newest = said.GroupBy(s => s.Row.Gateway).OrderBy(g => g.Key).Select(g => g.MaxBy(s => s.Row.At)).ToList();
        yield return new EffectStatement(
            AddHealth + "SELECT * FROM unnest($1, $2, $3, $4)" + OrNewer,
            AddHealth + "VALUES (@p1, @p2, @p3, @p4)" + OrNewer,
            newest.Select(s => s.Row.Gateway).ToArray(), newest.Select(s => s.Numbers.Write()).ToArray(), newest.Select(s => s.Row.At).ToArray(),
            newest.Select(s => s.Row.ReceivedAt).ToArray());
        var first = said.GroupBy(s => (s.Row.Gateway, Slot: SlotOf(s.Row.At))).OrderBy(g => g.Key).Select(g => (g.Key.Slot, First: g.MinBy(s => s.Row.At))).ToList();
        yield return new EffectStatement(
            AddSample + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" + OrOfAnotherDay + " excluded.at >= gateway_sample.at + INTERVAL '5 minutes'",
            AddSample + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)" + OrOfAnotherDay + " excluded.at >= gateway_sample.at + 300000",
            first.Select(s => s.First.Row.Gateway).ToArray(), first.Select(s => s.Slot).ToArray(), first.Select(s => s.First.Row.At).ToArray(),
            first.Select(s => Rounded(s.First.Numbers.Cpu * 1000)).ToArray(), first.Select(s => Rounded(s.First.Numbers.Temperature * 10)).ToArray(),
            first.Select(s => UsedPermille(s.First.Numbers)).ToArray(), first.Select(s => s.First.Numbers.DiskFree).ToArray(), first.Select(s => s.First.Numbers.Depth).ToArray(),
            first.Select(s => s.First.Numbers.OldestSeconds).ToArray(), first.Select(s => Rounded(s.First.Numbers.RoundTripMs)).ToArray(),
            first.Select(s => Rounded(s.First.Numbers.LagMs)).ToArray());
    }

    /// <summary>The slot of the day that a moment falls into.</summary>
    internal static int SlotOf(DateTime at) => (int)(at.TimeOfDay.Ticks / SampleEvery.Ticks);

    private static long? Rounded(double? value) => value is { } known ? (long)Math.Round(known) : null;

    private static long? UsedPermille(HealthNumbers numbers) =>
        numbers is { MemoryTotal: > 0 and var total, MemoryAvailable: { } available } && available <= total ? (total - available) * 1000 / total : null;
}
