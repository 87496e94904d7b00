using EdgeGateway.Core.Scanning;

namespace Drivers.Scanners;

/// <summary>The settings of a scanner on a serial line.</summary>
/// <param name="Suffix">What ends a scan.</param>
/// <param name="Silence">How long the line is silent between two scans at least, and never within one.</param>
/// <param name="MaxLength">The most bytes of one scan; more is no scan.</param>
/// <param name="SendsAim">Whether an AIM symbology identifier in front is taken as such.</param>
/// <param name="Separator">The text that the scanner sends for a group separator; the byte 1D where it sends that.</param>
internal sealed record ScannerSettings(ScanSuffix Suffix, TimeSpan Silence, int MaxLength, bool SendsAim, string Separator)
{
    /// <summary>The names of the suffixes in the profile.</summary>
    public static IReadOnlyList<string> SuffixNames { get; } = ["any", "cr", "lf", "crlf", "tab", "none"];

    /// <summary>The texts that scanners are known to send for a group separator; <c>1d</c> is the byte itself.</summary>
    public static IReadOnlyList<string> Separators { get; } = ["1d", "<GS>", "{GS}", "[GS]", "^]", "\\x1d", "|", "~", "^"];

    /// <summary>Reads them from a device's profile.</summary>
    public static ScannerSettings Read(ProfileReader profile)
    {
        var suffix = (ScanSuffix)Array.IndexOf([.. SuffixNames], profile.Choice("suffix", "any", "", [.. SuffixNames]));
        string separator = profile.Choice("separator", "1d", "", [.. Separators]);
        TimeSpan silence = profile.Milliseconds("silence_ms", suffix == ScanSuffix.None ? 80 : 300, 30, 2_000);
        int maxLength = profile.Number("max_length", 8, Gs1Parser.MaxLength) ?? 4_096;
        bool sendsAim = profile.Choice("aim", "on", "", "on", "off") == "on";
        profile.Number(RereadFilter.Profile, 0, 10_000);
        return new ScannerSettings(suffix, silence, maxLength, sendsAim, separator == "1d" ? "\u001d" : separator);
    }

    /// <summary>Takes a scan's text apart: the identifier in front where there is one, and the rest with real separators.</summary>
    public (string? Symbology, string Data) Split(string text)
    {
        string data = Separator == "\u001d" ? text : text.Replace(Separator, "\u001d", StringComparison.Ordinal);
        return SendsAim && Symbology.IsIdentified(data)
            ? (data[..Symbology.IdentifierLength], data[Symbology.IdentifierLength..])
            : (null, data);
    }
}
