using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers;

/// <summary>Reads a device's profile by name and collects every mistake in it, unknown names included.</summary>
internal sealed class ProfileReader(string driver, IReadOnlyDictionary<string, string> profile)
{
    private readonly List<DriverSetting> _known = [];

    /// <summary>What holds for settings that the profile leaves out, such as the map of a known maker; empty where nothing does.</summary>
    public IReadOnlyDictionary<string, string> Preset { get; set; } = new Dictionary<string, string>();

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

    /// <summary>One of <paramref name="choices"/>, or null where it is not given.</summary>
    public string? ChoiceOrNone(string name, params string[] choices) =>
        !TryText(name, choices, required: false, out string text) ? null
        : choices.Contains(text, StringComparer.Ordinal) ? text : Wrong<string?>(name, text, $"one of {string.Join(", ", choices)}", null);

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

    /// <summary>Whether a setting is given, in the profile or by what holds otherwise.</summary>
    public bool Has(string name) => profile.ContainsKey(name) || Preset.ContainsKey(name);

    /// <summary>A text without control characters, or <paramref name="otherwise"/> where it is not given.</summary>
    public string? Text(string name, string? otherwise)
    {
        if (!TryText(name, null, required: false, out string text))
            return otherwise;
        return string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl) ? Wrong(name, text, "a text without control characters", otherwise) : text;
    }

    /// <summary>Bits of a register by number, such as <c>2</c> or <c>2,3</c>, as a mask; 0 where none is given.</summary>
    public ushort Bits(string name)
    {
        if (!TryText(name, null, required: false, out string text))
            return 0;
        int mask = 0;
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int bit) || bit > 15)
                return Wrong(name, text, "bit numbers from 0 to 15 with commas between, such as 2 or 2,3", (ushort)0);
            mask |= 1 << bit;
        }
        return (ushort)mask;
    }

    /// <summary>Accepts a setting that is not the driver's own but read by what makes events of its readings: a decimal number above 0.</summary>
    public void AcceptAboveZero(string name)
    {
        if (TryText(name, null, required: false, out string text)
            && !(decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number > 0))
            Wrong(name, text, "a decimal number above 0, such as 5 or 0.005", 0m);
    }

    /// <summary>Accepts a setting that is not the driver's own but read by what makes events of its readings: a name of 1 to 64 characters.</summary>
    public void AcceptText(string name)
    {
        if (TryText(name, null, required: false, out string text) && (text.Trim().Length is 0 or > 64 || text.Any(char.IsControl)))
            Wrong(name, text, "a name of 1 to 64 characters", "");
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
        _known.Add(new DriverSetting(name, choices, required && !Preset.ContainsKey(name)));
        return profile.TryGetValue(name, out text!) || Preset.TryGetValue(name, out text!);
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
