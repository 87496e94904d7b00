using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>
/// Takes a scale's bytes, one at a time or many frames at once, and gives its frames. No I/O, bounded memory. One frame
/// comes out for every start of a frame that went in: a weight, a status, or why it could not be read.
/// </summary>
public interface IFrameDecoder
{
    /// <summary>Takes the next bytes and adds what they complete to <paramref name="frames"/>.</summary>
    void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames);

    /// <summary>A byte was damaged on the line at this place (parity, framing): the frame under way is thrown away.</summary>
    void Break();

    /// <summary>Begins anew, with nothing under way: what comes next is the beginning of a frame, as after a question.</summary>
    void Reset() => Break();

    /// <summary>The input ended: adds what is under way as complete where it is, else as <c>incomplete</c>.</summary>
    void End(ICollection<WeightFrame> frames);
}
