using EdgeGateway.Core.Devices;

namespace Drivers.Ports;

/// <summary>Opens the port a device is configured with, serial or network.</summary>
internal static class DevicePort
{
    /// <summary>Opens it; settings are taken to be validated.</summary>
    /// <returns>The port, and what about it belongs in the log once.</returns>
    /// <exception cref="IOException">It cannot be opened; says why and what to do.</exception>
    public static async ValueTask<(Stream Port, string? Note)> OpenAsync(
        DeviceOptions device, LineSettings protocolDefault, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!PortAddress.TryParse(device.Port, out PortAddress? address, out string? error))
            throw new DeviceException($"port: {error}");
        if (address.IsNetwork)
            return (TracedPort.Around(await TcpPort.OpenAsync(address, clock, cancellationToken).ConfigureAwait(false), device), null);
        SerialPort port = SerialPort.Open(address.Path, Line(device, protocolDefault));
        return (TracedPort.Around(port, device), port.Note);
    }

    /// <summary>The configured line settings, or the protocol's own.</summary>
    public static LineSettings Line(DeviceOptions device, LineSettings protocolDefault) =>
        device.Line is null ? protocolDefault : LineSettings.Parse(device.Line);

    /// <summary>Adds every mistake in <c>port</c> and <c>line</c> to <paramref name="errors"/>.</summary>
    public static void Validate(DeviceOptions device, bool allowNetwork, List<string> errors)
    {
        bool understood = PortAddress.TryParse(device.Port, out PortAddress? address, out string? portError);
        if (!understood)
            errors.Add($"port: {portError}");
        else if (address!.IsNetwork && !allowNetwork)
            errors.Add($"port: '{device.Port}' is a network address; {device.Driver} runs on a serial line, give a device path");
        if (device.Line is null)
            return;
        if (!LineSettings.TryParse(device.Line, out _, out string? lineError))
            errors.Add($"line: {lineError}");
        else if (understood && address!.IsNetwork)
            errors.Add($"line: '{device.Line}' has no meaning on {device.Port}; the settings are in the network box, leave it out");
    }
}
