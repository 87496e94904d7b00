using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes frames of text between a start and an end byte; at most one frame of memory.</summary>
/// <remarks>
/// What stands outside is passed over. A start inside a frame begins anew. Bit 7 is the parity bit of a seven-bit line read as
/// eight, and is taken off.
/// </remarks>
/// <param name="start">The byte that begins a frame.</param>
/// <param name="end">The byte that ends it.</param>
/// <param name="longest">Bytes of the longest frame between them.</param>
/// <param name="read">Reads what stands between them; null where that is no frame of this protocol.</param>
internal sealed class MarkedFrames(byte start, byte end, int longest, MarkedFrames.Reader read) : IFrameDecoder
{
    private static readonly WeightFrame s_incomplete = WeightFrame.Unreadable(FrameErrors.Incomplete);
    private static readonly WeightFrame s_invalid = WeightFrame.Unreadable(FrameErrors.Invalid);

    private readonly byte[] _frame = new byte[longest];
    private int _length = Outside;

    private const int Outside = -1;

    /// <summary>Reads what stands between the marks; null where that is no frame.</summary>
    public delegate WeightFrame? Reader(ReadOnlySpan<byte> content);

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte received in bytes)
            Feed((byte)(received & 0x7F), frames);
    }

    /// <inheritdoc/>
    public void Break() => _length = Outside;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (_length != Outside)
            frames.Add(s_incomplete);
        _length = Outside;
    }

    private void Feed(byte value, ICollection<WeightFrame> frames)
    {
        if (value == start)
        {
            if (_length != Outside)
                frames.Add(s_incomplete);
            _length = 0;
        }
        else if (_length == Outside)
        {
            return;
        }
        else if (value == end)
        {
            frames.Add(read(_frame.AsSpan(0, _length)) ?? s_invalid);
            _length = Outside;
        }
        else if (_length == longest)
        {
            frames.Add(s_invalid);
            _length = Outside;
        }
        else
        {
            _frame[_length++] = value;
        }
    }
}
