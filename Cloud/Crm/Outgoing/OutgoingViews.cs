using System.Text.Json.Serialization;

namespace Cloud.Crm.Outgoing;

/// <summary>A subscription. Secret is only in the answer that made it.</summary>
internal sealed record WebhookView(
    string Id, string Name, string Url, IReadOnlyList<string> Events, IReadOnlyList<string> Stores, bool Active, DateTime CreatedAt, long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

/// <summary>A subscription as it is to be; in a change null stays.</summary>
internal sealed record WebhookBody(string? Name, string? Url, string[]? Events, string[]? Stores, bool? Active, bool? NewSecret);

/// <summary>One message to a subscriber. State is waiting, sent or failed.</summary>
internal sealed record DeliveryView(
    string Id, string Event, string State, int Attempts, string? Said, DateTime CreatedAt, DateTime? NextAt, DateTime? EndedAt);

/// <summary>A page of them, newest first.</summary>
internal sealed record DeliveryPage(IReadOnlyList<DeliveryView> Deliveries, string? Next);

/// <summary>The message of a test.</summary>
internal sealed record DeliveryAnswer(string Delivery);

/// <summary>A mail in the outgoing table; the target is the address.</summary>
internal sealed record MailBody(string? Subject, string? Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<WebhookView>))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(DeliveryPage))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(MailBody))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class OutgoingJson : JsonSerializerContext;
