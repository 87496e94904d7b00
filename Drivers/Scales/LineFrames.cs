using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes scales that send lines of text: CR, LF, CR LF and LF CR all end a line; at most two lines of memory.</summary>
/// <remarks>
/// Bit 7 is the parity bit of a seven-bit line read as eight, and is taken off. Where a line is not whole by itself, the
/// remains of another may stand before it; it is then taken from where the format lets one begin. A line whose beginning was not seen
/// (the port was opened in its middle, a byte of it was damaged, too much came without an end) counts only from such a place too.
/// </remarks>
/// <param name="format">What a line says.</param>
/// <param name="joinsMidLine">Whether the first bytes may be the rest of a line.</param>
internal sealed class LineFrames(ILineFormat format, bool joinsMidLine = false) : IFrameDecoder
{
    private const byte CarriageReturn = 0x0D;
    private const byte LineFeed = 0x0A;

    private static readonly WeightFrame s_incomplete = WeightFrame.Unreadable(FrameErrors.Incomplete);
    private static readonly WeightFrame s_invalid = WeightFrame.Unreadable(FrameErrors.Invalid);

    private readonly byte[] _line = new byte[2 * format.Longest];
    private int _length;
    private bool _beginningSeen = !joinsMidLine;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte received in bytes)
        {
            byte value = (byte)(received & 0x7F);
            if (value is CarriageReturn or LineFeed)
                EndLine(frames);
            else
                Add(value, frames);
        }
    }

    /// <inheritdoc/>
    public void Break() => (_length, _beginningSeen) = (0, false);

    /// <inheritdoc/>
    public void Reset() => (_length, _beginningSeen) = (0, true);

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (HasText)
            frames.Add(s_incomplete);
        Reset();
    }

    private bool HasText => _line.AsSpan(0, _length).IndexOfAnyExcept((byte)' ') >= 0;

    private void Add(byte value, ICollection<WeightFrame> frames)
    {
        if (_length == _line.Length)
        {
            if (_beginningSeen)
                frames.Add(s_invalid);
            _beginningSeen = false;
            _line.AsSpan(_length - format.Longest).CopyTo(_line);
            _length = format.Longest;
        }
        _line[_length++] = value;
    }

    private void EndLine(ICollection<WeightFrame> frames)
    {
        if (HasText)
            Read(_line.AsSpan(0, _length), frames);
        Reset();
    }

    private void Read(ReadOnlySpan<byte> line, ICollection<WeightFrame> frames)
    {
        if (_beginningSeen && format.Read(line) is WeightFrame whole)
        {
            frames.Add(whole);
            return;
        }
        WeightFrame? later = Later(line);
        if (_beginningSeen)
            frames.Add(later is not null && format.MayBegin(line) ? s_incomplete : s_invalid);
        if (later is not null)
            frames.Add(later);
    }

    private WeightFrame? Later(ReadOnlySpan<byte> line)
    {
        for (int start = _beginningSeen ? 1 : 0; start < line.Length; start++)
        {
            if (format.MayBegin(line[start..]) && format.MayRemain(line[..start])
                && format.Read(line[start..]) is WeightFrame frame)
                return frame;
        }
        return null;
    }
}
