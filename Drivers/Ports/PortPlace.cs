using EdgeGateway.Core.Setup;

namespace Drivers.Ports;

/// <summary>Where a configured port is now, or why that cannot be said.</summary>
/// <param name="Path">What to open; null where it must not be opened.</param>
/// <param name="Port">What the kernel shows there; null for the network and for what is no port of the machine, such as a pty.</param>
/// <param name="Problem">Why it must not be opened and what to do, in words; null where it may.</param>
/// <param name="IsUncertain">Whether something is plugged in that may or may not be meant.</param>
public sealed record PortPlace(string? Path, SeenPort? Port, string? Problem, bool IsUncertain = false)
{
    /// <summary>Finds a configured port. A name that fits two things, or another thing than before, finds nothing: a twin is never read silently.</summary>
    /// <param name="configured">The port as it is configured.</param>
    /// <param name="picture">Everything plugged in.</param>
    /// <param name="memory">What was seen before.</param>
    public static PortPlace Find(string configured, PortPicture picture, PortMemory memory)
    {
        if (!configured.StartsWith('/'))
        {
            // A converter by its label; where it is not shown here, its driver says so, or looks elsewhere.
            SeenPort? converter = picture.Find(configured);
            return new PortPlace(converter?.Path ?? configured, converter, null);
        }
        SeenPort? port = picture.Find(configured);
        bool byId = IsIn(configured, picture.Dev, PortFolders.ById);
        bool byPath = IsIn(configured, picture.Dev, PortFolders.ByPath);
        if (port is null && (byId || byPath))
            return new PortPlace(null, null, $"{configured}: nothing is plugged in that has this name");
        // A link of somebody's own rules, or something that is no port of the machine.
        port ??= SysfsFile.Real(configured) is string target ? picture.Find(target) : null;
        if (port is null)
            return new PortPlace(configured, null, null);
        if (byId && memory.HasTwin(port, picture))
            return new PortPlace(null, port, Ambiguous(configured, port, picture), IsUncertain: true);
        if (memory.At(configured) is RememberedPort remembered && !remembered.MayBe(port))
        {
            return new PortPlace(null, port, $"{configured}: another thing is plugged in there now: {RememberedPort.Of(port).Words}; "
                + $"it was {remembered.Words}. If it was replaced, assign the device anew on the setup page, "
                + "or delete ports.json in the data folder and start the gateway again", IsUncertain: true);
        }
        return new PortPlace(port.Path, port, null);
    }

    private static string Ambiguous(string configured, SeenPort port, PortPicture picture)
    {
        string[] twins = [.. picture.TwinsOf(port).Prepend(port).Select(twin => twin.ByPath.FirstOrDefault(twin.Path)).Order(StringComparer.Ordinal)];
        return $"{configured}: it cannot be known which device this name means, since two with the same name have been plugged in; "
            + $"give the device the name of its socket ({string.Join(" or ", twins)})";
    }

    private static bool IsIn(string name, string dev, string[] folders) =>
        Array.Exists(folders, folder => name.StartsWith($"{dev}/{folder}/", StringComparison.Ordinal));
}
