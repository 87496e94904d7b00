using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>Where the load and the time stand in a scan: elements in order of their index, each at a multiple of its own length, the whole a multiple of the longest.</summary>
/// <param name="Value">How the load is written.</param>
/// <param name="ValueAt">Where.</param>
/// <param name="TimeAt">Where the time stands, nanoseconds as a signed number of the machine's byte order; -1 where there is none.</param>
/// <param name="Length">Bytes of a scan.</param>
internal sealed record ScanLayout(ScanType Value, int ValueAt, int TimeAt, int Length)
{
    private const string Time = "in_timestamp";

    /// <summary>Switches on the channel and the time, everything else off, and says how a scan then looks. The buffer must be off.</summary>
    /// <exception cref="DeviceException">The kernel's files say what cannot be read.</exception>
    /// <exception cref="IOException">A file is not there.</exception>
    public static ScanLayout Choose(string folder, string channel)
    {
        string elements = Path.Combine(folder, "scan_elements");
        foreach (string enable in Directory.EnumerateFiles(elements, "*_en").Order(StringComparer.Ordinal))
        {
            string element = Path.GetFileName(enable)[..^3];
            IioFile.Set(enable, element == channel || element == Time ? "1" : "0");
        }
        ScanType value = Type(elements, channel);
        if (!File.Exists(Path.Combine(elements, $"{Time}_en")))
            return new ScanLayout(value, 0, -1, value.Length);
        // The time is the last element with every driver of the kernel.
        ScanType time = Type(elements, Time);
        int timeAt = (value.Length + time.Length - 1) / time.Length * time.Length;
        return new ScanLayout(value, 0, timeAt, timeAt + time.Length);
    }

    private static ScanType Type(string elements, string element)
    {
        string path = Path.Combine(elements, $"{element}_type");
        string text = IioFile.Text(path) ?? "";
        return ScanType.TryParse(text, out ScanType type, out string? error) ? type : throw new DeviceException($"{path}: {error}");
    }
}
