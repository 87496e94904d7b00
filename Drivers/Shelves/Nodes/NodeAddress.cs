using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Drivers.Shelves.Nodes;

/// <summary>Where a plate on a shelf node is: <c>mqtt://host:1883/NODE/PLATE</c>, or <c>mqtts://</c> with TLS.</summary>
/// <param name="Host">The store's broker.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Tls">Whether by TLS.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Plate">The plate's name on the node.</param>
internal sealed partial record NodeAddress(string Host, int Port, bool Tls, string Node, string Plate)
{
    private const string Expected = "mqtt://host:1883/NODE/PLATE or mqtts://host:8883/NODE/PLATE, with names of letters, digits, - and _";

    /// <summary>Reads <paramref name="text"/>, or says in words what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NodeAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        Match match = Pattern().Match(text);
        if (text.Contains('@', StringComparison.Ordinal))
        {
            // Not repeated: there may be a password in it.
            error = "names a user or password; a port is shown on pages and in logs: give profile.user and profile.password_file";
            return false;
        }
        if (!match.Success
            || !int.TryParse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > 65535
            || Uri.CheckHostName(match.Groups["host"].Value.Trim('[', ']')) == UriHostNameType.Unknown)
        {
            error = $"'{text}' must be {Expected}";
            return false;
        }
        error = null;
        address = new NodeAddress(
            match.Groups["host"].Value.Trim('[', ']'), port, match.Groups["tls"].Success, match.Groups["node"].Value, match.Groups["plate"].Value);
        return true;
    }

    [GeneratedRegex("^mqtt(?<tls>s)?://(?<host>[^/]+):(?<port>[0-9]{1,5})/(?<node>[A-Za-z0-9_-]{1,64})/(?<plate>[A-Za-z0-9_-]{1,64})$")]
    private static partial Regex Pattern();
}
