namespace Drivers.Ports;

/// <summary>Everything plugged in at one moment.</summary>
/// <param name="Dev">Where the nodes and links are.</param>
/// <param name="Ports">The ports, by kind and kernel name.</param>
public sealed record PortPicture(string Dev, IReadOnlyList<SeenPort> Ports)
{
    /// <summary>The other ports that fight with this one for its link in <c>by-id</c>.</summary>
    public IEnumerable<SeenPort> TwinsOf(SeenPort port) =>
        port.TwinKey is string key ? Ports.Where(other => other.Path != port.Path && other.TwinKey == key) : [];

    /// <summary>The port that a link or a node leads to; null where it leads to none of these.</summary>
    public SeenPort? Find(string name) =>
        Ports.FirstOrDefault(port => port.Path == name || port.ById.Contains(name) || port.ByPath.Contains(name));

    /// <summary>Whether nothing has changed since <paramref name="earlier"/>.</summary>
    public bool IsAs(PortPicture earlier) =>
        Ports.Count == earlier.Ports.Count && Ports.Zip(earlier.Ports).All(pair => pair.First.IsAs(pair.Second));
}
