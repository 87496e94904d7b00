using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace Core.Tests.Scanning;

/// <summary>The verb <c>scan</c>: bytes of a scanner in, a line of JSON a scan out.</summary>
public sealed class ScanCommandTests
{
    private const int Year = 2026;

    private static readonly ScanDecoder s_decoder = new(LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }, new() { Pattern = "23IIIIIPPPPPC" }] }));

    [Fact]
    public void Run_LinesEndedInAnyWay_GiveOneEach_AndCountsWhatATillRefuses()
    {
        var (counts, lines) = Run("]E04006381333931\n]E04006381333932\r\n\r\n]A0A\r]A0B"u8.ToArray());
        Assert.Equal((4, 1), counts);
        Assert.Equal([("]E04006381333931", true), ("]E04006381333932", false), ("]A0A", true), ("]A0B", true)], lines.Select(line => (Text(line, "scan"), line.GetProperty("accepted").GetBoolean())));
    }

    [Fact]
    public void Run_AnElementString_IsToldWhole()
    {
        var (_, lines) = Run("]C10109521234543213310300125010LOT"u8.ToArray());
        var line = Assert.Single(lines);
        Assert.Equal(
            (true, true, "]C1", "gs1_128", "elements", "(01)09521234543213(3103)001250(10)LOT", "^0109521234543213310300125010LOT", "09521234543213"),
            (line.GetProperty("valid").GetBoolean(), line.GetProperty("accepted").GetBoolean(), Text(line, "symbology"), Text(line, "symbology_name"), Text(line, "content"), Text(line, "ai"), Text(line, "data"), Text(line, "gtin")));
        var net = line.GetProperty("elements")[1];
        Assert.Equal(("3103", "001250", "1.250", "kg"), (Text(net, "ai"), Text(net, "data"), Text(net, "value"), Text(net, "unit")));
        Assert.NotEqual("", Text(net, "title"));
        Assert.False(line.GetProperty("elements")[2].TryGetProperty("unit", out _));
        Assert.Equal((0, 0, JsonValueKind.Null), (line.GetProperty("errors").GetArrayLength(), line.GetProperty("warnings").GetArrayLength(), line.GetProperty("weighed").ValueKind));
    }

    [Fact]
    public void Run_WhatIsWrong_IsToldWithItsCodeItsIdentifierAndWords()
    {
        var (_, lines) = Run("]C10109521234543214\n4006381333931"u8.ToArray());
        var error = Assert.Single(lines[0].GetProperty("errors").EnumerateArray());
        Assert.Equal((ScanFaults.CheckDigit, "01"), (Text(error, "code"), Text(error, "ai")));
        Assert.Contains("(01)", Text(error, "message"), StringComparison.Ordinal);
        Assert.Equal((false, JsonValueKind.Null, JsonValueKind.Null), (lines[0].GetProperty("valid").GetBoolean(), lines[0].GetProperty("ai").ValueKind, lines[0].GetProperty("data").ValueKind));
        var warning = Assert.Single(lines[1].GetProperty("warnings").EnumerateArray());
        Assert.Equal(ScanFaults.NoSymbology, Text(warning, "code"));
        Assert.False(warning.TryGetProperty("ai", out _));
    }

    [Fact]
    public void Run_APriceLabel_IsToldInFen() =>
        Assert.Equal(1299, Assert.Single(Run("]E02312345012999"u8.ToArray()).Lines).GetProperty("weighed").GetProperty("price_fen").GetInt64());

    [Fact]
    public void Run_Separators_AsTheByteOrAsTheTextThatStandsForIt()
    {
        var (_, lines) = Run("]C1010952123454321310A\u001d21B\n]C1010952123454321310A{GS}21B"u8.ToArray(), "{GS}");
        Assert.All(lines, line => Assert.Equal("(01)09521234543213(10)A(21)B", Text(line, "ai")));
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public void Run_BytesThatAreNoUtf8_AreLatin1() => Assert.Equal("]A0\u00e9", Text(Assert.Single(Run([.. "]A0"u8, 0xE9]).Lines), "scan"));

    [Fact]
    public void Run_ALineThatNeverEnds_IsNoScan()
    {
        Assert.Equal(1, Run(Encoding.ASCII.GetBytes("]A0".PadRight(64 * 1024, 'x'))).Counts.Scans);
        Assert.Throws<IOException>(() => Run(Encoding.ASCII.GetBytes("]A0".PadRight((64 * 1024) + 1, 'x'))));
    }

    private static ((int Scans, int Refused) Counts, List<JsonElement> Lines) Run(byte[] input, params string[] separators)
    {
        using var output = new StringWriter();
        var counts = ScanCommand.Run(new MemoryStream(input), output, s_decoder, separators, Year);
        return (counts, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
