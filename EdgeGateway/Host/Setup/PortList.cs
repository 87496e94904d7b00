using Drivers.Ports;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Setup;

/// <summary>A device's claim to a port.</summary>
/// <param name="Id">The device.</param>
/// <param name="Port">The port as it is configured.</param>
internal readonly record struct PortClaim(string Id, string Port);

/// <summary>Puts what is plugged in and what is configured into one list.</summary>
internal static class PortList
{
    /// <summary>Every port there is, and every configured one that is not, in order of the stable names.</summary>
    /// <param name="picture">What is plugged in.</param>
    /// <param name="find">Finds a configured port in the picture.</param>
    /// <param name="nameOf">Gives a port its stable name.</param>
    /// <param name="claims">The devices, in order of precedence.</param>
    /// <param name="detection">What is known of a port, or null.</param>
    public static IReadOnlyList<PluggedPort> Make(
        PortPicture picture, Func<string, PortPlace> find, Func<SeenPort, StableName> nameOf, IEnumerable<PortClaim> claims, Func<SeenPort, PortDetection?> detection)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var others = new List<PluggedPort>();
        foreach (var claim in claims)
        {
            var place = find(claim.Port);
            if (place is { Path: { } path, Port: not null })
            {
                owners.TryAdd(path, claim.Id);
            }
            else if (!others.Exists(port => port.Port == claim.Port))
            {
                others.Add(Configured(claim, place));
            }
        }

        return
        [
            .. picture.Ports.Select(port => Plugged(port, nameOf(port), owners.GetValueOrDefault(port.Path), detection(port)))
                .Concat(others).OrderBy(port => port.Port, StringComparer.Ordinal),
        ];
    }

    private static PluggedPort Plugged(SeenPort port, StableName name, string? owner, PortDetection? detection) => new(
        name.Name,
        port.Path,
        port.Kind,
        port.Usb?.Vendor,
        port.Usb?.Product,
        port.Usb?.Serial,
        port.Model,
        [.. port.ById, .. port.ByPath],
        port.Access,
        port.AccessReason,
        owner,
        detection)
    {
        KnownBy = name.KnownBy,
    };

    /// <summary>A port that is known only because a device is configured there.</summary>
    private static PluggedPort Configured(PortClaim claim, PortPlace place)
    {
        var isConverter = PortAddress.IsConverter(claim.Port);
        var isNetwork = !claim.Port.StartsWith('/') && !isConverter;
        var isThere = isNetwork || (!isConverter && place.Path is not null && Path.Exists(place.Path));
        return new PluggedPort(
            claim.Port,
            claim.Port,
            isNetwork ? PortKind.Network : isConverter ? PortKind.Iio : PortKind.Serial,
            null,
            null,
            null,
            null,
            [],
            isThere ? PortAccess.Ok : PortAccess.Absent,
            isThere ? null : place.Problem ?? $"{claim.Port}: nothing is plugged in that has this name",
            claim.Id,
            null);
    }
}
