using System.Globalization;
using System.Net;

namespace EdgeGateway.Host.Configuration;

/// <summary>A place to listen, read from <c>http://address:port</c> or, where that is asked for, <c>https://address:port</c>.</summary>
internal static class ListenUrl
{
    /// <summary>Reads a url. The answer is null, or what is wrong with it.</summary>
    public static string? TryRead(string url, out IPEndPoint endpoint) => TryRead(url, Uri.UriSchemeHttp, "http://127.0.0.1:8080", out endpoint);

    /// <summary>Reads a url of a place to listen with TLS. The answer is null, or what is wrong with it.</summary>
    public static string? TryReadSecure(string url, out IPEndPoint endpoint) => TryRead(url, Uri.UriSchemeHttps, "https://0.0.0.0:8443", out endpoint);

    private static string? TryRead(string url, string scheme, string example, out IPEndPoint endpoint)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != scheme || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            return $"expected {scheme}://address:port, such as {example}";
        }

        if (!url.AsSpan(url.LastIndexOf(':') + 1).TrimEnd('/').SequenceEqual(uri.Port.ToString(CultureInfo.InvariantCulture)))
        {
            return $"has no port; expected {scheme}://address:port, such as {example}";
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
