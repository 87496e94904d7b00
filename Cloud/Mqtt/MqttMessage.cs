namespace Cloud.Mqtt;

/// <summary>One MQTT 5 PUBLISH, in or out.</summary>
public sealed record MqttMessage
{
    /// <summary>Where it goes or came from.</summary>
    public required string Topic { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>0 or 1.</summary>
    public int QoS { get; init; } = 1;

    /// <summary>Whether the broker keeps it for later subscribers; on an inbound one, whether it was such a kept one.</summary>
    public bool Retain { get; init; }

    /// <summary>MQTT 5 content type, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>MQTT 5 response topic: where an answer is wanted, or null.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>MQTT 5 correlation data, given back with the answer; empty where there is none. At most 65535 bytes.</summary>
    public ReadOnlyMemory<byte> CorrelationData { get; init; }

    /// <summary>MQTT 5 message expiry: after how many seconds nobody wants it any more; null for never.</summary>
    public uint? ExpirySeconds { get; init; }

    /// <summary>MQTT 5 user properties, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
