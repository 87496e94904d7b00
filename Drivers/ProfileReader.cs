using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers;

/// <summary>Reads a device's profile by name and collects every mistake in it, unknown names included.</summary>
internal sealed class ProfileReader(string driver, IReadOnlyDictionary<string, string> profile)
{
    private readonly List<DriverSetting> _known = [];

    /// <summary>Every setting that was asked for so far.</summary>
    public IReadOnlyList<DriverSetting> Settings => _known;

    /// <summary>Every mistake so far, in words.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>One of <paramref name="choices"/>; a mistake where it is missing and has no <paramref name="otherwise"/>.</summary>
    /// <param name="name">Its name in the profile.</param>
    /// <param name="otherwise">What holds where it is missing, or null where it must be given.</param>
    /// <param name="why">Why it must be given, for the message.</param>
    /// <param name="choices">What it may be.</param>
    public string Choice(string name, string? otherwise, string why, params string[] choices)
    {
        if (!TryText(name, choices, otherwise is null, out string text))
            return otherwise ?? Missing(name, why, string.Join(", ", choices), choices[0]);
        if (choices.Contains(text, StringComparer.Ordinal))
            return text;
        return Wrong(name, text, $"one of {string.Join(", ", choices)}", otherwise ?? choices[0]);
    }

    /// <summary>A whole number, or null where it is not given and that is allowed.</summary>
    public int? Number(string name, int least, int most, bool required = false, string why = "")
    {
        string range = $"a whole number from {least} to {most}";
        if (!TryText(name, null, required, out string text))
            return required ? Missing<int?>(name, why, range, null) : null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : Wrong<int?>(name, text, range, null);
    }

    /// <summary>A decimal number other than 0.</summary>
    public decimal Factor(string name, string why)
    {
        const string Range = "a decimal number other than 0, such as 0.1";
        if (!TryText(name, null, required: true, out string text))
            return Missing(name, why, Range, 1m);
        return decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor)
            && factor != 0
            ? factor
            : Wrong(name, text, Range, 1m);
    }

    /// <summary>Accepts a setting that is not the driver's own but read by what makes events of its readings: a decimal number above 0.</summary>
    public void AcceptAboveZero(string name)
    {
        if (TryText(name, null, required: false, out string text)
            && !(decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number > 0))
            Wrong(name, text, "a decimal number above 0, such as 5 or 0.005", 0m);
    }

    /// <summary>Milliseconds as a duration.</summary>
    public TimeSpan Milliseconds(string name, int otherwise, int least, int most) =>
        TimeSpan.FromMilliseconds(Number(name, least, most) ?? otherwise);

    /// <summary>Adds a mistake for each name that nobody asked for. Call it last.</summary>
    public void RejectUnknown() => Errors.AddRange(profile.Keys.Except(Known).Order(StringComparer.Ordinal)
        .Select(name => $"profile.{name}: {driver} knows no such setting; it knows {string.Join(", ", Known)}"));

    /// <exception cref="DeviceException">There is a mistake; configuration that was validated has none.</exception>
    public void ThrowIfWrong()
    {
        if (Errors.Count > 0)
            throw new DeviceException(string.Join("; ", Errors));
    }

    private IEnumerable<string> Known => _known.Select(setting => setting.Name);

    private bool TryText(string name, IReadOnlyList<string>? choices, bool required, out string text)
    {
        _known.Add(new DriverSetting(name, choices, required));
        return profile.TryGetValue(name, out text!);
    }

    private T Missing<T>(string name, string why, string expected, T standIn)
    {
        Errors.Add($"profile.{name}: missing; give {expected} ({why})");
        return standIn;
    }

    private T Wrong<T>(string name, string text, string expected, T standIn)
    {
        Errors.Add($"profile.{name}: '{text}' must be {expected}");
        return standIn;
    }
}
