using System.Globalization;
using System.Text;
using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Fakes;

/// <summary>Frames through the decoder that <c>decode</c> uses, and what comes out in short words.</summary>
internal static class Decoding
{
    /// <summary>Reads text; profile settings as <c>name=value</c>.</summary>
    public static string Read(string protocol, string text, params string[] profile) => Read(protocol, Encoding.Latin1.GetBytes(text), profile);

    /// <summary>Reads bytes to their end.</summary>
    public static string Read(string protocol, byte[] bytes, params string[] profile) =>
        string.Join(" | ", Frames.Decode(Decoder(protocol, profile), bytes).Select(Words));

    public static IFrameDecoder Decoder(string protocol, params string[] profile)
    {
        var settings = profile.Select(setting => setting.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
        IFrameDecoder? decoder = FrameDecoders.Create(protocol, settings, out IReadOnlyList<string> errors);
        Assert.Empty(errors);
        return Assert.IsAssignableFrom<IFrameDecoder>(decoder);
    }

    /// <summary>Such as <c>1.250 kg stable net</c>, <c>moving #motion</c> or <c>!overload</c>.</summary>
    public static string Words(WeightFrame frame)
    {
        string[] words =
        [
            frame.Weight is decimal weight ? weight.ToString(CultureInfo.InvariantCulture) : "",
            frame.Unit ?? "",
            frame.Stable switch { true => "stable", false => "moving", null => "" },
            frame.NetGross == NetGross.Unknown ? "" : frame.NetGross.ToString().ToLowerInvariant(),
            .. frame.Errors.Select(error => "!" + error),
            .. frame.Flags.Select(flag => "#" + flag),
        ];
        return string.Join(' ', words.Where(word => word.Length > 0));
    }
}
