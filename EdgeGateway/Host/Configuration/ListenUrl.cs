using System.Globalization;
using System.Net;

namespace EdgeGateway.Host.Configuration;

/// <summary>A place to listen, read from <c>http://address:port</c>.</summary>
internal static class ListenUrl
{
    /// <summary>Reads a url. The answer is null, or what is wrong with it.</summary>
    public static string? TryRead(string url, out IPEndPoint endpoint)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            return "expected http://address:port, such as http://127.0.0.1:8080";
        }

        if (!url.AsSpan(url.LastIndexOf(':') + 1).TrimEnd('/').SequenceEqual(uri.Port.ToString(CultureInfo.InvariantCulture)))
        {
            return "has no port; expected http://address:port, such as http://127.0.0.1:8080";
        }

        var host = uri.DnsSafeHost;
        if (host == "localhost")
        {
            host = "127.0.0.1";
        }

        if (!IPAddress.TryParse(host, out var address))
        {
            return $"'{host}' is a name; expected an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all";
        }

        endpoint = new IPEndPoint(address, uri.Port);
        return null;
    }
}
