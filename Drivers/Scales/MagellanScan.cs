using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>The scans in a Magellan's messages: what follows <c>S08</c>.</summary>
/// <remarks>
/// A UPC-A, F EAN-13, FF EAN-8, E UPC-E, B1 Code 39, B2 interleaved 2 of 5, B3 Code 128, R (or R4) GS1 DataBar. UPC and EAN must have their
/// length (or a supplement of two or five digits more) and their check digit, so that two scans that ran together are never one. Other letters are
/// not known: such a scan is given as it came, letters and all, without a symbology, rather than lost. Sources: Datalogic KA-01089; Magellan
/// 8300/8400 product reference guide, appendix G; CORE-POS's driver.
/// </remarks>
internal static class MagellanScan
{
    private const string Barcode = "barcode ";
    private const string Unknown = "unknown";

    private static readonly (string Letters, string Name, string? Aim)[] s_codes =
    [
        ("A", "UPC-A", "]E0"),
        ("FF", "EAN-8", "]E4"),
        ("F", "EAN-13", "]E0"),
        ("E", "UPC-E", "]E0"),
        ("B1", "Code 39", "]A0"),
        ("B2", "ITF", "]I0"),
        ("B3", "Code 128", "]C0"),
        ("R4", "GS1 DataBar", "]e0"),
        ("R", "GS1 DataBar", "]e0"),
        ("", Unknown, null),
    ];

    /// <summary>A frame that names the scan, or says why it cannot be used; null where these letters are not known.</summary>
    public static WeightFrame? Decode(ReadOnlySpan<byte> message)
    {
        foreach ((string letters, string name, _) in s_codes)
        {
            if (message.Length >= letters.Length && Ascii.Equals(message[..letters.Length], letters))
            {
                ReadOnlySpan<byte> data = message[letters.Length..];
                return IsWhole(name, data) ? Dialog06Record.Flag($"{Barcode}{name} {Encoding.ASCII.GetString(data)}")
                    : FixedDigits.Are(data) && letters.Length > 0 ? WeightFrame.Unreadable(FrameErrors.BadChecksum)
                    : null;
            }
        }
        return null;
    }

    /// <summary>
    /// The scan that such a frame names, as a scanner with AIM identifiers would send it: UPC-A and UPC-E as thirteen digits under ]E0.
    /// Null where the frame is none.
    /// </summary>
    public static (string? Symbology, string Data)? Read(WeightFrame frame)
    {
        if (frame.Flags is not [var flag] || !flag.StartsWith(Barcode, StringComparison.Ordinal))
            return null;
        (_, string name, string? aim) = s_codes.First(code => flag.AsSpan(Barcode.Length).StartsWith(code.Name + " ", StringComparison.Ordinal));
        string data = flag[(Barcode.Length + name.Length + 1)..];
        return name switch
        {
            "UPC-A" => (aim, "0" + data),
            "UPC-E" => (aim, "0" + UpcE.Expand(data)),
            _ => (aim, data),
        };
    }

    private static bool IsWhole(string name, ReadOnlySpan<byte> data) => name switch
    {
        "UPC-A" => IsRetail(data, 12),
        "EAN-13" => IsRetail(data, 13),
        "EAN-8" => IsRetail(data, 8),
        "UPC-E" => FixedDigits.Are(data) && UpcE.IsWhole(Encoding.ASCII.GetString(data)),
        "ITF" => FixedDigits.Are(data),
        // An S would begin another message, and a single character is no code.
        Unknown => data.Length > 1 && data[0] != 'S' && !FixedDigits.Are(data),
        _ => !data.IsEmpty,
    };

    private static bool IsRetail(ReadOnlySpan<byte> data, int length) =>
        FixedDigits.Are(data) && (data.Length - length) is 0 or 2 or 5 && UpcE.CheckDigitFits(data[..length]);
}
