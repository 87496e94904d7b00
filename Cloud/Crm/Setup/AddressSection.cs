using System.Net;
using System.Text.Json;

namespace Cloud.Crm.Setup;

/// <summary>Where headquarters is served, out of the configuration: plain http on loopback, https anywhere.</summary>
internal static class AddressSection
{
    /// <summary>Reads url, certificateFile and keyFile.</summary>
    internal static (IPEndPoint? Url, CertificateOptions? Certificate) Read(JsonSection root)
    {
        IPEndPoint? url = null;
        var https = false;
        root.Text("url", check: t => TryUrl(t, out url, out https));
        var certificate = root.Text("certificateFile", check: ConfigurationFile.MustExist);
        var key = root.Text("keyFile", check: ConfigurationFile.MustExist);
        if (certificate is null != key is null)
        {
            root.Add("certificateFile", "and keyFile go together; one of them is missing");
        }
        else if (url is not null && https && certificate is null)
        {
            root.Add("certificateFile", "and keyFile are missing; https needs them");
        }
        else if (url is not null && !https && certificate is not null)
        {
            root.Add("certificateFile", "is of no use with http; write https in url");
        }

        return (url, https && certificate is not null && key is not null ? new CertificateOptions(certificate, key) : null);
    }

    /// <summary>Reads one name of hosts.</summary>
    internal static string? ReadHost(JsonElement json, string path, List<string> errors)
    {
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { } host && Uri.CheckHostName(host) != UriHostNameType.Unknown)
        {
            return host;
        }

        errors.Add($"{path} is {json.GetRawText()}; expected a host name or address, such as headquarters.example");
        return null;
    }

    /// <summary>Reads publicUrl.</summary>
    internal static string? TryPublicUrl(string text, out Uri? url)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return "expected https://NAME or https://NAME:PORT";
        }

        url = uri;
        return null;
    }

    /// <summary>Other machines come by a name: it must be known, or every request of theirs is refused.</summary>
    internal static void CheckReachable(JsonSection root, IPEndPoint? url, List<string> hosts, Uri? publicUrl)
    {
        if (url is not null && !IPAddress.IsLoopback(url.Address) && hosts.Count == 0 && publicUrl is null)
        {
            root.Add("hosts", "is missing; name what people type, such as [\"headquarters.example\"]");
        }
    }

    private static string? TryUrl(string text, out IPEndPoint? url, out bool https)
    {
        (url, https) = (null, false);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.PathAndQuery != "/")
        {
            return "expected http://ADDRESS:PORT or https://ADDRESS:PORT";
        }

        https = uri.Scheme == Uri.UriSchemeHttps;
        var address = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var parsed) ? parsed : null;
        if (address is null)
        {
            return "expected an address of this machine, such as https://0.0.0.0:8443; names go into hosts";
        }

        if (!https && !IPAddress.IsLoopback(address))
        {
            return "expected a loopback address: over plain http passwords can be read on the way. Use https with certificateFile and keyFile";
        }

        url = new IPEndPoint(address, uri.Port);
        return null;
    }
}
