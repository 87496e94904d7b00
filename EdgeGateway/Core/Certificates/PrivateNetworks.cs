using System.Net;

namespace EdgeGateway.Core.Certificates;

/// <summary>The address ranges of private networks: RFC 1918, RFC 3927, RFC 4193, RFC 4291 and the loopbacks.</summary>
internal static class PrivateNetworks
{
    /// <summary>The ranges.</summary>
    public static IReadOnlyList<IPNetwork> All { get; } =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("::1/128"),
    ];

    /// <summary>Whether an address is in one of them.</summary>
    public static bool Contain(IPAddress address) => All.Any(network => network.Contains(address));
}
