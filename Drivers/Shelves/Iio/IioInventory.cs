using Drivers.Ports;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves.Iio;

/// <summary>Lists the load-cell converters that the kernel shows, by the name to configure them by: <c>iio://LABEL</c>, or the converter's own where there is one alone.</summary>
internal static class IioInventory
{
    private static readonly IioChip[] s_chips = [Hx711.Chip, Nau7802.Chip, Ads1015.Chip];

    /// <summary>Looks now; reads names, no converter.</summary>
    /// <param name="sys">Where sysfs is.</param>
    /// <param name="access">0 where a path can be read, else an error number.</param>
    public static IEnumerable<SeenPort> Look(string sys, Func<string, bool, int> access)
    {
        var found = new List<(string Folder, IioChip Chip, string? Label)>();
        foreach (string folder in IioFolder.Folders(Path.Combine(sys, "bus/iio/devices")))
        {
            if (Array.Find(s_chips, chip => IioFolder.Is(folder, chip)) is { } chip)
                found.Add((folder, chip, SysfsFile.Text(Path.Combine(folder, "label"))));
        }
        return found.Select(one => Seen(one.Folder, one.Chip, NameOf(one.Label, one.Chip, found), sys, access));
    }

    private static SeenPort Seen(string folder, IioChip chip, string? name, string sys, Func<string, bool, int> access)
    {
        int error = access(Path.Combine(folder, "in_voltage0_raw"), false);
        return new SeenPort(Path.GetFileName(folder), folder, PortKind.Iio)
        {
            Entry = Path.GetRelativePath(sys, folder),
            Model = chip.Model,
            ByPath = name is null ? [] : [IioFolder.Scheme + name],
            Access = error == 0 ? PortAccess.Ok : error is Libc.AccessDenied or Libc.NotPermitted ? PortAccess.Denied : PortAccess.Absent,
            AccessReason = error == 0 ? null : PortErrors.Opening(folder, error).Message,
        };
    }

    private static string? NameOf(string? label, IioChip chip, List<(string Folder, IioChip Chip, string? Label)> found) =>
        label is not null && !label.Contains('/', StringComparison.Ordinal) && found.Count(other => other.Label == label) == 1 ? label
        : found.Count(other => other.Chip == chip) == 1 ? chip.Driver
        : null;
}
