namespace EdgeGateway.Core.Devices;

/// <summary>A device's settings for one opening: with the port as it is called at this moment, and who is told its bytes.</summary>
public sealed class LocatedDevice : DeviceOptions
{
    /// <summary>Takes over all settings but the port.</summary>
    /// <param name="device">The settings.</param>
    /// <param name="port">Where it is now.</param>
    /// <param name="trace">Is told every byte; null for nobody.</param>
    public LocatedDevice(DeviceOptions device, string port, ByteTrace? trace)
    {
        ArgumentNullException.ThrowIfNull(device);
        (Id, Name, Role, Driver, Port, Line, Profile) = (device.Id, device.Name, device.Role, device.Driver, port, device.Line, device.Profile);
        Trace = trace;
    }

    /// <summary>Is told every byte; null for nobody.</summary>
    public ByteTrace? Trace { get; }
}
