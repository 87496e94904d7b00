using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Printers;

/// <summary>Where a printer is: <c>tcp://host:9100</c>, <c>/dev/usb/lp*</c>, a serial port, or <c>cups://QUEUE</c>.</summary>
internal static class PrinterPort
{
    private const string CupsScheme = "cups://";
    private const string DefaultLine = "9600-8N1";

    /// <summary>The queue's name, or null where the port is no queue.</summary>
    public static string? QueueOf(string port) => port.StartsWith(CupsScheme, StringComparison.OrdinalIgnoreCase) ? port[CupsScheme.Length..] : null;

    /// <summary>Adds every mistake in <c>port</c> and <c>line</c> to <paramref name="errors"/>.</summary>
    public static void Validate(DeviceOptions device, List<string> errors)
    {
        if (QueueOf(device.Port) is not string queue)
        {
            DevicePort.Validate(device, allowNetwork: true, errors);
            return;
        }
        if (queue.Length is 0 or > 127 || queue[0] == '-' || queue.Any(one => !char.IsAsciiLetterOrDigit(one) && one is not ('-' or '_' or '.')))
            errors.Add($"port: '{device.Port}' must be cups:// and the name of a queue of letters, digits, - _ and . (lpstat -e lists them)");
        if (device.Line is not null)
            errors.Add($"line: '{device.Line}' has no meaning on {device.Port}; leave it out");
    }

    /// <summary>Opens the way to it; settings are taken to be validated.</summary>
    /// <exception cref="IOException">It cannot be opened; says why and what to do.</exception>
    public static async ValueTask<PrinterLink> OpenAsync(DeviceOptions device, PrinterSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!PortAddress.TryParse(device.Port, out PortAddress? address, out string? error))
            throw new DeviceException($"port: {error}");
        if (address.IsNetwork)
            return await TcpLink.OpenAsync(address, settings.Connect, clock, cancellationToken).ConfigureAwait(false);
        if (IsPrinterNode(address.Path))
            return new UsbLink(LpFile.Open(address.Path));
        return new SerialLink(SerialPort.Open(address.Path, LineSettings.Parse(device.Line ?? DefaultLine), settings.Flow), address.Path, settings.Flow, clock);
    }

    private static bool IsPrinterNode(string path)
    {
        string target = path;
        try
        {
            target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // It is not there; opening it says so better.
        }
        return target.StartsWith("/dev/usb/lp", StringComparison.Ordinal) || target.StartsWith("/dev/lp", StringComparison.Ordinal);
    }
}
