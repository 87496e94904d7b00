using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>How the store's broker is reached, and how a node's word is taken. Devices with the same <see cref="BrokerKey"/> share a connection.</summary>
/// <param name="Address">Broker, node and plate.</param>
/// <param name="TopicRoot">The first part of the topics.</param>
/// <param name="User">User name, or null.</param>
/// <param name="PasswordFile">File with the password, or null.</param>
/// <param name="CaFile">Authorities trusted for the broker; with TLS.</param>
/// <param name="CertificateFile">Our certificate, or null.</param>
/// <param name="KeyFile">Its key, or null.</param>
/// <param name="RestartHold">How long after a restart of the node its samples are no weight: converters warm up and settle.</param>
internal sealed record NodeSettings(
    NodeAddress Address, string TopicRoot, string? User, string? PasswordFile, string? CaFile, string? CertificateFile, string? KeyFile, TimeSpan RestartHold)
{
    /// <summary>The usual first part of the topics.</summary>
    public const string UsualRoot = "shelf/v1";

    private static readonly NodeAddress s_nowhere = new("", 0, false, "", "");

    /// <summary>What makes two devices share a connection. Holds no secret.</summary>
    public (string Host, int Port, bool Tls, string Root, string? User, string? PasswordFile, string? Ca, string? Certificate, string? Key) BrokerKey =>
        (Address.Host, Address.Port, Address.Tls, TopicRoot, User, PasswordFile, CaFile, CertificateFile, KeyFile);

    /// <summary>Reads a device's port and profile; mistakes are in the reader.</summary>
    public static NodeSettings Read(string port, ProfileReader profile)
    {
        if (!NodeAddress.TryParse(port, out NodeAddress? address, out string? error))
            profile.Errors.Add($"port: {error}");
        string root = profile.Text("topic_root", UsualRoot)!;
        var settings = new NodeSettings(
            address ?? s_nowhere, root, profile.Text("user", null), File(profile, "password_file"), File(profile, "ca_file"),
            File(profile, "cert_file"), File(profile, "key_file"), profile.Milliseconds("restart_hold_ms", 5000, 0, 600_000));
        if (root.AsSpan().ContainsAny("+#") || root.StartsWith('/') || root.EndsWith('/'))
            profile.Errors.Add($"profile.topic_root: '{root}' must be a topic without wildcards, such as {UsualRoot}");
        if (settings.PasswordFile is not null && settings.User is null)
            profile.Errors.Add("profile.user: missing; a password needs a user name");
        if ((settings.CertificateFile is null) != (settings.KeyFile is null))
            profile.Errors.Add("profile.key_file: a certificate needs its key and a key its certificate; give cert_file and key_file or neither");
        if (address is { Tls: true } && settings.CaFile is null)
            profile.Errors.Add("profile.ca_file: missing; TLS needs the authorities to trust, as a PEM file");
        if (address is { Tls: false } && (settings.CaFile ?? settings.CertificateFile) is not null)
            profile.Errors.Add("profile.ca_file: has no meaning without TLS; write the port mqtts://");
        PlateSettings.Finish(profile);
        return settings;
    }

    /// <summary>The password, read now, so that a changed one is taken with the next connection.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? Password()
    {
        if (PasswordFile is null)
            return null;
        try
        {
            return System.IO.File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the broker's password cannot be read: {failure.Message}", failure);
        }
    }

    private static string? File(ProfileReader profile, string name)
    {
        string? path = profile.Text(name, null);
        if (path is not null && !path.StartsWith('/'))
            profile.Errors.Add($"profile.{name}: '{path}' must be an absolute path");
        return path;
    }
}
