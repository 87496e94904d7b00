using System.Globalization;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

/// <summary>
/// Every decoder against damaged frames and noise. A seed that fails is named; run more of them with FUZZ_INPUTS, other
/// ones with FUZZ_SEED.
/// </summary>
public class DecoderFuzzTests
{
    private const int LongestText = 64;

    private static readonly long s_inputs = Setting("FUZZ_INPUTS", 120_000);
    private static readonly int s_seed = (int)Setting("FUZZ_SEED", 1);

    public static TheoryData<string> Protocols => [.. ScaleProtocols.All.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Feed_DamagedFramesAndNoise_IsTheSameHoweverCutAndNeverAnUnfinishedWeight(string name)
    {
        (ScaleProtocol protocol, Sample sample) = Of(name);
        IFrameDecoder whole = Decoder(protocol, sample);
        IFrameDecoder cut = Decoder(protocol, sample);
        var mutator = new FrameMutator(sample.Frame, new Random(s_seed));
        var frames = new List<WeightFrame>();
        var others = new List<WeightFrame>();
        for (long input = 0; input < s_inputs; input++)
        {
            ReadOnlySpan<byte> bytes = mutator.Next();
            frames.Clear();
            others.Clear();
            whole.Feed(bytes, frames);
            whole.End(frames);
            for (ReadOnlySpan<byte> rest = bytes; rest.Length > 0;)
            {
                int length = mutator.Chunk(rest.Length);
                cut.Feed(rest[..length], others);
                rest = rest[length..];
            }
            cut.End(others);
            if (!frames.Select(Frames.Text).SequenceEqual(others.Select(Frames.Text)))
                Assert.Fail($"input {input} of seed {s_seed}, {Convert.ToHexString(bytes)}: "
                    + $"{string.Join(" | ", frames.Select(Frames.Text))} in one read, {string.Join(" | ", others.Select(Frames.Text))} in pieces");
            if (frames.Count > bytes.Length || frames.Find(frame => !IsSound(frame)) is not null)
                Assert.Fail($"input {input} of seed {s_seed}, {Convert.ToHexString(bytes)}: {string.Join(" | ", frames.Select(Frames.Text))}");
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Feed_SoundFramesAfterAnyNoise_AreReadAgain(string name)
    {
        (ScaleProtocol protocol, Sample sample) = Of(name);
        var mutator = new FrameMutator(sample.Frame, new Random(s_seed));
        string sound = Frames.Text(Frames.Decode(Decoder(protocol, sample), sample.Frame)[^1]);
        IFrameDecoder decoder = Decoder(protocol, sample);
        var frames = new List<WeightFrame>();
        for (long input = 0; input < s_inputs / 10; input++)
        {
            byte[] noise = mutator.Next().ToArray();
            frames.Clear();
            decoder.Feed(noise, frames);
            frames.Clear();
            for (int repeat = 0; repeat < 3; repeat++)
                decoder.Feed(sample.Frame, frames);
            decoder.End(frames);
            if (frames.Count == 0 || Frames.Text(frames[^1]) != sound)
                Assert.Fail($"input {input} of seed {s_seed}: after {Convert.ToHexString(noise)} three sound frames read {string.Join(" | ", frames.Select(Frames.Text))}");
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Feed_EndlessNoise_HoldsNoMoreMemoryTheLongerItLasts(string name)
    {
        (ScaleProtocol protocol, Sample sample) = Of(name);
        IFrameDecoder decoder = Decoder(protocol, sample);
        var random = new Random(s_seed);
        byte[] noise = new byte[64 * 1024];
        random.NextBytes(noise);
        byte[] filler = [.. Enumerable.Repeat((byte)'0', noise.Length)];
        Flood();
        long first = Flood();
        for (int round = 0; round < 10; round++)
            Flood();
        long later = Flood();
        Assert.InRange(later, 0, first + 64 * 1024);

        long Flood()
        {
            var frames = new List<WeightFrame>();
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (byte[] flood in (byte[][])[noise, filler, [.. sample.Frame, .. filler]])
            {
                decoder.Feed(flood, frames);
                frames.Clear();
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static (ScaleProtocol Protocol, Sample Sample) Of(string name)
    {
        ScaleProtocol protocol = ScaleProtocols.All.Single(each => each.Name == name);
        return (protocol, Samples.Of(protocol.DriverName));
    }

    private static IFrameDecoder Decoder(ScaleProtocol protocol, Sample sample) =>
        protocol.CreateDecoder(new ProfileReader(protocol.DriverName, sample.Profile), ProfileUse.Device);

    /// <summary>A weight has its unit and no error; a frame without a weight has no unit; nothing is endless.</summary>
    private static bool IsSound(WeightFrame frame) =>
        frame.Weight is null == frame.Unit is null
        && (frame.Weight is null || (frame.Errors.Count == 0 && Math.Abs(frame.Weight.Value) < 1_000_000_000_000m))
        && frame.Errors.Concat(frame.Flags).All(text => text.Length is > 0 and <= LongestText);

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is string text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
