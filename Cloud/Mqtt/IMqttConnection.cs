using System.Threading.Channels;

namespace Cloud.Mqtt;

/// <summary>Makes network connections to a broker; the seam behind which libmosquitto sits.</summary>
public interface IMqttConnector
{
    /// <summary>Opens one connection and completes MQTT CONNECT.</summary>
    /// <exception cref="MqttException">Refused, unreachable, or TLS failed; the message says which.</exception>
    ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken);
}

/// <summary>One network connection. It never reconnects and never queues: a fault ends it, and its owner makes the next one.</summary>
public interface IMqttConnection : IAsyncDisposable
{
    /// <summary>Whether the broker had a session for this client id.</summary>
    bool SessionPresent { get; }

    /// <summary>Messages for our subscriptions, in order of arrival. Bounded; when it is full the network is not read.</summary>
    ChannelReader<MqttMessage> Inbound { get; }

    /// <summary>Completes, never faulted, when the connection has ended, with why in plain words.</summary>
    Task<string> Closed { get; }

    /// <summary>Subscribes with QoS 1 and waits for the broker's word.</summary>
    /// <exception cref="MqttException">The broker refused a filter or the connection ended.</exception>
    ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken);

    /// <summary>Writes a message to the network. Completes for QoS 1 when the broker acknowledged it, for QoS 0 when it is handed over.</summary>
    /// <remarks>Calls may overlap; the caller bounds how many. The broker's acknowledgement proves nothing about headquarters.</remarks>
    /// <exception cref="MqttException">The broker refused it or the connection ended first.</exception>
    Task PublishAsync(MqttMessage message, CancellationToken cancellationToken);
}

/// <summary>The connection or an operation on it failed.</summary>
public sealed class MqttException(string message, Exception? inner = null) : Exception(message, inner);
