using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Devices;

/// <summary>One device in the configuration: data, not code.</summary>
public class DeviceOptions
{
    /// <summary>The device's name on the wire and on the pages, unique in the gateway.</summary>
    [Required]
    public string Id { get; set; } = "";

    /// <summary>Its name for people.</summary>
    /// <value>The default is null: its id.</value>
    [StringLength(64)]
    public string? Name { get; set; }

    /// <summary>What it is for in this store, in words: the counter, the back room.</summary>
    /// <value>The default is null: not said.</value>
    [StringLength(64)]
    public string? Role { get; set; }

    /// <summary>The catalogue name of its driver.</summary>
    [Required]
    public string Driver { get; set; } = "";

    /// <summary>Where it is: a device path (<c>/dev/serial/by-id/…</c>) or <c>tcp://host:port</c>.</summary>
    [Required]
    public string Port { get; set; } = "";

    /// <summary>Line settings such as <c>9600-7E1</c>.</summary>
    /// <value>The default is the protocol's own, null.</value>
    public string? Line { get; set; }

    /// <summary>What the protocol does not send or leaves open, by name; each driver says which it knows.</summary>
    /// <value>The default is empty.</value>
    public Dictionary<string, string> Profile { get; set; } = [];
}
