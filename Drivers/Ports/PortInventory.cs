using System.Globalization;
using System.Text;
using Drivers.Shelves.Iio;
using EdgeGateway.Core.Setup;

namespace Drivers.Ports;

/// <summary>Takes pictures of what is plugged in, from sysfs and the links in <c>/dev</c>. Opens no port and sends nothing.</summary>
/// <remarks>Sources: kernel documentation of sysfs (<c>Documentation/ABI/stable/sysfs-bus-usb</c>, <c>testing/sysfs-tty</c>); udev's rules
/// <c>60-serial.rules</c> and built-ins <c>usb_id</c> and <c>path_id</c> for the links.</remarks>
/// <param name="folders">Where to look.</param>
/// <param name="access">0 where a path can be opened (to write as well where the flag says so), else an error number; for tests.</param>
public sealed class PortInventory(PortFolders folders, Func<string, bool, int>? access = null)
{
    /// <summary>More ports than this are not looked at: no store has them, and a runaway driver must not cost memory.</summary>
    private const int MostPorts = 256;

    private readonly Func<string, bool, int> _access = access ?? PortErrors.Access;

    /// <summary>Looks now. A port that vanishes meanwhile is left out.</summary>
    public PortPicture Look()
    {
        PortLinks links = PortLinks.Read(folders.Dev);
        string[] consoles = (SysfsFile.Text(Path.Combine(folders.Sys, "class/tty/console/active")) ?? "").Split(' ');
        IEnumerable<SeenPort?> all = Entries("tty").Select(name => Serial(name, consoles))
            .Concat(Entries("hidraw").Select(Hid))
            .Concat(Entries("input").Where(name => name.StartsWith("event", StringComparison.Ordinal)).Select(Input))
            .Concat(Entries("usbmisc").Where(name => name.StartsWith("lp", StringComparison.Ordinal)).Select(Printer));
        return new PortPicture(folders.Dev, [.. all.OfType<SeenPort>().Take(MostPorts).Select(links.Put), .. IioInventory.Look(folders.Sys, _access)]);
    }

    /// <summary>Whether the same thing is still behind a node that was opened since it was seen.</summary>
    public bool IsStill(SeenPort port) =>
        SysfsFile.Real(Path.Combine(folders.Sys, port.Entry)) is string device && UsbFactsReader.Read(device, folders.Sys) == port.Usb;

    private SeenPort? Serial(string name, string[] consoles)
    {
        string entry = Path.Combine(folders.Sys, "class/tty", name);
        // Virtual consoles and ptys have no device; ttyS0 to ttyS31 are there on every PC, real ones know their type.
        if (!Directory.Exists(Path.Combine(entry, "device")) || SysfsFile.Text(Path.Combine(entry, "type")) == "0")
            return null;
        SeenPort? port = Port(entry, name, name, PortKind.Serial);
        return port is not null && consoles.Contains(name, StringComparer.Ordinal)
            ? port with
            {
                Access = PortAccess.Busy,
                AccessReason = $"{port.Path}: the kernel's own console is on this port; take console={name} out of the kernel's command line to free it",
            }
            : port;
    }

    private SeenPort? Hid(string name)
    {
        string entry = Path.Combine(folders.Sys, "class/hidraw", name);
        byte[] descriptor = SysfsFile.Bytes(Path.Combine(entry, "device/report_descriptor"), 4096);
        return HidUsagePages.Of(descriptor).Any(page => page is HidUsagePages.Scale or HidUsagePages.Scanner)
            ? Port(entry, name, name, PortKind.Hid)
            : null;
    }

    private SeenPort? Input(string name)
    {
        string entry = Path.Combine(folders.Sys, "class/input", name);
        return InputKeys.Types(SysfsFile.Text(Path.Combine(entry, "device/capabilities/key")))
            ? Port(entry, name, $"input/{name}", PortKind.Input, SysfsFile.Text(Path.Combine(entry, "device/name")))
            : null;
    }

    private SeenPort? Printer(string name) => Port(Path.Combine(folders.Sys, "class/usbmisc", name), name, $"usb/{name}", PortKind.Printer);

    private SeenPort? Port(string entry, string name, string node, PortKind kind, string? model = null)
    {
        string path = Path.Combine(folders.Dev, node);
        if (SysfsFile.Real(entry) is not string device)
            return null;
        UsbFacts? usb = UsbFactsReader.Read(device, folders.Sys);
        int error = _access(path, kind != PortKind.Input);
        return new SeenPort(name, path, kind)
        {
            Entry = Path.GetRelativePath(folders.Sys, entry),
            Usb = usb,
            Model = model ?? (usb is null ? null : Joined(usb.Manufacturer, usb.ProductName)),
            Access = error == 0 ? PortAccess.Ok : error is Libc.AccessDenied or Libc.NotPermitted ? PortAccess.Denied : PortAccess.Absent,
            AccessReason = error == 0 ? null : PortErrors.Opening(path, error).Message,
        };
    }

    private static string? Joined(string? maker, string? model) => (maker, model) switch
    {
        (null, null) => null,
        (null, string only) => only,
        (string only, null) => only,
        _ when model.StartsWith(maker, StringComparison.OrdinalIgnoreCase) => model,
        _ => $"{maker} {model}",
    };

    private IEnumerable<string> Entries(string kind)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Path.Combine(folders.Sys, "class", kind)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
