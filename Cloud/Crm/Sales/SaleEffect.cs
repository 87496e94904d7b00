using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloud.Contracts;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Sales;

/// <summary>A sale or a return that came as an event: it is put into the inbox in the transaction that stores the event, and booked from there.</summary>
/// <param name="Kind"><see cref="SaleKind"/>.</param>
/// <param name="Device">The till as the gateway names it, or null.</param>
/// <param name="Body">The data as it came: what is wrong with it is said where people see it.</param>
internal sealed record SaleEffect(string Kind, string? Device, string Body) : EventEffect
{
    private const string Columns = "gateway, position, store, device, kind, at, received_at, body, next_at";

    /// <summary>Reads what an event says of a sale; null where it is of something else.</summary>
    internal static EventEffect? Read(string type, string? device, JsonElement data) => type switch
    {
        EventTypes.SaleRecorded => new SaleEffect(SaleKind.Sale, device, Raw(data)),
        EventTypes.SaleReturned => new SaleEffect(SaleKind.Return, device, Raw(data)),
        _ => null,
    };

    /// <summary>An event's data as it is stored: a buyer's numbers are not kept in the clear.</summary>
    internal static string WithoutNumbers(string type, JsonElement data)
    {
        if (type is not (EventTypes.SaleRecorded or EventTypes.SaleReturned) || (!data.TryGetProperty("phone", out _) && !data.TryGetProperty("card", out _)))
        {
            return Raw(data);
        }

        var kept = JsonObject.Create(data)!;
        foreach (var name in new[] { "phone", "card" })
        {
            if (kept.ContainsKey(name))
            {
                kept[name] = "***";
            }
        }

        return kept.ToJsonString();
    }

    /// <summary>The statements of a group of events.</summary>
    internal static IEnumerable<EffectStatement> Statements(IReadOnlyList<EffectRow> rows, DateTime at)
    {
        var sales = rows.Where(row => row.Effect is SaleEffect).Select(row => (Row: row, Effect: (SaleEffect)row.Effect)).ToArray();
        if (sales.Length == 0)
        {
            return [];
        }

        return
        [
            new EffectStatement(
                $"INSERT INTO sale_inbox ({Columns}) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (gateway, position) DO NOTHING",
                $"INSERT INTO sale_inbox ({Columns}) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) ON CONFLICT (gateway, position) DO NOTHING",
                sales.Select(s => s.Row.Gateway).ToArray(),
                sales.Select(s => s.Row.Position).ToArray(),
                sales.Select(s => s.Row.Store).ToArray(),
                sales.Select(s => s.Effect.Device).ToArray(),
                sales.Select(s => s.Effect.Kind).ToArray(),
                sales.Select(s => s.Row.At).ToArray(),
                sales.Select(s => s.Row.ReceivedAt).ToArray(),
                sales.Select(s => s.Effect.Body).ToArray(),
                sales.Select(_ => at).ToArray()),
        ];
    }

    /// <summary>Says nothing of the body.</summary>
    public override string ToString() => Kind;

    private static string Raw(JsonElement data) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(data));
}
