using EdgeGateway.Core.Setup;

namespace Drivers.Ports;

/// <summary>The name by which a port is known over replugs and reboots: never <c>ttyUSB0</c> where there is a better one.</summary>
/// <param name="Name">The name to configure.</param>
/// <param name="KnownBy">What the name holds on to.</param>
public readonly record struct StableName(string Name, KnownBy KnownBy)
{
    /// <summary>
    /// The link in <c>by-id</c> where the serial number is a real one and no twin has ever been seen, else the one in <c>by-path</c>, else the
    /// node as it is called now.
    /// </summary>
    /// <param name="port">The port.</param>
    /// <param name="picture">Everything plugged in beside it.</param>
    /// <param name="memory">What was seen before.</param>
    public static StableName Of(SeenPort port, PortPicture picture, PortMemory memory)
    {
        if (port.Usb is { HasTellingSerial: true } && port.ById.Count > 0 && !memory.HasTwin(port, picture))
            return new StableName(port.ById[0], KnownBy.Serial);
        // A port of the machine itself does not move: its node is as good as its link.
        if (port.Usb is null)
            return new StableName(port.ByPath.FirstOrDefault(port.Path), KnownBy.Socket);
        return port.ByPath.Count > 0 ? new StableName(port.ByPath[0], KnownBy.Socket) : new StableName(port.Path, KnownBy.Name);
    }
}
