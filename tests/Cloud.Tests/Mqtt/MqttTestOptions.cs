using System.Text;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Mqtt;

internal static class MqttTestOptions
{
    internal static MqttConnectOptions Of(MosquittoProcess broker, string clientId) =>
        new() { Host = "127.0.0.1", Port = broker.Port, ClientId = clientId };

    internal static LibmosquittoConnector Connector() => new(TimeProvider.System);

    internal static MqttMessage Message(string topic, string text, bool retain = false, int qos = 1) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Retain = retain, QoS = qos };

    internal static string Text(this MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
