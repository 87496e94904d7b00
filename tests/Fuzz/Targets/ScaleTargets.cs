using Drivers;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Fuzz.Targets;

/// <summary>The decoders of all scales in one target: the first byte of an input says which, the second how it is cut.</summary>
internal static class ScaleTargets
{
    private const int LongestText = 64;
    private const decimal MostWeight = 1_000_000_000_000m;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("scales", "frames of every scale: byte 0 the protocol, byte 1 the length of a read, then the line", Feed, Seeds),
    ];

    private static void Feed(byte[] input)
    {
        if (input.Length < 3)
        {
            return;
        }

        var protocol = ScaleProtocols.All[input[0] % ScaleProtocols.All.Count];
        var piece = (input[1] % 16) + 1;
        var line = input.AsSpan(2);
        List<WeightFrame> whole = [], cut = [];
        var decoder = Decoder(protocol);
        decoder.Feed(line, whole);
        decoder.End(whole);
        decoder = Decoder(protocol);
        for (var rest = line; rest.Length > 0; rest = rest[Math.Min(piece, rest.Length)..])
        {
            decoder.Feed(rest[..Math.Min(piece, rest.Length)], cut);
        }

        decoder.End(cut);
        FuzzTarget.Promise(
            whole.Select(Frames.Text).SequenceEqual(cut.Select(Frames.Text)),
            $"{protocol.Name} reads {string.Join(" | ", whole.Select(Frames.Text))} at once and {string.Join(" | ", cut.Select(Frames.Text))} in pieces of {piece}");
        FuzzTarget.Promise(whole.Count <= line.Length, $"{protocol.Name} gives {whole.Count} frames of {line.Length} bytes");
        foreach (var frame in whole)
        {
            FuzzTarget.Promise(frame.Weight is null == frame.Unit is null, $"{protocol.Name} gives a weight without a unit, or a unit without a weight: {Frames.Text(frame)}");
            FuzzTarget.Promise(frame.Weight is null || frame.Errors.Count == 0, $"{protocol.Name} gives a weight with an error: {Frames.Text(frame)}");
            FuzzTarget.Promise(frame.Weight is null || Math.Abs(frame.Weight.Value) < MostWeight, $"{protocol.Name} gives an endless weight: {Frames.Text(frame)}");
            FuzzTarget.Promise(frame.Errors.Concat(frame.Flags).All(text => text.Length is > 0 and <= LongestText), $"{protocol.Name} gives an endless text: {Frames.Text(frame)}");
        }
    }

    private static IFrameDecoder Decoder(ScaleProtocol protocol) =>
        protocol.CreateDecoder(new ProfileReader(protocol.DriverName, Samples.Of(protocol.DriverName).Profile), ProfileUse.Device);

    private static IEnumerable<byte[]> Seeds() => ScaleProtocols.All.Select((protocol, i) => (byte[])[(byte)i, 0, .. Samples.Of(protocol.DriverName).Frame]);
}
