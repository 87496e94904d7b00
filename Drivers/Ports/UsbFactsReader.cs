using System.Globalization;

namespace Drivers.Ports;

/// <summary>Finds the USB device above a port in sysfs.</summary>
internal static class UsbFactsReader
{
    /// <summary>What the device says of itself; null where the port is not on USB.</summary>
    /// <param name="device">The port's folder in sysfs, without links.</param>
    /// <param name="sys">Where sysfs is: the search ends there.</param>
    public static UsbFacts? Read(string device, string sys)
    {
        string? face = null, socket = null, port = null;
        string root = Path.TrimEndingDirectorySeparator(sys);
        for (string? folder = device; folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            port ??= SysfsFile.Text(Path.Combine(folder, "port_number"));
            if (face is null && SysfsFile.Text(Path.Combine(folder, "bInterfaceNumber")) is string number)
                (face, socket) = (number.ToLowerInvariant(), AfterBus(Path.GetFileName(folder)));
            if (SysfsFile.Text(Path.Combine(folder, "idVendor")) is string vendor && SysfsFile.Text(Path.Combine(folder, "idProduct")) is string product)
            {
                return new UsbFacts(
                    vendor.ToLowerInvariant(),
                    product.ToLowerInvariant(),
                    SysfsFile.Text(Path.Combine(folder, "serial")),
                    SysfsFile.Text(Path.Combine(folder, "manufacturer")),
                    SysfsFile.Text(Path.Combine(folder, "product")),
                    face,
                    port,
                    Controller(folder),
                    socket ?? AfterBus(Path.GetFileName(folder)));
            }
        }
        return null;
    }

    /// <summary>The chain without the number of the bus, which is given anew at each start: <c>1-1.4:1.0</c> is <c>1.4:1.0</c>.</summary>
    private static string AfterBus(string name) => name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>The folder above <c>usb1</c>.</summary>
    private static string Controller(string device)
    {
        for (string? folder = device; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string name = Path.GetFileName(folder);
            if (name.StartsWith("usb", StringComparison.Ordinal) && int.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return Path.GetFileName(Path.GetDirectoryName(folder)) ?? "";
        }
        return "";
    }
}
