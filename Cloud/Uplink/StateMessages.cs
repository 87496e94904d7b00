using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Uplink;

/// <summary>The retained message on <c>state</c>, also the will.</summary>
internal static class StateMessages
{
    internal static MqttMessage Of(UplinkIdentity identity, string status) => new()
    {
        Topic = identity.Address.Topic(Topics.State),
        Payload = new StateDocument(status, identity.Version, identity.Boot).ToUtf8(),
        Retain = true,
        ContentType = "application/json",
    };

    /// <summary>Says online again, for those who listen now: the broker keeps it for nobody.</summary>
    internal static MqttMessage SignOfLife(UplinkIdentity identity) => Of(identity, StateDocument.Online) with { QoS = 0, Retain = false };
}
