using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>How a converter is read.</summary>
/// <param name="Root">Where devices are looked for by name.</param>
/// <param name="Nodes">Where their character devices are.</param>
/// <param name="Element">The channel as its files are called, such as <c>in_voltage0</c>.</param>
/// <param name="Gain">Amplification; null leaves it as it is.</param>
/// <param name="Scale">Scale as the kernel lists it; null leaves it as it is.</param>
/// <param name="Rate">Conversions a second; null leaves it as it is.</param>
/// <param name="Buffer">Whether the kernel's buffer is used: true or false; null where it is to be if it can.</param>
/// <param name="Trigger">The trigger that paces the buffer; null takes the one that is set.</param>
/// <param name="PollInterval">Time from one sample to the next where there is no buffer.</param>
/// <param name="Temperature">A file with the plate's temperature, or null.</param>
internal sealed record IioSettings(
    string Root,
    string Nodes,
    string Element,
    int? Gain,
    string? Scale,
    int? Rate,
    bool? Buffer,
    string? Trigger,
    TimeSpan PollInterval,
    string? Temperature)
{
    private const string WhyChannel = "which input the cell is wired to";

    /// <summary>Reads a profile.</summary>
    public static IioSettings Read(ProfileReader profile, IioChip chip)
    {
        string channel = profile.Choice("channel", chip.Channels[0], WhyChannel, [.. chip.Channels]);
        IReadOnlyList<int> gains = [.. chip.Channels.SelectMany(chip.Gains).Distinct()];
        string? gain = gains.Count == 0 ? null : profile.ChoiceOrNone("gain", [.. gains.Select(Words)]);
        string? scale = gains.Count == 0 ? profile.Text("iio_scale", null) : null;
        string? rate = chip.Rates.Count == 0 ? null : profile.ChoiceOrNone("rate", [.. chip.Rates.Select(Words)]);
        string sampling = profile.Choice("sampling", "auto", "", "auto", "buffer", "poll");
        var settings = new IioSettings(
            Folder(profile, "root", IioFolder.UsualRoot)!,
            Folder(profile, "nodes", "/dev")!,
            string.Join("-", channel.Split('-').Select(part => $"in_voltage{part}")).Replace("-in_", "-", StringComparison.Ordinal),
            Number(gain),
            scale,
            Number(rate) ?? chip.UsualRate,
            sampling == "auto" ? null : sampling == "buffer",
            profile.Text("trigger", null),
            profile.Milliseconds("poll_interval_ms", 100, 10, 60_000),
            Folder(profile, "temperature", null));
        if (settings.Gain is int asked && !chip.Gains(channel).Contains(asked))
            profile.Errors.Add($"profile.gain: channel {channel} has no gain {asked}; it has {string.Join(", ", chip.Gains(channel))}");
        PlateSettings.Finish(profile);
        return settings;
    }

    private static string? Folder(ProfileReader profile, string name, string? otherwise)
    {
        string? path = profile.Text(name, otherwise);
        if (path is not null && !path.StartsWith('/'))
            profile.Errors.Add($"profile.{name}: '{path}' must be an absolute path");
        return path;
    }

    private static int? Number(string? text) => string.IsNullOrEmpty(text) ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Words(int number) => number.ToString(CultureInfo.InvariantCulture);
}
