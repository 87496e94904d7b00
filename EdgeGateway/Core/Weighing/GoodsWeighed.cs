using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Weighing;

/// <summary>Makes the event of a capture.</summary>
internal static class GoodsWeighed
{
    /// <summary>The event; its id is the capture's, so that it is kept once however often it is handed over.</summary>
    public static EventDraft Draft(string deviceId, Guid capture, SettledWeight seen, WeighingOffer offer, Pan pan, WeighingShop shop, string? label) => new(
        EventTypes.GoodsWeighed,
        deviceId,
        seen.Time,
        DraftJson.Write(json =>
        {
            json.WriteString("scale", deviceId);
            json.WriteString("capture", capture);
            json.WriteString("net", Text(offer.Net));
            json.WriteString("unit", seen.Unit);
            json.WriteString("net_gross", ShownReading.Text(seen.NetGross));
            if (offer is { Gross: { } gross, Tare: { } tare })
            {
                json.WriteString("gross", Text(gross));
                json.WriteString("tare", Text(tare));
            }

            if (offer is { Item: { } item, TotalFen: { } total })
            {
                json.WriteString("plu", item.Plu);
                json.WriteString("sku", item.Sku);
                json.WriteNumber("unit_price_fen", item.PriceFen);
                json.WriteString("price_unit", item.Per.Name);
                json.WriteNumber("total_fen", total);
                json.WriteString("currency", shop.Currency);
                json.WriteString("rounding", shop.Options.Rule.ToString());
            }

            if (label is not null)
            {
                json.WriteString("label", label);
            }

            if (pan.AtStart)
            {
                json.WriteBoolean("at_start", true);
            }

            if (pan.AfterSilence)
            {
                json.WriteBoolean("after_silence", true);
            }
        }),
        capture);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
