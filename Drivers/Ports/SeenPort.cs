using EdgeGateway.Core.Setup;

namespace Drivers.Ports;

/// <summary>One port as the kernel shows it at one moment.</summary>
/// <param name="Name">The kernel's name, such as <c>ttyUSB0</c>: given in the order of plugging in, so never a device's name.</param>
/// <param name="Path">Its node, such as <c>/dev/ttyUSB0</c>.</param>
/// <param name="Kind">What sort of thing it is.</param>
public sealed record SeenPort(string Name, string Path, PortKind Kind)
{
    /// <summary>Its entry in sysfs, relative to where that is.</summary>
    public string Entry { get; init; } = "";

    /// <summary>The USB device it belongs to; null where it is built in.</summary>
    public UsbFacts? Usb { get; init; }

    /// <summary>Maker and model in words, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it could be opened.</summary>
    public PortAccess Access { get; init; } = PortAccess.Ok;

    /// <summary>Why not and what to do, or null.</summary>
    public string? AccessReason { get; init; }

    /// <summary>The links by serial number that lead here and agree with what the device itself says.</summary>
    public IReadOnlyList<string> ById { get; init; } = [];

    /// <summary>The links by socket that lead here and agree with where it is plugged in.</summary>
    public IReadOnlyList<string> ByPath { get; init; } = [];

    /// <summary>What udev would name it by: two ports with the same key fight for one link in <c>by-id</c>. Null for what is built in.</summary>
    public string? TwinKey => Usb is null ? null
        : $"{Kind}|{Usb.Manufacturer ?? Usb.Vendor}|{Usb.ProductName ?? Usb.Product}|{Usb.Serial}|{Usb.Interface}|{Usb.PortNumber}";

    /// <summary>Whether two pictures show the same thing in the same place, and as accessible.</summary>
    public bool IsAs(SeenPort other) =>
        other is not null && this with { ById = other.ById, ByPath = other.ByPath } == other
        && ById.SequenceEqual(other.ById) && ByPath.SequenceEqual(other.ByPath);
}

/// <summary>What a USB device says of itself, and where it is plugged in.</summary>
/// <param name="Vendor">Vendor id, four hex digits in lower case.</param>
/// <param name="Product">Product id, four hex digits in lower case.</param>
/// <param name="Serial">Serial number as the device gives it, or null.</param>
/// <param name="Manufacturer">Maker in words, or null.</param>
/// <param name="ProductName">Model in words, or null.</param>
/// <param name="Interface">Number of the interface, two hex digits, or null.</param>
/// <param name="PortNumber">Which port of an adapter that has several on one interface, or null.</param>
/// <param name="Controller">The host controller as sysfs names it, such as <c>0000:00:14.0</c>.</param>
/// <param name="Socket">The chain of sockets, configuration and interface as sysfs writes it, such as <c>1.4:1.0</c>.</param>
public sealed record UsbFacts(
    string Vendor, string Product, string? Serial, string? Manufacturer, string? ProductName, string? Interface, string? PortNumber,
    string Controller, string Socket)
{
    private const int ShortestSerial = 5;

    /// <summary>Whether the serial number tells this device from others of its kind; makers also write <c>0001</c> into all of them.</summary>
    public bool HasTellingSerial => Serial is { Length: >= ShortestSerial } serial
        && serial.Distinct().Count() > 2
        && !IsSeries(serial)
        && serial.TrimStart('0').Length >= ShortestSerial - 1;

    /// <summary>Whether each character follows the one before it, as in <c>0123456789</c> and <c>12345678</c>.</summary>
    private static bool IsSeries(string serial)
    {
        const string Series = "0123456789ABCDEF0123456789";
        return Series.Contains(serial, StringComparison.OrdinalIgnoreCase) || "1234567890".Contains(serial, StringComparison.Ordinal);
    }
}
