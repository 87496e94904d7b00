using System.Text;

namespace Drivers.Ports;

/// <summary>The stable links in <c>/dev</c> and the nodes they lead to.</summary>
/// <remarks>
/// A link lags behind: between a device's going and udev's tidying up it still leads to the node, which may be another device's by then.
/// So a link counts only where its name agrees with what sysfs says of the device behind the node.
/// </remarks>
internal sealed class PortLinks
{
    private const int MostLinks = 1024;

    private readonly List<(string Link, string Target, bool ById)> _links = [];

    /// <summary>Reads all folders of links.</summary>
    public static PortLinks Read(string dev)
    {
        var links = new PortLinks();
        foreach (string folder in PortFolders.ById)
            links.Add(Path.Combine(dev, folder), byId: true);
        foreach (string folder in PortFolders.ByPath)
            links.Add(Path.Combine(dev, folder), byId: false);
        return links;
    }

    /// <summary>The port with the links that lead to it and agree with it.</summary>
    public SeenPort Put(SeenPort port)
    {
        string node = SysfsFile.Real(port.Path) ?? port.Path;
        return port with { ById = Of(port, node, byId: true), ByPath = Of(port, node, byId: false) };
    }

    private string[] Of(SeenPort port, string node, bool byId) =>
    [
        .. _links.Where(link => link.ById == byId && link.Target == node && (byId ? AgreesById(link.Link, port.Usb) : AgreesByPath(link.Link, port.Usb)))
            .Select(link => link.Link),
    ];

    private static bool AgreesById(string link, UsbFacts? usb)
    {
        if (usb is null)
            return true;
        string name = Comparable(Path.GetFileName(link));
        return name.Contains(Comparable(usb.ProductName ?? usb.Product), StringComparison.Ordinal)
            && (usb.Serial is null || name.Contains(Comparable(usb.Serial), StringComparison.Ordinal));
    }

    private static bool AgreesByPath(string link, UsbFacts? usb)
    {
        if (usb is null)
            return true;
        string name = Path.GetFileName(link);
        // usb-0:1.4:1.0-port0, or usbv2-0:… by newer udev; a keyboard's link has the whole interface too.
        int socket = name.IndexOf($"-0:{usb.Socket}", StringComparison.Ordinal);
        return socket >= 0 && name.AsSpan(0, socket).Contains(usb.Controller, StringComparison.Ordinal)
            && (socket + 3 + usb.Socket.Length == name.Length || name[socket + 3 + usb.Socket.Length] is '-');
    }

    /// <summary>Letters and digits with one underscore for whatever is between them: udev replaces blanks and most signs in links.</summary>
    private static string Comparable(string text)
    {
        var comparable = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character))
                comparable.Append(character);
            else if (comparable.Length > 0 && comparable[^1] != '_')
                comparable.Append('_');
        }
        return comparable.ToString().TrimEnd('_');
    }

    private void Add(string folder, bool byId)
    {
        try
        {
            foreach (string link in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal).Take(MostLinks))
            {
                if (SysfsFile.Real(link) is string target && target != link)
                    _links.Add((link, target, byId));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The folders vanish with the last device.
        }
    }
}
