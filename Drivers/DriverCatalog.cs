using Drivers.Cameras;
using Drivers.Printers;
using Drivers.Scales;
using Drivers.Scanners;
using Drivers.Shelves;
using EdgeGateway.Core.Devices;

namespace Drivers;

/// <summary>Every driver there is: a plain list, to be searched and read. A new driver adds one line, here or to the scale protocols.</summary>
public static class DriverCatalog
{
    /// <summary>All drivers.</summary>
    public static IReadOnlyList<DriverDescription> All { get; } =
    [
        .. ScaleProtocols.All.Select(protocol => protocol.Description),
        ModbusPlate.Description,
        Hx711.Description,
        Nau7802.Description,
        Ads1015.Description,
        ShelfNode.Description,
        SerialScanner.Description,
        EvdevScanner.Description,
        .. PrinterDrivers.All,
        CameraDriver.Description,
    ];

    /// <summary>The driver of that name, or null.</summary>
    public static DriverDescription? Find(string name) =>
        All.FirstOrDefault(driver => string.Equals(driver.Name, name, StringComparison.Ordinal));
}
