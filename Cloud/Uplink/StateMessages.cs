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
}
