using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Devices;

/// <summary>The last scan of a scanner as the pages show it; refused ones too, so that staff see why nothing happened.</summary>
/// <param name="Symbology">The symbology's name, snake_case; null where the scanner does not say.</param>
/// <param name="Text">What was read, at most 128 characters; control characters as their pictures.</param>
/// <param name="Sku">What it counts as; null where it was refused.</param>
/// <param name="Accepted">Whether it may be used.</param>
/// <param name="Code">Of a refused one, or of one that is odd, the first <see cref="ScanFaults"/>; else null.</param>
/// <param name="Reason">The same in words; else null.</param>
/// <param name="Item">The item of a price or weight label, or null.</param>
/// <param name="Weight">Its weight as a decimal text, or null.</param>
/// <param name="Unit">The weight's unit, or null.</param>
/// <param name="PriceFen">Its price in hundredths, or null.</param>
/// <param name="At">When it was read.</param>
/// <param name="Reads">Scans since the start, this one among them.</param>
/// <param name="Refused">Refused ones among them.</param>
public sealed record ScanState(
    string? Symbology,
    string Text,
    string? Sku,
    bool Accepted,
    string? Code,
    string? Reason,
    string? Item,
    string? Weight,
    string? Unit,
    long? PriceFen,
    DateTimeOffset At,
    long Reads,
    long Refused)
{
    private const int ShownLength = 128;

    /// <summary>What is shown after a scan.</summary>
    /// <param name="before">What was shown before, or null.</param>
    /// <param name="reading">The scan.</param>
    /// <param name="scan">What it turned out to be.</param>
    internal static ScanState After(ScanState? before, ScanReading reading, Scan scan)
    {
        var fault = scan.Errors.Count > 0 ? scan.Errors[0] : scan.Warnings.FirstOrDefault(w => w.Code != ScanFaults.NoSymbology);
        return new ScanState(
            reading.Symbology is { } identifier ? Scanning.Symbology.Of(identifier).Name : null,
            Shown(reading.Data),
            scan.IsAccepted ? Shown(scan.Sku) : null,
            scan.IsAccepted,
            fault?.Code,
            fault?.Message,
            scan.Weighed?.Item,
            scan.Weighed?.WeightText,
            scan.Weighed?.Unit,
            scan.Weighed?.PriceFen,
            reading.Time,
            (before?.Reads ?? 0) + 1,
            (before?.Refused ?? 0) + (scan.IsAccepted ? 0 : 1));
    }

    private static string Shown(string text) => string.Create(Math.Min(text.Length, ShownLength), text, (shown, all) =>
    {
        for (var i = 0; i < shown.Length; i++)
        {
            // U+2400 and on are the pictures of the control characters; half of a surrogate pair is no text.
            shown[i] = all[i] < ' ' ? (char)(0x2400 + all[i]) : char.IsSurrogate(all[i]) || char.IsControl(all[i]) ? '\ufffd' : all[i];
        }
    });
}
