using System.Text;
using Drivers.Scanners;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace Fuzz.Targets;

/// <summary>Scanners' bytes and keys, and what is made of the texts they read.</summary>
internal static class ScannerTargets
{
    private const int ThisYear = 2026;
    private const int MostScan = 4096;

    private static readonly LabelLayouts s_layouts = LabelLayouts.None;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("scanner-serial", "the line of a serial scanner: byte 0 the suffix and whether silence follows", FeedSerial, () =>
        [
            [0, .. "]E02112345012506\r"u8], [1, .. "]C1010401234567890117251231\r\n"u8], [2, .. "4006381333931\t"u8], [3, .. "\u001d01"u8], [12, .. "]Q0https://example.com/01/04012345678901"u8],
        ]),
        new("scanner-keys", "events of a scanner that types: byte 0 the settings, then 24 bytes an event", FeedKeys, () =>
            [[0, .. Samples.Of("evdev-scanner").Frame], [7, .. Samples.Of("evdev-scanner").Frame]]),
        new("scan-text", "one line that a scanner read: symbology, GS1 element strings, digital links, price labels", FeedScan, () =>
            Texts("]C1010401234567890117251231", "]C1010401234567890110ABC\u001d21XYZ", "]E04006381333931", "]E4401234567|]e01012345678901", "(01)04012345678901", "04252614", "2112345012506",
                "https://id.gs1.org/01/09506000134352/10/ABC123?17=251231", "]Q1https://example.com/gtin/614141123452/lot/ABC1", "]d2013019999999999810LOT\u001d3103001250", "\u001d01040123456789018008260101120000")),
        new("gs1", "a GS1 element string", FeedGs1, () =>
            Texts("010401234567890117251231", "010401234567890110ABC\u001d21XYZ", "3103001250", "392312345\u001d", "8008260101120000", "4330260101123055", "7003261231", "8112012345678901234567", "253950600013435212345")),
    ];

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.Latin1.GetBytes);

    private static void FeedSerial(byte[] input)
    {
        if (input.Length < 2)
        {
            return;
        }

        var suffix = (ScanSuffix)(input[0] % Enum.GetValues<ScanSuffix>().Length);
        List<string> whole = [], cut = [];
        var assembler = new ScanAssembler(suffix, MostScan, (input[0] & 0x40) != 0);
        assembler.Feed(input.AsSpan(1), whole);
        assembler.Silence(whole);
        FuzzTarget.Promise(!assembler.IsWithin, "a scan is under way after silence");
        assembler = new ScanAssembler(suffix, MostScan, (input[0] & 0x40) != 0);
        foreach (var one in input.AsSpan(1))
        {
            assembler.Feed([one], cut);
        }

        assembler.Silence(cut);
        FuzzTarget.Promise(whole.SequenceEqual(cut), "the scans are others where they come byte by byte");
        FuzzTarget.Promise(whole.TrueForAll(scan => scan.Length is > 0 and <= MostScan), "a scan is empty or too long");
    }

    private static void FeedKeys(byte[] input)
    {
        if (input.Length < 2)
        {
            return;
        }

        var settings = new KeySettings((input[0] & 1) == 0, (input[0] & 2) == 0, TimeSpan.FromMilliseconds(300), MostScan, true, (input[0] & 4) == 0);
        List<string> whole = [], cut = [];
        var decoder = new KeyEventDecoder(settings);
        decoder.Feed(input.AsSpan(1), whole);
        decoder.Silence(whole);
        decoder = new KeyEventDecoder(settings);
        foreach (var one in input.AsSpan(1))
        {
            decoder.Feed([one], cut);
        }

        decoder.Silence(cut);
        FuzzTarget.Promise(whole.SequenceEqual(cut), "the scans are others where they come byte by byte");
        FuzzTarget.Promise(whole.TrueForAll(scan => scan.Length is > 0 and <= MostScan), "a scan is empty or too long");
    }

    private static void FeedScan(byte[] input)
    {
        var scan = new ScanDecoder(s_layouts).DecodeLine(Encoding.Latin1.GetString(input), ThisYear);
        FuzzTarget.Promise(scan.Gtin is null || (scan.Gtin.Length == 14 && scan.Gtin.All(char.IsAsciiDigit)), $"the GTIN is {scan.Gtin}");
        FuzzTarget.Promise(scan.Content != ScanContent.Unreadable || scan.Errors.Count > 0, "a scan is unreadable and does not say why");
    }

    private static void FeedGs1(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var message = Gs1Parser.Parse(text, ThisYear);
        if (message.Errors.Count > 0)
        {
            return;
        }

        // What was read is what was written: the same elements, each ended by a separator, read the same.
        var again = Gs1Parser.Parse(string.Concat(message.Elements.Select(element => element.Ai + element.Data + Gs1Parser.Separator)), ThisYear);
        FuzzTarget.Promise(again.Errors.Count == 0 && again.Elements.SequenceEqual(message.Elements), $"{message.Elements.Count} elements read otherwise when they are written again: {text}");
    }
}
