using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Setup;

/// <summary>What sort of thing a port is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PortKind>))]
public enum PortKind
{
    /// <summary>A serial line: USB adapter, USB-CDC, or a port of the machine.</summary>
    [JsonStringEnumMemberName("serial")]
    Serial,

    /// <summary>A raw HID device, such as a USB scale.</summary>
    [JsonStringEnumMemberName("hid")]
    Hid,

    /// <summary>An input device that types like a keyboard, such as most scanners.</summary>
    [JsonStringEnumMemberName("input")]
    Input,

    /// <summary>A USB printer.</summary>
    [JsonStringEnumMemberName("printer")]
    Printer,

    /// <summary>A load-cell converter that the kernel reads (Linux IIO).</summary>
    [JsonStringEnumMemberName("iio")]
    Iio,

    /// <summary>A host and port on the network; known only because a device is configured there.</summary>
    [JsonStringEnumMemberName("network")]
    Network,
}

/// <summary>Whether the gateway could open a port.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PortAccess>))]
public enum PortAccess
{
    /// <summary>Nothing speaks against it.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The service's user may not; the reason names the group that may.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,

    /// <summary>Another program holds it.</summary>
    [JsonStringEnumMemberName("busy")]
    Busy,

    /// <summary>A device is configured here and nothing is plugged in, or it cannot be known which of two is meant.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,
}

/// <summary>One port: what is plugged in there, who owns it, and what it was recognised as. Serialises as the setup page wants it.</summary>
/// <param name="Port">The stable name, to be given to a device: a link below <c>/dev/serial/by-id</c> or <c>by-path</c> where there is one that names
/// this port and no other, else the path; <c>tcp://host:port</c> for the network.</param>
/// <param name="Path">The device node now, such as <c>/dev/ttyUSB0</c>; the same as <paramref name="Port"/> where it is absent or on the network.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Vendor">USB vendor id, four hex digits in lower case; null where there is none.</param>
/// <param name="Product">USB product id, four hex digits in lower case; null where there is none.</param>
/// <param name="Serial">The serial number the device itself gives; null where it gives none. It may be made up by the maker (<c>0001</c>).</param>
/// <param name="Model">Maker and model in words, as the device gives them; null where it does not.</param>
/// <param name="Links">Every stable link that leads here now, in order.</param>
/// <param name="Access">Whether it could be opened.</param>
/// <param name="AccessReason">Why not and what to do, in words; null where it could.</param>
/// <param name="Owner">The device that is configured here, or null.</param>
/// <param name="Detection">What is known of the thing plugged in; null where nobody has looked.</param>
public sealed record PluggedPort(
    string Port,
    string Path,
    PortKind Kind,
    string? Vendor,
    string? Product,
    string? Serial,
    string? Model,
    IReadOnlyList<string> Links,
    PortAccess Access,
    string? AccessReason,
    string? Owner,
    PortDetection? Detection)
{
    /// <summary>What <see cref="Port"/> holds on to, and so what may be replugged without changing the device.</summary>
    public KnownBy KnownBy { get; init; }
}
