using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>A plate's temperature from a file of the kernel (IIO <c>in_temp_input</c>, hwmon <c>temp1_input</c>, w1 <c>temperature</c>): thousandths of a degree Celsius.</summary>
/// <remarks>One part of the path may have a <c>*</c>, since hwmon's numbers name nothing (<c>/sys/bus/i2c/devices/1-0048/hwmon/hwmon*/temp1_input</c>).
/// A sensor that fails leaves no temperature, never the last one. Source: Linux <c>Documentation/ABI/testing/sysfs-bus-iio</c>, <c>hwmon/sysfs-interface.rst</c>.</remarks>
internal sealed class PlateTemperature(string path, TimeProvider clock)
{
    private const long LeastMilli = -55_000;
    private const long MostMilli = 150_000;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private long? _readAt;

    private decimal? _celsius;

    /// <summary>Degrees Celsius, read anew where it is ten seconds old; null where it could not be read or cannot be true.</summary>
    public decimal? Celsius()
    {
        if (_readAt is not long at || clock.GetElapsedTime(at) >= s_every)
            (_readAt, _celsius) = (clock.GetTimestamp(), Read());
        return _celsius;
    }

    private decimal? Read()
    {
        try
        {
            return Resolve(path) is string file && IioFile.Text(file) is string text
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milli) && milli is > LeastMilli and < MostMilli
                ? milli / 1000m
                : null;
        }
        catch (Exception failure) when (failure is IOException or DeviceException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file, or null where none or several fit.</summary>
    private static string? Resolve(string pattern)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return pattern;
        int begin = pattern.LastIndexOf('/', star) + 1;
        int end = pattern.IndexOf('/', star) is var slash and >= 0 ? slash : pattern.Length;
        if (!Directory.Exists(pattern[..begin]))
            return null;
        string[] found = [.. Directory.EnumerateFileSystemEntries(pattern[..begin], pattern[begin..end]).Take(2)];
        return found.Length == 1 ? found[0] + pattern[end..] : null;
    }
}
