namespace Cloud.Mqtt;

/// <summary>How to reach the broker and as whom.</summary>
public sealed record MqttConnectOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The MQTT client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Whether the broker forgets what it kept for this client id.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the broker keeps the session after the connection; zero ends it at once.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>MQTT keep-alive, 5 s or more.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>User name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, or null. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>What the broker publishes when the connection ends without a goodbye, or null.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>Certificate files, or null for no TLS.</summary>
    public MqttTlsFiles? Tls { get; init; }

    /// <summary>How many inbound messages may wait to be read. When they do, the network is not read until there is room.</summary>
    public int InboundCapacity { get; init; } = 256;

    /// <summary>The largest packet the broker may send us, in bytes; a larger one it withholds.</summary>
    public int MaximumPacketBytes { get; init; } = 1024 * 1024;

    /// <summary>How long name lookup, TCP, TLS and CONNACK may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who connects where; never the password.</summary>
    public override string ToString() => $"{Host}:{Port} as '{ClientId}'";
}

/// <summary>PEM files for TLS.</summary>
/// <param name="CaFile">The authorities trusted for the broker.</param>
/// <param name="CertificateFile">Our certificate, or null.</param>
/// <param name="KeyFile">Its key, readable by the service's user alone, or null.</param>
public sealed record MqttTlsFiles(string CaFile, string? CertificateFile, string? KeyFile);
