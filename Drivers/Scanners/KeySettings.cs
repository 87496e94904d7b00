using EdgeGateway.Core.Scanning;

namespace Drivers.Scanners;

/// <summary>The settings of a scanner that types.</summary>
/// <param name="EndsOnEnter">Whether Enter ends a scan.</param>
/// <param name="EndsOnTab">Whether Tab ends a scan.</param>
/// <param name="Silence">How long no key is pressed between two scans at least, and never within one.</param>
/// <param name="MaxLength">The most characters of one scan.</param>
/// <param name="SendsAim">Whether an AIM symbology identifier in front is taken as such.</param>
/// <param name="SeparatorIsF8">Whether F8 stands for the group separator; else Ctrl-] does.</param>
internal sealed record KeySettings(bool EndsOnEnter, bool EndsOnTab, TimeSpan Silence, int MaxLength, bool SendsAim, bool SeparatorIsF8)
{
    /// <summary>Whether only silence ends a scan.</summary>
    public bool EndsOnSilence => !EndsOnEnter && !EndsOnTab;

    /// <summary>Reads them from a device's profile.</summary>
    public static KeySettings Read(ProfileReader profile)
    {
        string suffix = profile.Choice("suffix", "any", "", "any", "enter", "tab", "none");
        bool isF8 = profile.Choice("separator", "ctrl-]", "", "ctrl-]", "f8") == "f8";
        TimeSpan silence = profile.Milliseconds("silence_ms", suffix == "none" ? 80 : 300, 30, 2_000);
        int maxLength = profile.Number("max_length", 8, Gs1Parser.MaxLength) ?? 4_096;
        bool sendsAim = profile.Choice("aim", "on", "", "on", "off") == "on";
        profile.Number(RereadFilter.Profile, 0, 10_000);
        return new KeySettings(suffix is "any" or "enter", suffix is "any" or "tab", silence, maxLength, sendsAim, isF8);
    }
}
