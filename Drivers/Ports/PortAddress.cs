using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Drivers.Ports;

/// <summary>Where a device is: a character device by its path, or a host and port of a serial-to-network box.</summary>
/// <param name="Path">The device node, or null for a network address.</param>
/// <param name="Host">The host, or null for a device node.</param>
/// <param name="PortNumber">The TCP port, 1 to 65535; 0 for a device node.</param>
public sealed record PortAddress(string? Path, string? Host, int PortNumber)
{
    private const string TcpScheme = "tcp://";

    /// <summary>Whether it is <c>tcp://host:port</c>.</summary>
    [MemberNotNullWhen(true, nameof(Host))]
    [MemberNotNullWhen(false, nameof(Path))]
    public bool IsNetwork => Host is not null;

    /// <summary>Whether a port is a converter of the machine itself, by its label: <c>iio://a1</c>.</summary>
    public static bool IsConverter(string port) => port.StartsWith(Shelves.Iio.IioFolder.Scheme, StringComparison.Ordinal);

    /// <summary>Reads <paramref name="text"/>, or says in words what is wrong with it. Opens nothing.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out PortAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (string.IsNullOrWhiteSpace(text))
            error = "missing; give a device path such as /dev/serial/by-id/… or tcp://host:port";
        else if (text.StartsWith(TcpScheme, StringComparison.OrdinalIgnoreCase))
            address = ParseNetwork(text, out error);
        else if (text[0] != '/' || text.Contains('\0', StringComparison.Ordinal))
            error = $"'{text}' is neither an absolute device path such as /dev/serial/by-id/… nor tcp://host:port";
        else
            address = new PortAddress(text, null, 0);
        return address is not null;
    }

    private static PortAddress? ParseNetwork(string text, out string? error)
    {
        error = null;
        string rest = text[TcpScheme.Length..];
        int colon = rest.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and <= 65535
            && Uri.CheckHostName(rest[..colon].Trim('[', ']')) != UriHostNameType.Unknown)
        {
            return new PortAddress(null, rest[..colon].Trim('[', ']'), port);
        }
        error = $"'{text}' must be tcp://host:port with a port from 1 to 65535, such as tcp://192.168.1.40:4305";
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => IsNetwork ? $"{TcpScheme}{Host}:{PortNumber}" : Path;
}
