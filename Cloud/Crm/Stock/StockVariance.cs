using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Stock;

/// <summary>What subscribers hear of a count that found something else than the books expected.</summary>
/// <param name="Store">Where.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Location">The location.</param>
/// <param name="Counted">How many were found; of several who count at one place, by all of them so far.</param>
/// <param name="Expected">How many the books expected at that moment.</param>
/// <param name="Difference">Found less expected: what went to the loss, with a minus, or came from there.</param>
/// <param name="At">When it was counted.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record StockVariance(string Store, string Sku, string Location, long Counted, long Expected, long Difference, DateTime At, string Evidence)
{
    /// <summary>The event's name for those who subscribe.</summary>
    internal const string Name = "stock.variance";

    /// <summary>The variance as a cause; a line of a stocktake, or an event, is told once.</summary>
    internal WebhookCause ToCause() =>
        new(Name, $"stock.variance/{Store}/{Evidence}/{Location}/{Sku}", Store, JsonSerializer.Serialize(this, StockVarianceJson.Default.StockVariance));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockVariance))]
internal sealed partial class StockVarianceJson : JsonSerializerContext;
