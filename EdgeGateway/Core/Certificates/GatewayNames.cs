using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EdgeGateway.Core.Certificates;

/// <summary>How this machine can be asked for in the store's network.</summary>
/// <param name="Hosts">Names in lower case, without doubles.</param>
/// <param name="Addresses">Addresses of the store's own network and the loopback.</param>
public sealed record GatewayNames(IReadOnlyList<string> Hosts, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The names and addresses as they are now. Asks the operating system.</summary>
    /// <param name="configured">What the owner calls this machine: names or addresses.</param>
    public static GatewayNames Read(IEnumerable<string> configured) => Of(configured, Dns.GetHostName(), Interfaces());

    /// <summary>The names and addresses of a machine.</summary>
    /// <param name="configured">What the owner calls it: names or addresses.</param>
    /// <param name="machine">What it calls itself.</param>
    /// <param name="interfaces">The addresses of its interfaces, the one that others reach it by first.</param>
    internal static GatewayNames Of(IEnumerable<string> configured, string machine, IEnumerable<IPAddress> interfaces)
    {
        var given = configured.Select(name => name.Trim().TrimEnd('.').ToLowerInvariant()).ToList();
        var label = machine.ToLowerInvariant().Split('.')[0];
        var hosts = given.Where(IsHost).Concat(new[] { machine.ToLowerInvariant(), label, $"{label}.local" }.Where(IsHost)).Append("localhost").Distinct();
        var addresses = given.Where(name => IPAddress.TryParse(name, out _)).Select(IPAddress.Parse)
            .Concat(interfaces)
            .Where(PrivateNetworks.Contain)
            .Append(IPAddress.Loopback)
            .Append(IPAddress.IPv6Loopback)
            .Distinct();
        return new GatewayNames([.. hosts], [.. addresses]);
    }

    /// <summary>Whether a text can stand in a certificate as a name of a host.</summary>
    private static bool IsHost(string name) =>
        name.Length is > 0 and <= 253
        && !IPAddress.TryParse(name, out _)
        && name.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    private static IEnumerable<IPAddress> Interfaces() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus != OperationalStatus.Down && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        let properties = network.GetIPProperties()
        orderby properties.GatewayAddresses.Count == 0
        from address in properties.UnicastAddresses
        where address.Address.AddressFamily is AddressFamily.InterNetwork || (address.Address.AddressFamily is AddressFamily.InterNetworkV6 && !address.Address.IsIPv6LinkLocal)
        orderby properties.GatewayAddresses.Count == 0, address.Address.AddressFamily != AddressFamily.InterNetwork
        select address.Address;
}
