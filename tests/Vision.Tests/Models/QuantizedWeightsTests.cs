using System.Text;
using EdgeGateway.Vision.Models;

namespace Vision.Tests.Models;

public sealed class QuantizedWeightsTests
{
    private const string Manifest = """
        [{ "weights": [
          { "name": "a", "shape": [2, 2], "dtype": "float32", "quantization": { "dtype": "uint8", "scale": 0.5, "min": -10 } },
          { "name": "b", "shape": [1], "dtype": "float32" }
        ], "paths": ["x.bin"] }]
        """;

    private static readonly byte[] s_bytes = [0, 1, 2, 255, 0, 0, 0x80, 0x3F];

    [Fact]
    public void Read_QuantizedAndPlain_GivesNumbers()
    {
        var weights = QuantizedWeights.Read(Encoding.UTF8.GetBytes(Manifest), s_bytes);

        Assert.Equal([-10f, -9.5f, -9, 117.5f], weights.Get("a", 2, 2).ToArray());
        Assert.Equal([1f], weights.Get("b", 1).ToArray());
    }

    [Theory]
    [InlineData("c", 1, "There is no weight 'c'.")]
    [InlineData("a", 4, "Weight 'a' is [2, 2]; expected [4].")]
    public void Get_AnotherNameOrShape_SaysSo(string name, long side, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => QuantizedWeights.Read(Encoding.UTF8.GetBytes(Manifest), s_bytes).Get(name, side).Length).Message);

    [Fact]
    public void Read_FileCutShort_SaysWithinWhichWeight() =>
        Assert.Equal("The file ends within weight 'b'.", Assert.Throws<FormatException>(() => Read(Manifest, s_bytes[..^1])).Message);

    [Fact]
    public void Read_FileTooLong_SaysHowLong() =>
        Assert.Equal("The manifest names 8 bytes; 9 came.", Assert.Throws<FormatException>(() => Read(Manifest, [.. s_bytes, 0])).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{ \"weights\": [{ \"name\": \"a\", \"shape\": [-1] }] }]")]
    [InlineData("[{ \"weights\": [{ \"name\": \"a\", \"shape\": [9999999, 9999999] }] }]")]
    [InlineData("[{ \"weights\": [{ \"name\": \"a\", \"shape\": [1], \"quantization\": { \"dtype\": \"uint16\", \"scale\": 1, \"min\": 0 } }] }]")]
    public void Read_NoManifest_IsAFormatError(string manifest) => Assert.Throws<FormatException>(() => Read(manifest, s_bytes));

    private static QuantizedWeights Read(string manifest, byte[] bytes) => QuantizedWeights.Read(Encoding.UTF8.GetBytes(manifest), bytes);
}
