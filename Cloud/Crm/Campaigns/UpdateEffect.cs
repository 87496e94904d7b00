using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Campaigns;

/// <summary>A gateway has said where it stands with its updates.</summary>
internal sealed record UpdateEffect(string Version, long Serial, string Arch, long Highest, long Staged, long Trial, long Failed, string Reason) : EventEffect
{
    private const int MostText = 64;
    private const int MostReason = 2000;

    private const string Add = "INSERT INTO gateway_update (gateway, version, serial, arch, highest, staged, trial, failed, reason, at) ";

    // Each gateway's events come in their order, so what was heard later is what holds.
    private const string OrNewer =
        """
         ON CONFLICT (gateway) DO UPDATE SET version = excluded.version, serial = excluded.serial, arch = excluded.arch, highest = excluded.highest, staged = excluded.staged,
               trial = excluded.trial, failed = excluded.failed, reason = excluded.reason, at = excluded.at WHERE excluded.at >= gateway_update.at
        """;

    /// <summary>Reads an event; null where it says nothing of updates.</summary>
    internal static new UpdateEffect? Of(string type, string? device, JsonElement data)
    {
        if (type != EventTypes.GatewayUpdated || device is not null || data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new UpdateEffect(
            Text("version", MostText), Number("serial"), Text("arch", MostText), Number("highest"), Number("staged"), Number("trial"), Number("failed"), Text("reason", MostReason));

        long Number(string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0 ? number : 0;

        string Text(string name, int most) =>
            data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? PlainText.Bounded(value.GetString(), most) ?? "" : "";
    }

    /// <summary>The statements: the last of each gateway.</summary>
    internal static IEnumerable<EffectStatement> Statements(IReadOnlyList<EffectRow> rows)
    {
        var last = rows.Where(r => r.Effect is UpdateEffect).GroupBy(r => r.Gateway).OrderBy(g => g.Key).Select(g => (Row: g.Last(), Said: (UpdateEffect)g.Last().Effect)).ToList();
        if (last.Count == 0)
        {
            yield break;
        }

        yield return new EffectStatement(
            Add + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" + OrNewer,
            Add + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)" + OrNewer,
            last.Select(s => s.Row.Gateway).ToArray(), last.Select(s => s.Said.Version).ToArray(), last.Select(s => s.Said.Serial).ToArray(), last.Select(s => s.Said.Arch).ToArray(),
            last.Select(s => s.Said.Highest).ToArray(), last.Select(s => s.Said.Staged).ToArray(), last.Select(s => s.Said.Trial).ToArray(), last.Select(s => s.Said.Failed).ToArray(),
            last.Select(s => s.Said.Reason).ToArray(), last.Select(s => s.Row.ReceivedAt).ToArray());
    }
}
