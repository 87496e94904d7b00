using System.Text;
using Cloud.Mqtt;

namespace Bench.Peers;

/// <summary>Hands events to a broker: one a message, QoS 1, and its PUBACK means taken.</summary>
internal sealed class MqttDoor : IDoor
{
    private readonly IMqttConnection _connection;
    private readonly string _topic;

    private MqttDoor(IMqttConnection connection, string topic) => (_connection, _topic) = (connection, topic);

    /// <summary>Connects.</summary>
    public static async Task<MqttDoor> OpenAsync(int port, string topic, string device, CancellationToken cancellationToken)
    {
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = port, ClientId = device };
        return new MqttDoor(await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(options, cancellationToken), $"{topic}/{device}");
    }

    public async Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(texts.Select(text => _connection.PublishAsync(new MqttMessage { Topic = _topic, Payload = Encoding.UTF8.GetBytes(text) }, cancellationToken)));
        }
        catch (MqttException e)
        {
            throw new IOException("It did not acknowledge.", e);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
