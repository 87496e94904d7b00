using System.Net;
using System.Net.Sockets;

namespace Cloud.Crm.Outgoing;

/// <summary>Which addresses are of the public internet. The others are machines of our own and of our neighbours, where a webhook has no business.</summary>
/// <remarks>IANA's special-purpose address registries for IPv4 and IPv6.</remarks>
internal static class PublicAddresses
{
    private static readonly string[] s_texts =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ];

    private static readonly IPNetwork[] s_special = Array.ConvertAll(s_texts, text => IPNetwork.Parse(text));

    /// <summary>Whether an address is of the public internet.</summary>
    internal static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Array.Exists(s_special, network => network.Contains(plain));
    }
}
