using System.Globalization;
using System.Text;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Updating;

/// <summary>
/// Which version is to start: one small file, replaced whole, so that a power cut leaves it before or after a step and never between. The shell that starts the
/// gateway (deploy/raspi/start) reads and writes it too.
/// </summary>
internal sealed record UpdateJournal
{
    /// <summary>The version that the package brought, which is always there.</summary>
    public const string Package = "package";

    /// <summary>Its name in the folder of updates.</summary>
    public const string FileName = "journal";

    /// <summary>The folders that versions are put into, in turn.</summary>
    public static readonly string[] Slots = ["a", "b"];

    private const int MaxLength = 4096;
    private const int MaxReason = 500;

    /// <summary>The version that is known to work: a slot, or <see cref="Package"/>.</summary>
    public string Confirmed { get; init; } = Package;

    /// <summary>The slot that was confirmed before and is untouched since; null where there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>The slot with a checked version that waits to be tried; null where there is none.</summary>
    public string? Staged { get; init; }

    /// <summary>The slot that the next start tries, or that is being tried; null where there is none.</summary>
    public string? Trial { get; init; }

    /// <summary>Whether the trial was started: it is started once.</summary>
    public bool Started { get; init; }

    /// <summary>The kernel's name of the boot in which the trial was decided on: after a power cut the version before starts, and decides again. Empty without a trial.</summary>
    public string Boot { get; init; } = "";

    /// <summary>The serial of the latest version that was ever confirmed; 0 before the first. Nothing up to it is taken again.</summary>
    public long Highest { get; init; }

    /// <summary>The serial of the version that failed last; 0 where none did since the last one that was confirmed.</summary>
    public long Failed { get; init; }

    /// <summary>Why, in one line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The slot that the next version goes into: the one that nothing hangs on.</summary>
    public string Free => Confirmed == Slots[0] ? Slots[1] : Slots[0];

    /// <summary>Reads it; where there is none it is as after the package was installed.</summary>
    /// <exception cref="UpdateRefusedException">It cannot be understood.</exception>
    public static UpdateJournal Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return new UpdateJournal();
        }

        var lines = new FileInfo(file).Length <= MaxLength ? File.ReadAllLines(file) : [];
        var values = lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0]).ToDictionary(same => same.Key, same => same.Last()[1]);
        string? Slot(string key) => values.GetValueOrDefault(key) is { } slot && Slots.Contains(slot) ? slot : null;
        long Number(string key) => long.TryParse(values.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return values.GetValueOrDefault("format") == "1"
            ? new UpdateJournal
            {
                Confirmed = Slot("confirmed") ?? Package,
                Previous = Slot("previous"),
                Staged = Slot("staged"),
                Trial = Slot("trial"),
                Started = values.GetValueOrDefault("started") == "1",
                Boot = values.GetValueOrDefault("boot") ?? "",
                Highest = Number("highest"),
                Failed = Number("failed"),
                Reason = values.GetValueOrDefault("reason") ?? "",
            }
            : throw new UpdateRefusedException($"{file} begins with \"{lines.FirstOrDefault()}\"; expected format=1. Remove it to start the package's version again and take updates anew");
    }

    /// <summary>Writes it, durably.</summary>
    /// <exception cref="IOException">The disk does not take it; the old one is as it was.</exception>
    public void Write(string folder) => KeptFile.Write(Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"format=1\nconfirmed={Confirmed}\nprevious={Previous}\nstaged={Staged}\ntrial={Trial}\nstarted={(Started ? 1 : 0)}\nboot={OneLine(Boot)}\nhighest={Highest}\nfailed={Failed}\nreason={OneLine(Reason)}\n")));

    private static string OneLine(string reason)
    {
        var line = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= MaxReason ? line : line[..MaxReason];
    }
}
