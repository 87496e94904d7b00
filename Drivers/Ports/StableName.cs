namespace Drivers.Ports;

/// <summary>The name by which a port is known over replugs and reboots: never <c>ttyUSB0</c> where there is a better one.</summary>
public static class StableName
{
    private const string LinksFolder = "/dev/serial";

    private static readonly string[] s_preferred = ["by-id", "by-path"];

    /// <summary>
    /// The link in <c>/dev/serial/by-id</c> that leads to <paramref name="port"/>, else the one in <c>by-path</c>, else
    /// the name as given. Reads folders only, opens nothing.
    /// </summary>
    public static string Of(string port) => Of(port, LinksFolder);

    internal static string Of(string port, string linksFolder)
    {
        if (!port.StartsWith('/'))
            return port;
        string device = Target(port);
        foreach (string folder in s_preferred.Select(name => Path.Combine(linksFolder, name)).Where(Directory.Exists))
        {
            string? link = Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)
                .FirstOrDefault(link => link != device && Target(link) == device);
            if (link is not null)
                return link;
        }
        return port;
    }

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
