using System.Text;

namespace Drivers.Ports;

/// <summary>One announcement of the kernel or of udev that a device came, went or changed. It says when to look, never what is there.</summary>
/// <param name="Action"><c>add</c>, <c>remove</c>, <c>bind</c>, <c>change</c> and others.</param>
/// <param name="Subsystem"><c>tty</c>, <c>hidraw</c>, <c>input</c>, <c>usbmisc</c> and others.</param>
/// <param name="DevicePath">The folder below <c>/sys</c>, beginning with a slash.</param>
/// <param name="DeviceName">The node below <c>/dev</c>, without it; null where the device has none.</param>
/// <param name="FromUdev">Whether udev sent it, after permissions and links were made.</param>
public sealed record Uevent(string Action, string Subsystem, string DevicePath, string? DeviceName, bool FromUdev)
{
    /// <summary>The kernel's own limit (UEVENT_BUFFER_SIZE) is 2,048 bytes; udev adds what it found out.</summary>
    internal const int MostBytes = 16 * 1024;

    private const int MostFields = 256;
    private const int UdevHeaderLength = 40;
    private const int PropertiesOffsetAt = 16;
    private const int PropertiesLengthAt = 20;
    private const uint UdevMagic = 0xFEEDCAFE;

    private static readonly string[] s_subsystems = ["tty", "hidraw", "input", "usbmisc"];

    private static ReadOnlySpan<byte> UdevPrefix => "libudev\0"u8;

    /// <summary>Whether it can be about a port.</summary>
    public bool ConcernsPorts => s_subsystems.Contains(Subsystem, StringComparer.Ordinal);

    /// <summary>Reads a message of the kernel (<c>add@/devices/…</c> and fields, each ended by NUL) or of udev (a header before the fields).</summary>
    /// <remarks>Sources: kernel <c>lib/kobject_uevent.c</c>; systemd <c>sd-device/device-monitor.c</c>, struct monitor_netlink_header.</remarks>
    /// <returns>Null where it is neither, is too long, or lacks action, path or subsystem.</returns>
    public static Uevent? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length is 0 or > MostBytes)
            return null;
        bool fromUdev = message.StartsWith(UdevPrefix);
        ReadOnlySpan<byte> fields = fromUdev ? UdevFields(message) : KernelFields(message);
        string? action = null, subsystem = null, path = null, name = null;
        for (int count = 0; fields.Length > 0 && count < MostFields; count++)
        {
            int end = fields.IndexOf((byte)0);
            ReadOnlySpan<byte> field = end < 0 ? fields : fields[..end];
            fields = end < 0 ? [] : fields[(end + 1)..];
            _ = TryTake(field, "ACTION="u8, ref action) || TryTake(field, "SUBSYSTEM="u8, ref subsystem)
                || TryTake(field, "DEVPATH="u8, ref path) || TryTake(field, "DEVNAME="u8, ref name);
        }
        if (string.IsNullOrEmpty(action) || string.IsNullOrEmpty(subsystem) || path is not ['/', ..])
            return null;
        const string Dev = "/dev/";
        return new Uevent(action, subsystem, path, name?.StartsWith(Dev, StringComparison.Ordinal) == true ? name[Dev.Length..] : name, fromUdev);
    }

    private static ReadOnlySpan<byte> KernelFields(ReadOnlySpan<byte> message)
    {
        int end = message.IndexOf((byte)0);
        return end > 0 && message[..end].Contains((byte)'@') ? message[(end + 1)..] : [];
    }

    private static ReadOnlySpan<byte> UdevFields(ReadOnlySpan<byte> message)
    {
        if (message.Length < UdevHeaderLength || System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(message[8..]) != UdevMagic)
            return [];
        uint offset = BitConverter.ToUInt32(message[PropertiesOffsetAt..]);
        uint length = BitConverter.ToUInt32(message[PropertiesLengthAt..]);
        return offset < UdevHeaderLength || offset > message.Length || length > message.Length - offset
            ? []
            : message.Slice((int)offset, (int)length);
    }

    private static bool TryTake(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name, ref string? value)
    {
        if (!field.StartsWith(name))
            return false;
        value ??= Encoding.UTF8.GetString(field[name.Length..]);
        return true;
    }
}
