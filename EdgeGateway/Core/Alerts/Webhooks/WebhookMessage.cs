using EdgeGateway.Core.Members;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>What a webhook is told.</summary>
/// <param name="Id">The same at every try.</param>
/// <param name="Kind">One of <see cref="DeliveryKinds"/>.</param>
/// <param name="Store">The store.</param>
/// <param name="Alert">The alert.</param>
/// <param name="Profile">The member's profile, or null.</param>
/// <param name="Zone">The store's time zone.</param>
internal sealed record WebhookMessage(Guid Id, string Kind, string Store, Alert Alert, MemberProfile? Profile, TimeZoneInfo Zone)
{
    /// <summary>Without what it says: it is about a person.</summary>
    public override string ToString() => $"message {Id:D} ({Kind})";
}
