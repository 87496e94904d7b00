using System.Text;
using System.Text.Json;
using Drivers.Scanners;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace Drivers.Tests.Scanners;

/// <summary>The collected scans with the verdict of the official GS1 syntax engine, put through the scanner's decoder and through <c>scan</c>.</summary>
/// <remarks>
/// <c>valid</c>, <c>ai</c> and <c>data</c> say the same as the engine, for every one. <c>accepted</c> is the till's own: it goes on where the engine finds only
/// that elements should not stand alone (a price without an amount), and where a symbol is none of GS1's (ITF, Code 39), since neither is a misread.
/// </remarks>
public sealed class Gs1VectorTests
{
    private static readonly ScannerSettings s_settings = new(ScanSuffix.Any, TimeSpan.FromMilliseconds(300), 4096, true, "\u001d");

    [Fact]
    public void Scan_EveryVector_SaysWhatTheEngineSays() => Assert.All(Load(), vector => AssertSame(vector, Decode([Bytes(vector)]).Single()));

    [Fact]
    public void Scan_EveryVectorByteByByte_SaysTheSame()
    {
        List<JsonElement> vectors = Load();
        List<JsonElement> got = Decode(vectors.SelectMany(Bytes).Select(value => new[] { value }));
        Assert.Equal(vectors.Count, got.Count);
        Assert.All(vectors.Zip(got), pair => AssertSame(pair.First, pair.Second));
    }

    [Fact]
    public void Scan_EveryTwoVectorsInOneRead_AreTwoScans()
    {
        List<JsonElement> vectors = Load();
        foreach (JsonElement first in vectors)
        {
            foreach (JsonElement second in vectors)
            {
                List<JsonElement> got = Decode([[.. Bytes(first), .. Bytes(second)]]);
                Assert.Equal(2, got.Count);
                AssertSame(first, got[0]);
                AssertSame(second, got[1]);
            }
        }
    }

    [Fact]
    public void Scan_EveryVectorCutAtEveryByteAndDamaged_GivesNothingAndLeavesTheNextWhole()
    {
        List<JsonElement> vectors = Load();
        foreach (JsonElement vector in vectors)
        {
            for (int cut = 1; cut < Bytes(vector).Length - 1; cut++)
            {
                var assembler = new ScanAssembler(ScanSuffix.Any, 4096, sendsAim: true);
                var scans = new List<string>();
                assembler.Feed(Bytes(vector).AsSpan(0, cut), scans);
                assembler.Break();
                assembler.Feed(Bytes(vector).AsSpan(cut + 1), scans);
                Assert.Empty(scans);
                assembler.Feed(Bytes(vector), scans);
                Assert.Single(scans);
            }
        }
    }

    [Fact]
    public void Scan_EveryEanWithAnyDigitChanged_IsRefused()
    {
        foreach (JsonElement vector in Load().Where(v => v.GetProperty("scan").GetString()!.StartsWith("]E0", StringComparison.Ordinal)))
        {
            byte[] bytes = Bytes(vector);
            for (int at = 3; at < bytes.Length - 1; at++)
            {
                for (byte digit = (byte)'0'; digit <= '9'; digit++)
                {
                    byte[] changed = [.. bytes];
                    changed[at] = digit;
                    Assert.Equal(digit == bytes[at], Decode([changed]).Single().GetProperty("accepted").GetBoolean());
                }
            }
        }
    }

    [Fact]
    public void Warnings_AreOfExactlyTheVectorsThatBreakAnAssociationRule() => Assert.All(Load(), vector =>
    {
        JsonElement got = Decode([Bytes(vector)]).Single();
        bool isAssociation = vector.TryGetProperty("error", out JsonElement error) && error.GetString()!.StartsWith("Required AIs", StringComparison.Ordinal);
        Assert.Equal(isAssociation ? ["association"] : [], got.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()).Distinct());
    });

    [Fact]
    public void Accepted_IsTheEnginesVerdict_ButForAssociationsAndSymbolsThatAreNotGs1s() => Assert.All(Load(), vector =>
    {
        JsonElement got = Decode([Bytes(vector)]).Single();
        string error = vector.TryGetProperty("error", out JsonElement said) ? said.GetString()! : "";
        bool goesOn = error.StartsWith("Required AIs", StringComparison.Ordinal) || error == "Unsupported symbology identifier";
        Assert.Equal(vector.GetProperty("valid").GetBoolean() || goesOn, got.GetProperty("accepted").GetBoolean());
        Assert.Equal(!got.GetProperty("accepted").GetBoolean(), got.GetProperty("errors").GetArrayLength() > 0);
        if (error == "Unsupported symbology identifier")
            Assert.Equal("plain", got.GetProperty("content").GetString());
    });

    private static List<JsonElement> Load() =>
        [.. File.ReadLines(SharedFolder.File("hardware/gs1_vectors.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>As a scanner sends it, with its suffix.</summary>
    private static byte[] Bytes(JsonElement vector) => [.. Encoding.UTF8.GetBytes(vector.GetProperty("scan").GetString()!), 0x0D];

    private static List<JsonElement> Decode(IEnumerable<byte[]> reads)
    {
        var assembler = new ScanAssembler(s_settings.Suffix, s_settings.MaxLength, s_settings.SendsAim);
        var decoder = new ScanDecoder(LabelLayouts.None);
        var texts = new List<string>();
        foreach (byte[] read in reads)
            assembler.Feed(read, texts);
        return [.. texts.Select(text =>
        {
            (string? symbology, string data) = s_settings.Split(text);
            return JsonDocument.Parse(ScanJson.Line(text, decoder.Decode(symbology, data, 2026))).RootElement;
        })];
    }

    private static void AssertSame(JsonElement expected, JsonElement got)
    {
        Assert.Equal(expected.GetProperty("scan").GetString(), got.GetProperty("scan").GetString());
        Assert.Equal(expected.GetProperty("valid").GetBoolean(), got.GetProperty("valid").GetBoolean());
        Assert.Equal(expected.GetProperty("ai").GetString(), got.GetProperty("ai").GetString());
        Assert.Equal(expected.TryGetProperty("data", out JsonElement data) ? data.GetString() : null, got.GetProperty("data").GetString());
    }
}
