using System.Text;
using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Fakes;

/// <summary>Recorded bytes through a decoder as <c>decode</c> makes it, and what no damage may do to them.</summary>
internal static class Recorded
{
    public static IFrameDecoder Decoder(string protocol, params (string Name, string Value)[] profile)
    {
        IFrameDecoder? decoder = FrameDecoders.Create(protocol, profile.ToDictionary(each => each.Name, each => each.Value), out IReadOnlyList<string> errors);
        Assert.Empty(errors);
        return decoder!;
    }

    /// <summary>All frames as text, joined by a bar.</summary>
    public static string Text(IFrameDecoder decoder, params IEnumerable<byte[]> chunks) =>
        string.Join(" | ", Frames.Decode(decoder, chunks).Select(Frames.Text));

    public static string Text(string protocol, string ascii) => Text(Decoder(protocol), Encoding.Latin1.GetBytes(ascii));

    public static string Hex(string protocol, string hex) => Text(Decoder(protocol), Frames.Hex(hex));

    /// <summary>No single flipped bit and no lost byte may give another weight than was sent.</summary>
    public static void AssertNoFlipGivesAnotherWeight(string protocol, byte[] frame, params (string Name, string Value)[] profile)
    {
        WeightFrame truth = Assert.Single(Frames.Decode(Decoder(protocol, profile), frame));
        Assert.NotNull(truth.Weight);
        foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
        {
            foreach (WeightFrame got in Frames.Decode(Decoder(protocol, profile), flipped).Where(got => got.Weight is not null))
                Assert.Equal((truth.Weight, truth.Unit, truth.Stable, truth.NetGross), (got.Weight, got.Unit, got.Stable, got.NetGross));
        }
        for (int lost = 0; lost < frame.Length; lost++)
        {
            byte[] rest = [.. frame[..lost], .. frame[(lost + 1)..]];
            foreach (WeightFrame got in Frames.Decode(Decoder(protocol, profile), rest).Where(got => got.Weight is not null))
                Assert.Equal((truth.Weight, truth.Unit), (got.Weight, got.Unit));
        }
    }
}
