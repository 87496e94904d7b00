using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Weighing;

namespace EdgeGateway.Console;

/// <summary>What <c>GET /v1/weighing</c> answers.</summary>
/// <param name="Prices">The price list; null where the store has none.</param>
/// <param name="Currency">The currency of prices and totals.</param>
/// <param name="Rounding">How totals are rounded, such as <c>half_up_to_1</c>.</param>
/// <param name="NeedsPlu">Whether a load waits for its goods to be chosen.</param>
/// <param name="Scales">Every scale.</param>
internal sealed record WeighingView(PricesView? Prices, string Currency, string Rounding, bool NeedsPlu, IReadOnlyList<WeighingState> Scales)
{
    /// <summary>As it is now.</summary>
    public static WeighingView Of(WeighingDesk desk)
    {
        var prices = desk.File.Prices;
        return new(
            desk.File.IsSet ? new PricesView(desk.File.Path!, prices.LoadedAt, prices.List.Items.Count, [.. prices.Errors.Take(50).Select(e => new ConsoleError(e.Path, e.Message))]) : null,
            prices.List.Currency ?? desk.Shop.Options.Currency,
            new RoundingRule(desk.Shop.Options.RoundTo, desk.Shop.Options.Rounding).ToString(),
            desk.File.IsSet && !desk.Shop.Options.CaptureWithoutPlu,
            desk.Scales);
    }
}

/// <summary>A store's price list.</summary>
/// <param name="File">Where it is.</param>
/// <param name="LoadedAt">When the prices in force were read; null where there are none.</param>
/// <param name="Items">How many goods it has.</param>
/// <param name="Errors">What is wrong with the file as it is now, the first fifty; then the prices in force are from before.</param>
internal sealed record PricesView(string File, DateTimeOffset? LoadedAt, int Items, IReadOnlyList<ConsoleError> Errors);

/// <summary>The body of <c>POST /v1/weighing/{scale}/plu</c>.</summary>
internal sealed record PluBody(string? Plu);

/// <summary>The body of <c>POST /v1/weighing/{scale}/tare</c>; the amount is a decimal text, as weights are, or null for what lies there.</summary>
internal sealed record TareBody(string? Unit)
{
    /// <summary>The amount; undefined where it is missing, which is a mistake and not the null that takes what lies there.</summary>
    [JsonRequired]
    public JsonElement Amount { get; init; }
}

/// <summary>What became of a key.</summary>
/// <param name="Scale">The scale after it.</param>
/// <param name="Told">What a price-computing scale said to the price; null where none was to be told.</param>
internal sealed record KeyAnswer(WeighingState Scale, CommandOutcome? Told);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WeighingView))]
[JsonSerializable(typeof(IReadOnlyList<ItemView>))]
[JsonSerializable(typeof(PluBody))]
[JsonSerializable(typeof(TareBody))]
[JsonSerializable(typeof(KeyAnswer))]
internal sealed partial class WeighingJson : JsonSerializerContext;
