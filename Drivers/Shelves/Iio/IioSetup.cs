using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>Sets a converter's amplification and rate, where the profile asks for them and the kernel lets it. What stands there already is not written:
/// some converters drop samples after each change.</summary>
internal static class IioSetup
{
    /// <summary>Applies gain or scale, and rate.</summary>
    /// <exception cref="DeviceException">The converter has no such setting, or did not take it.</exception>
    /// <exception cref="IOException">The files are not there, or must not be written.</exception>
    public static void Apply(string folder, IioChip chip, IioSettings settings)
    {
        if (settings.Gain is not null || settings.Scale is not null)
        {
            string scale = ScaleOf(folder, chip, settings);
            Write(Attribute(folder, settings.Element, "scale", "profile.gain"), scale);
        }
        if (settings.Rate is int rate)
            Write(Attribute(folder, settings.Element, "sampling_frequency", "profile.rate"), rate.ToString(CultureInfo.InvariantCulture));
    }

    private static string ScaleOf(string folder, IioChip chip, IioSettings settings)
    {
        string list = Attribute(folder, settings.Element, "scale_available", "profile.gain");
        string[] offered = (IioFile.Text(list) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (settings.Scale is string asked)
        {
            return offered.FirstOrDefault(one => Number(one) is decimal number && number == Number(asked))
                ?? throw new DeviceException($"{list}: offers {string.Join(", ", offered)}; profile.iio_scale asks for {asked}");
        }
        string channel = settings.Element["in_voltage".Length..];
        IReadOnlyList<int> gains = chip.Gains(channel);
        int at = gains.ToList().IndexOf(settings.Gain!.Value);
        string[] ascending = [.. offered.OrderBy(Number)];
        // The greatest amplification has the smallest scale. A list that is not as long as the chip's gains is another driver's.
        return ascending.Length == gains.Count && at >= 0
            ? ascending[at]
            : throw new DeviceException($"{list}: offers {offered.Length} scales where {chip.Driver} has gains {string.Join(", ", gains)}; leave profile.gain out");
    }

    /// <summary>The attribute of the channel, of all voltages, or of the device: which it is differs between drivers and kernels.</summary>
    private static string Attribute(string folder, string element, string name, string setting)
    {
        string[] names = [$"{element}_{name}", $"in_voltage_{name}", name];
        return names.Select(one => Path.Combine(folder, one)).FirstOrDefault(File.Exists)
            ?? throw new DeviceException($"{folder}: has none of {string.Join(", ", names)}; this kernel's driver cannot set it, leave {setting} out");
    }

    private static void Write(string path, string text)
    {
        IioFile.Set(path, text);
        string? now = IioFile.Text(path);
        if (now is null || Number(now) != Number(text))
            throw new DeviceException($"{path}: is {now} after {text} was written");
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
