using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class WindowDecoderTests
{
    /// <summary>Whatever a decoder waits for, its window has an end.</summary>
    [Fact]
    public void Feed_DecoderThatOnlyWaits_GivesUpByteByByteWhenTheWindowIsFull()
    {
        var frames = new List<WeightFrame>();
        var decoder = new Waiting();
        decoder.Feed(new byte[4], frames);
        Assert.Empty(frames.SkipLast(1));
        decoder.Feed(new byte[6], frames);
        Assert.Equal(7, frames.Count);
        Assert.All(frames, frame => Assert.Equal(["invalid"], frame.Errors));
    }

    [Fact]
    public void End_DecoderThatWaits_IsIncomplete() =>
        Assert.Equal(["incomplete", "incomplete"], Frames.Decode(new Waiting(), new byte[2]).SelectMany(frame => frame.Errors));

    private sealed class Waiting() : WindowDecoder(4)
    {
        protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended) => Judgement.Wait;
    }
}
