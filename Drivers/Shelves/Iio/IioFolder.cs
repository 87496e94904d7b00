using Drivers.Ports;

namespace Drivers.Shelves.Iio;

/// <summary>Finds a converter's folder in sysfs, by the name that stays: its <c>label</c> in the device tree, else the converter's own.</summary>
/// <remarks>The number in <c>iio:device0</c> is given in order of loading and names nothing. Source: Linux <c>Documentation/ABI/testing/sysfs-bus-iio</c>.</remarks>
internal static class IioFolder
{
    /// <summary>Ports of IIO devices begin so; a label or a name follows.</summary>
    public const string Scheme = "iio://";

    /// <summary>Where the kernel shows them.</summary>
    public const string UsualRoot = "/sys/bus/iio/devices";

    /// <summary>What is wrong with a port, in words; null where it is a label, a name or an absolute folder.</summary>
    public static string? Mistake(string port) =>
        port.StartsWith('/') || (port.StartsWith(Scheme, StringComparison.Ordinal) && port.Length > Scheme.Length && !port[Scheme.Length..].Contains('/', StringComparison.Ordinal))
            ? null
            : $"'{port}' is neither {Scheme}LABEL, with the label of the device tree, nor a folder such as {UsualRoot}/iio:device0";

    /// <summary>The folder.</summary>
    /// <param name="port">As configured.</param>
    /// <param name="root">Where to look for a name.</param>
    /// <param name="chip">What it must be.</param>
    /// <exception cref="IOException">It is not there, is something else, or several have this name.</exception>
    public static string Find(string port, string root, IioChip chip)
    {
        if (port.StartsWith('/'))
        {
            if (!Directory.Exists(port))
                throw new IOException($"{port}: no such converter; is its driver loaded? (ls {UsualRoot} shows what is there)");
            return Is(port, chip) ? port : throw new IOException($"{port}: is a {Name(port) ?? "thing without a name"}, not a {chip.Driver}");
        }
        string wanted = port[Scheme.Length..];
        string[] all = [.. Folders(root).Where(folder => Is(folder, chip))];
        string[] found = [.. all.Where(folder => SysfsFile.Text(Path.Combine(folder, "label")) == wanted)];
        if (found.Length == 0)
            found = [.. all.Where(folder => Name(folder) == wanted || wanted == chip.Driver)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new IOException($"{port}: no {chip.Driver} has this label or name below {root}"
                + (all.Length == 0 ? "; is its driver loaded and its device tree overlay on?" : $"; there are {string.Join(", ", all.Select(Words))}")),
            _ => throw new IOException($"{port}: {found.Length} converters have this name ({string.Join(", ", found.Select(Words))}); give each a label in the device tree"),
        };
    }

    /// <summary>Every device's folder, in order.</summary>
    public static IEnumerable<string> Folders(string root)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(root, "iio:device*").Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether a folder is a converter of this kind.</summary>
    public static bool Is(string folder, IioChip chip) =>
        Name(folder) is string name
        && (chip.KernelNames.Contains(name, StringComparer.Ordinal)
            || (SysfsFile.Text(Path.Combine(folder, "of_node/compatible"))?.Contains(chip.Compatible, StringComparison.Ordinal) ?? false));

    private static string? Name(string folder) => SysfsFile.Text(Path.Combine(folder, "name"));

    private static string Words(string folder) =>
        $"{Path.GetFileName(folder)} ({SysfsFile.Text(Path.Combine(folder, "label")) ?? "no label"})";
}
