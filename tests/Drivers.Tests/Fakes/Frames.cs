using System.Globalization;
using System.Text;
using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Fakes;

/// <summary>Frames written from the manuals, not from the decoders, and the usual ways to put them through a decoder.</summary>
internal static class Frames
{
    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>An 8217 weight: STX, the text, N where net, CR.</summary>
    public static byte[] Weight8217(string text, bool net = false) =>
        [0x02, .. Encoding.ASCII.GetBytes(text), .. net ? "N"u8 : [], 0x0D];

    public static byte[] Status8217(int status) => [0x02, (byte)'?', (byte)status, 0x0D];

    /// <summary>A Toledo continuous frame by WILDCAT Technical Manual tables 6-8 to 6-11, with METTLER's check character or none.</summary>
    public static byte[] Continuous(
        int digits, int pointCode, bool net = false, bool negative = false, bool motion = false,
        string tare = "000000", bool checksum = false, int swb = 0, int swc = 0x60, char pad = '0')
    {
        string shown = digits.ToString(CultureInfo.InvariantCulture).PadLeft(6, pad);
        byte[] frame =
        [
            0x02,
            (byte)(0x28 | pointCode),
            (byte)(0x30 | (net ? 1 : 0) | (negative ? 2 : 0) | (motion ? 8 : 0) | swb),
            (byte)swc,
            .. Encoding.ASCII.GetBytes(shown + tare),
            0x0D,
        ];
        return checksum ? [.. frame, (byte)(-frame.Sum(value => (int)value) & 0x7F)] : frame;
    }

    public static List<WeightFrame> Decode(IFrameDecoder decoder, params IEnumerable<byte[]> chunks)
    {
        var frames = new List<WeightFrame>();
        foreach (byte[] chunk in chunks)
            decoder.Feed(chunk, frames);
        decoder.End(frames);
        return frames;
    }

    /// <summary>Record equality does not look into the lists of a frame; its text does.</summary>
    public static string Text(WeightFrame frame) => string.Create(CultureInfo.InvariantCulture,
        $"{frame.Weight?.ToString(CultureInfo.InvariantCulture) ?? "none"} {frame.Unit} {frame.Stable} {frame.NetGross} "
        + $"[{string.Join(',', frame.Errors)}] [{string.Join(',', frame.Flags)}]");

    public static IEnumerable<byte[]> EverySingleBitFlipped(byte[] frame)
    {
        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] flipped = [.. frame];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
