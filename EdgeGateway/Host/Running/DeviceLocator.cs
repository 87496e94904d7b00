using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Setup;

namespace EdgeGateway.Host.Running;

/// <summary>Opens devices where they are plugged in at this moment, and nothing else in their stead.</summary>
/// <param name="ports">What is plugged in.</param>
/// <param name="devices">Every device, in order of precedence.</param>
internal sealed class DeviceLocator(PortBook ports, Func<IReadOnlyList<RunningDevice>> devices)
{
    /// <summary>Opens a device.</summary>
    /// <returns>It, and what the kernel shows at its port; null for the network and what is no port of the machine.</returns>
    /// <exception cref="IOException">Its port is not there, is another device's, or it cannot be known which is meant.</exception>
    public async ValueTask<(OpenDevice Open, SeenPort? Port)> OpenAsync(RunningDevice running, TimeProvider clock, CancellationToken cancellationToken)
    {
        var device = running.Device;
        var picture = device.Port.StartsWith('/') || PortAddress.IsConverter(device.Port) ? ports.Look() : ports.Picture;
        var place = ports.Find(device.Port, picture);
        if (place.Path is null)
        {
            throw new IOException(place.Problem);
        }

        if (OwnerBefore(running, place, picture) is { } owner)
        {
            throw new IOException($"{device.Port}: leads to {place.Path}, which is the port of {owner}; one device a port");
        }

        var open = await running.Driver.OpenAsync(new LocatedDevice(device, place.Path, running.Trace), clock, cancellationToken);
        if (place.Port is not { } port)
        {
            return (open, null);
        }

        // The node may have become another device's between looking and opening; now that it is open it stays what it is.
        if (!ports.IsStill(port))
        {
            await open.DisposeAsync();
            throw new IOException($"{device.Port}: was replugged while it was opened");
        }

        var isStable = port.ById.Contains(device.Port) || port.ByPath.Contains(device.Port);
        var name = ports.NameOf(port, picture);
        return (open with { StableName = isStable ? device.Port : name.Name, Note = open.Note ?? Note(device, port, isStable, name, picture) }, port);
    }

    /// <summary>Remembers what is read at a device's port.</summary>
    public void Remember(DeviceOptions device, SeenPort? port)
    {
        if (port is not null)
        {
            ports.Bind(device.Port, port);
        }
    }

    /// <summary>What is there for a device in a picture, also where it must not be opened: another value, and there is something new to try or to say.
    /// Null where there is nothing.</summary>
    public object? Key(RunningDevice running, PortPicture picture) =>
        ports.Find(running.Device.Port, picture) is { Port: { } port } place ? (place.Path ?? place.Problem, port.Usb, port.Access) : null;

    /// <summary>The device that a port belongs to by better right: a serial number goes before a socket, then the order of the configuration.</summary>
    private string? OwnerBefore(RunningDevice running, PortPlace place, PortPicture picture)
    {
        // What is no port of the machine (a pty) is kept by its lock.
        if (place.Port is null)
        {
            return null;
        }

        var isBefore = true;
        foreach (var other in devices())
        {
            if (other == running)
            {
                isBefore = false;
                continue;
            }

            var shares = running.Driver.SharesPort && other.Driver.Name == running.Driver.Name;
            if (!shares && ports.Find(other.Device.Port, picture).Path == place.Path
                && (IsBySerial(other, place), !IsBySerial(running, place)) switch
                {
                    (true, true) => true,
                    (false, false) => false,
                    _ => isBefore,
                })
            {
                return other.Device.Id;
            }
        }

        return null;
    }

    private static bool IsBySerial(RunningDevice running, PortPlace place) => place.Port?.ById.Contains(running.Device.Port) == true;

    private static string? Note(DeviceOptions device, SeenPort port, bool isStable, StableName name, PortPicture picture)
    {
        if (!isStable && name.KnownBy != KnownBy.Name && name.Name != device.Port)
        {
            return $"{device.Port} can be another device after a restart; configure {name.Name}";
        }

        return isStable && port.ByPath.Contains(device.Port) && picture.TwinsOf(port).Any()
            ? $"{device.Port} is known by its socket, and another device like it is plugged in: two that are exchanged while the gateway does not look cannot be told apart"
            : null;
    }
}
