using System.Globalization;
using Drivers.Ports;

namespace Tests.Shared;

/// <summary>What can be plugged in.</summary>
/// <param name="Truth">Which one it really is; nobody but the test knows.</param>
internal sealed record Thing(
    string Truth, string Vendor, string Product, string? Serial, string? Manufacturer, string? Model, string Tty = "ttyUSB", int Interface = 0)
{
    public static Thing Ftdi(string truth, string serial) => new(truth, "0403", "6001", serial, "FTDI", "FT232R USB UART");

    public static Thing Ch340(string truth) => new(truth, "1a86", "7523", null, null, "USB Serial");

    public static Thing Cp2102(string truth) => new(truth, "10c4", "ea60", "0001", "Silicon Labs", "CP2102 USB to UART Bridge Controller");

    public static Thing Cdc(string truth, string serial) => new(truth, "0483", "5740", serial, "STMicroelectronics", "Virtual COM Port", "ttyACM");
}

/// <summary>A machine's sysfs and /dev in a folder: the kernel's part happens at once, udev's links when the test says so.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const string Controller = "0000:00:14.0";

    private const string Memory = "/dev/shm";

    /// <summary>In memory where there is such a folder: the worlds make and remove a million files.</summary>
    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"machine-{Guid.NewGuid():N}")).FullName;

    private readonly Dictionary<string, (Thing Thing, string Node)> _plugged = new(StringComparer.Ordinal);

    public FakeMachine()
    {
        foreach (string folder in (string[])["sys/class/tty", "sys/class/hidraw", "sys/class/input", "sys/class/usbmisc", "dev"])
            Directory.CreateDirectory(Path.Combine(_root, folder));
    }

    public PortFolders Folders => new(Path.Combine(_root, "sys"), Path.Combine(_root, "dev"));

    /// <summary>What is where, by socket such as <c>1.4</c>.</summary>
    public IReadOnlyDictionary<string, (Thing Thing, string Node)> Plugged => _plugged;

    public string Sys(string path) => Path.Combine(_root, "sys", path);

    public string Dev(string path) => Path.Combine(_root, "dev", path);

    /// <summary>The kernel finds a thing at a socket and gives it the least free number, or one the test wants.</summary>
    public string Plug(string socket, Thing thing, int? number = null)
    {
        int free = number ?? Enumerable.Range(0, 100).First(n => !File.Exists(Dev($"{thing.Tty}{n.ToString(CultureInfo.InvariantCulture)}")));
        string node = $"{thing.Tty}{free.ToString(CultureInfo.InvariantCulture)}";
        string usb = Write(UsbFolder(socket), ("idVendor", thing.Vendor), ("idProduct", thing.Product), ("serial", thing.Serial),
            ("manufacturer", thing.Manufacturer), ("product", thing.Model));
        string face = Write(Path.Combine(usb, FaceName(socket, thing)), ("bInterfaceNumber", thing.Interface.ToString("00", CultureInfo.InvariantCulture)));
        string port = thing.Tty == "ttyACM" ? face : Write(Path.Combine(face, node), ("port_number", "0"));
        string entry = Write(Path.Combine(port, "tty", node), ("dev", "188:0"));
        Link(Path.Combine(entry, "device"), port);
        Link(Sys($"class/tty/{node}"), entry);
        File.WriteAllText(Dev(node), "");
        _plugged[socket] = (thing, node);
        return node;
    }

    /// <summary>The kernel notices that a socket is empty; udev's links stay until <see cref="Udev"/>.</summary>
    public void Unplug(string socket)
    {
        (_, string node) = _plugged[socket];
        _plugged.Remove(socket);
        File.Delete(Sys($"class/tty/{node}"));
        Directory.Delete(UsbFolder(socket), recursive: true);
        File.Delete(Dev(node));
    }

    /// <summary>udev catches up. Where two things want one name, one of them gets it.</summary>
    public void Udev(Func<int, int>? choose = null)
    {
        if (Directory.Exists(Dev("serial")))
            Directory.Delete(Dev("serial"), recursive: true);
        foreach (IGrouping<string, (string Name, string Node)> wanted in _plugged
            .SelectMany(pair => Names(pair.Key, pair.Value.Thing).Select(name => (name, pair.Value.Node))).GroupBy(name => name.Item1))
        {
            (string Name, string Node)[] all = [.. wanted];
            Link(Dev(wanted.Key), Dev(all[choose?.Invoke(all.Length) ?? 0].Node));
        }
    }

    public string ById(Thing thing) => Dev($"serial/by-id/usb-{AsInLinks(thing.Manufacturer ?? thing.Vendor)}_{AsInLinks(thing.Model ?? thing.Product)}"
        + $"{(thing.Serial is null ? "" : $"_{thing.Serial}")}-if{thing.Interface:00}{PortEnd(thing)}");

    public string ByPath(string socket, Thing thing) => Dev($"serial/by-path/pci-{Controller}-usb-0:{socket}:1.{thing.Interface}{PortEnd(thing)}");

    /// <summary>Writes files into a folder of its own; null values are left out.</summary>
    public static string Write(string folder, params (string Name, string? Text)[] files)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, string? text) in files.Where(file => file.Text is not null))
            File.WriteAllText(Path.Combine(folder, name), text + "\n");
        return folder;
    }

    /// <summary>A relative link, as the kernel and udev make them.</summary>
    public static void Link(string link, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, target));
    }

    public string UsbFolder(string socket) => Sys($"devices/pci0000:00/{Controller}/usb1/1-{socket}");

    public void Dispose()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    private static string FaceName(string socket, Thing thing) => $"1-{socket}:1.{thing.Interface.ToString(CultureInfo.InvariantCulture)}";

    private static string PortEnd(Thing thing) => thing.Tty == "ttyACM" ? "" : "-port0";

    private static string AsInLinks(string text) => text.Replace(' ', '_');

    private IEnumerable<string> Names(string socket, Thing thing) =>
        [Path.GetRelativePath(Dev(""), ById(thing)), Path.GetRelativePath(Dev(""), ByPath(socket, thing))];
}
