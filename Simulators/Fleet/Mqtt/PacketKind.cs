namespace Simulators.Fleet.Mqtt;

/// <summary>The control packets a gateway sends or gets. Source: MQTT Version 5.0, table 2-1; the value is the packet type's number.</summary>
internal enum PacketKind
{
    /// <summary>The client asks to be let in.</summary>
    Connect = 1,

    /// <summary>The broker's answer.</summary>
    ConnectAcknowledged = 2,

    /// <summary>A message, either way.</summary>
    Publish = 3,

    /// <summary>The answer to a message with QoS 1, either way.</summary>
    PublishAcknowledged = 4,

    /// <summary>The client asks for topics.</summary>
    Subscribe = 8,

    /// <summary>The broker's answer.</summary>
    SubscribeAcknowledged = 9,

    /// <summary>The client asks whether the broker is there.</summary>
    Ping = 12,

    /// <summary>It is.</summary>
    PingAnswered = 13,

    /// <summary>Goodbye, either way.</summary>
    Disconnect = 14,
}
