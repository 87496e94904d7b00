using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Where the readings of one plate's device go in. Safe for use from several threads.</summary>
public sealed class PlateFeed
{
    private readonly StoreShelves _shelves;
    private readonly string _plate;

    internal PlateFeed(StoreShelves shelves, string plate, DeviceOptions device) =>
        (_shelves, _plate, Device, Name) = (shelves, plate, device.Id, device.Name);

    /// <summary>The device.</summary>
    public string Device { get; }

    /// <summary>Its name for people, or null.</summary>
    public string? Name { get; }

    /// <summary>Takes the next reading.</summary>
    public void Take(LoadReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        _shelves.Take(_plate, this, reading);
    }

    /// <summary>The device is no longer there; the plate's state is kept, in case it comes back.</summary>
    public void Dismiss() => _shelves.Disconnect(_plate, this);
}
