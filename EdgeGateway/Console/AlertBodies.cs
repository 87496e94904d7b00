using System.Text.Json.Serialization;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Alerts.Webhooks;

namespace EdgeGateway.Console;

/// <summary>How alerts leave the store, and how often they were about somebody else. No person is in it.</summary>
/// <param name="Open">Alerts that are open.</param>
/// <param name="Webhooks">Each webhook, in the order of the configuration.</param>
/// <param name="Report">Arrivals and mistakes of the last weeks.</param>
internal sealed record AlertState(int Open, IReadOnlyList<WebhookView> Webhooks, IReadOnlyList<MatchCountBody> Report);

/// <summary>One line of the report.</summary>
/// <param name="Week">The Monday it begins with.</param>
/// <param name="How">How members were recognised.</param>
/// <param name="FromConfidence">The least confidence of the line, which is 0.05 wide; null where there was none.</param>
/// <param name="Arrived">Arrivals.</param>
/// <param name="NotThisPerson">Those that were somebody else.</param>
internal sealed record MatchCountBody(DateOnly Week, string How, decimal? FromConfidence, int Arrived, int NotThisPerson)
{
    public static MatchCountBody Of(MatchCount count) => new(count.Week, count.How, count.Band < 0 ? null : count.Band * 0.05m, count.Arrived, count.NotThisPerson);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WebhookKindConverter)])]
[JsonSerializable(typeof(AlertState))]
internal sealed partial class AlertJson : JsonSerializerContext;

/// <summary>As the configuration has it: <c>weCom</c>.</summary>
internal sealed class WebhookKindConverter() : JsonStringEnumConverter<WebhookKind>(System.Text.Json.JsonNamingPolicy.CamelCase);
