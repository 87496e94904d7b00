using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Setup;

/// <summary>The setup page's view of the gateway: ports, detection and devices that come and go without a restart. Thread-safe.</summary>
public interface ISetup
{
    /// <summary>Every port there is now and every port a device is configured at, in order of the stable names.</summary>
    IReadOnlyList<PluggedPort> Ports { get; }

    /// <summary>Every device, those of the configuration file first.</summary>
    IReadOnlyList<AssignedDevice> Devices { get; }

    /// <summary>Every driver a device may be given.</summary>
    IReadOnlyList<DriverChoice> Drivers { get; }

    /// <summary>Waits until <see cref="Ports"/> or <see cref="Devices"/> have changed since <paramref name="seen"/>.</summary>
    /// <param name="seen">What the last call returned; 0 at first, which returns at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of the present state, above <paramref name="seen"/>.</returns>
    Task<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken);

    /// <summary>Begins to look at a port anew; what comes of it is in <see cref="Ports"/>.</summary>
    /// <returns>Why not: no such port, owned by a device, left alone by the configuration; empty where it is begun or was under way.</returns>
    Task<IReadOnlyList<SetupError>> DetectAsync(string port, CancellationToken cancellationToken);

    /// <summary>Adds a device, or changes the one of that id, keeps it on the disk and starts it. A device of the configuration file can only be assigned as
    /// it is, which says that what is plugged in at its port now is right, though it is another thing than before.</summary>
    /// <returns>Every mistake; empty where it is done.</returns>
    Task<IReadOnlyList<SetupError>> AssignAsync(DeviceOptions device, CancellationToken cancellationToken);

    /// <summary>Stops a device and forgets it.</summary>
    /// <returns>Why not; empty where it is done.</returns>
    Task<IReadOnlyList<SetupError>> RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tells a device something.</summary>
    /// <returns>What became of it; refused where there is no such device.</returns>
    Task<CommandOutcome> ExecuteAsync(string id, DeviceCommand command, CancellationToken cancellationToken);

    /// <summary>The bytes of a device from now on; ends when the device is removed. Who reads too slowly loses the oldest.</summary>
    /// <returns>Nothing at all where there is no such device.</returns>
    IAsyncEnumerable<DeviceBytes> WatchAsync(string id, CancellationToken cancellationToken);

    /// <summary>The last bytes of a device that were kept, oldest first.</summary>
    /// <returns>Null where there is no such device.</returns>
    IReadOnlyList<DeviceBytes>? Capture(string id);
}
