using Cloud.Mqtt;

namespace Cloud.Crm.Setup;

/// <summary>The broker's options as the connection takes them.</summary>
internal static class BrokerSettings
{
    // Above any batch a gateway makes (256 KiB), so that also an overgrown one comes in and is dead-lettered.
    private const int MaxPacket = 4 * 1024 * 1024;

    /// <summary>Reads the password's file; the client id is the session's business.</summary>
    /// <exception cref="IOException">The password's file cannot be read.</exception>
    internal static MqttConnectOptions Of(BrokerOptions options) => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = "ingest",
        UserName = options.UserName,
        Password = options.PasswordFile is null ? null : File.ReadAllText(options.PasswordFile).TrimEnd('\r', '\n'),
        Tls = options.CaFile is null ? null : new MqttTlsFiles(options.CaFile, options.CertificateFile, options.KeyFile),
        InboundCapacity = 64,
        MaximumPacketBytes = MaxPacket,
    };
}
