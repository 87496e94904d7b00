using System.Text.Json;
using Drivers.Tests.Fakes;

namespace Drivers.Tests.Scales;

/// <summary>The collected sample frames, put through <c>decode</c> with its defaults, field by field.</summary>
public class ScaleVectorTests
{
    private static readonly string[] s_fields = ["weight", "unit", "stable", "net_gross", "error", "flags"];

    /// <summary>Protocols of which no frame was collected; their own tests have frames from the protocol text.</summary>
    private static readonly string[] s_notCollected = ["adam_azextra", "avery_berkel", "casio_pd1", "dini_argeo", "massak_100", "samsung_esp"];

    /// <summary>
    /// Lines of these may have a name in front or none. A name cut off from its line, directly before a line without a name, is byte for
    /// byte a line with that name: what the name says (net, stable) cannot be right then, the weight must be.
    /// </summary>
    private static readonly string[] s_namesAreOptional = ["sartorius_sbi", "adam"];

    public static TheoryData<string> Protocols => [.. FrameDecoders.Names.Except(s_notCollected)];

    [Fact]
    public void Decode_ProtocolsWithoutCollectedFrames_AreThoseNamed()
    {
        // Not Assert.All, which would take the skip without the frames for a failure.
        foreach (string protocol in s_notCollected)
            Assert.Empty(Load(protocol));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Decode_EveryCollectedFrame_SaysWhatIsExpected(string protocol)
    {
        List<JsonElement> vectors = Load(protocol);
        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            JsonElement got = Assert.Single(Decode(protocol, [Bytes(vector)]));
            AssertSame(vector.GetProperty("expected"), got);
        });
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Decode_EveryCollectedFrameInOneRead_GivesThemAllInOrder(string protocol)
    {
        List<JsonElement> vectors = Load(protocol);
        List<JsonElement> got = Decode(protocol, [[.. vectors.SelectMany(Bytes)]]);
        Assert.Equal(vectors.Count, got.Count);
        Assert.All(vectors.Zip(got), pair => AssertSame(pair.First.GetProperty("expected"), pair.Second));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Decode_EveryCollectedFrameByteByByte_SaysTheSame(string protocol)
    {
        List<JsonElement> vectors = Load(protocol);
        List<JsonElement> got = Decode(protocol, vectors.SelectMany(Bytes).Select(value => new[] { value }));
        Assert.Equal(vectors.Count, got.Count);
        Assert.All(vectors.Zip(got), pair => AssertSame(pair.First.GetProperty("expected"), pair.Second));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Decode_EveryCollectedFrameCutAtEveryByteThenAWholeOne_NeverInventsAWeight(string protocol)
    {
        List<JsonElement> vectors = Load(protocol);
        List<JsonElement> whole = [.. vectors.Where(vector => vector.GetProperty("expected").GetProperty("weight").ValueKind == JsonValueKind.String)];
        foreach (JsonElement first in vectors)
        {
            foreach (JsonElement second in whole)
            {
                for (int cut = 1; cut < Bytes(first).Length; cut++)
                {
                    if (IsAsGoodAsWhole(protocol, Bytes(first)[..cut], Bytes(second)))
                        continue;
                    List<JsonElement> got = Decode(protocol, [Bytes(first)[..cut], Bytes(second)]);
                    AssertSame(second.GetProperty("expected"), got[^1], s_namesAreOptional.Contains(protocol) ? ["weight", "unit", "error"] : s_fields);
                    string? whatWasThere = first.GetProperty("expected").GetProperty("weight").GetString();
                    Assert.All(got[..^1], frame => Assert.Contains(frame.GetProperty("weight").GetString(), (string?[])[null, whatWasThere]));
                }
            }
        }
    }

    /// <summary>
    /// A HID report without its last byte, directly before one with the leading 00 that some systems add, is byte for byte a whole report.
    /// USB delivers reports whole or not at all, so only a recording could show it.
    /// </summary>
    private static bool IsAsGoodAsWhole(string protocol, byte[] cut, byte[] next) =>
        protocol == "usb_hid_pos" && next[0] == 0 && cut.Length is 5 or 6 && cut[^5] is 3 or 4;

    [Fact]
    public void Decode_ChecksummedFrameWithAnyBitFlipped_NeverGivesAnotherWeight()
    {
        JsonElement vector = Load("toledo_continuous").Single(each => Bytes(each).Length == 18);
        string? weight = vector.GetProperty("expected").GetProperty("weight").GetString();
        foreach (byte[] flipped in Frames.EverySingleBitFlipped(Bytes(vector)))
        {
            Assert.All(Decode("toledo_continuous", [flipped]),
                frame => Assert.Contains(frame.GetProperty("weight").GetString(), (string?[])[null, weight]));
        }
    }

    private static List<JsonElement> Load(string protocol) =>
        [.. File.ReadLines(SharedFolder.File("hardware/scale_vectors.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(vector => vector.GetProperty("protocol").GetString() == protocol)];

    private static byte[] Bytes(JsonElement vector) => Frames.Hex(vector.GetProperty("bytes_hex").GetString()!);

    private static List<JsonElement> Decode(string protocol, IEnumerable<byte[]> chunks)
    {
        using var input = new MemoryStream();
        foreach (byte[] chunk in chunks)
            input.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(chunk) + "\n"));
        input.Position = 0;
        var output = new StringWriter();
        var errors = new StringWriter();
        int exit = DecodeCommand.Run(protocol, input, output, errors, new DecodeOptions(Hex: true, new Dictionary<string, string>()));
        Assert.Equal((0, ""), (exit, errors.ToString()));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static void AssertSame(JsonElement expected, JsonElement got) => AssertSame(expected, got, s_fields);

    private static void AssertSame(JsonElement expected, JsonElement got, string[] fields) =>
        Assert.All(fields, field => Assert.True(
            JsonElement.DeepEquals(expected.GetProperty(field), got.GetProperty(field)),
            $"{field}: expected {expected.GetProperty(field)}, got {got.GetProperty(field)}"));
}
