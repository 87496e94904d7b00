using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Sales;

/// <summary>What subscribers hear of a sale or a return that was booked.</summary>
/// <param name="Sale">The till's UUID.</param>
/// <param name="Till">The till.</param>
/// <param name="At">When it was.</param>
/// <param name="Day">The store's own day of it.</param>
/// <param name="Member">The customer, or null.</param>
/// <param name="TotalFen">What was paid, or paid back.</param>
/// <param name="Points">Earned, or with a minus taken back.</param>
/// <param name="Original">Of a return its sale, where it is known.</param>
/// <param name="Lines">The goods.</param>
internal sealed record SaleNotice(string Sale, string Till, DateTime At, string Day, string? Member, long TotalFen, long Points, string? Original, IReadOnlyList<SaleNoticeLine> Lines)
{
    /// <summary>The event's names for those who subscribe.</summary>
    internal const string Recorded = "sale.recorded", Returned = "sale.returned";

    /// <summary>A row as a cause; its key is the till's UUID, so that it is told once.</summary>
    internal static WebhookCause Of(SaleRow row)
    {
        var sale = row.Sale;
        var notice = new SaleNotice(
            sale.Id, sale.Till, sale.At, row.Day, row.Member, sale.TotalFen, row.Points, sale.Original, [.. row.Lines.Select(line => new SaleNoticeLine(line.Sku, line.Unit, line.Quantity, line.AmountFen))]);
        return new WebhookCause(row.IsReturn ? Returned : Recorded, $"sale/{sale.Id}", sale.Store, JsonSerializer.Serialize(notice, SaleNoticeJson.Default.SaleNotice));
    }
}

/// <summary>Goods of it, in pieces or grams.</summary>
internal sealed record SaleNoticeLine(string Sku, string Unit, long Quantity, long AmountFen);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SaleNotice))]
internal sealed partial class SaleNoticeJson : JsonSerializerContext;
