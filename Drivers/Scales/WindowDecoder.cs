using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>
/// The frame of a decoder that judges what stands at the front of a short window: byte by byte, bounded, the same however the input was cut.
/// </summary>
/// <param name="longest">Bytes the window holds: the longest frame and what must be seen behind it.</param>
/// <param name="mask">Bits that count; 7F where the line has seven and bit 7 may be its parity.</param>
public abstract class WindowDecoder(int longest, byte mask = 0xFF) : IFrameDecoder
{
    private readonly byte[] _window = new byte[longest];
    private int _length;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        foreach (byte value in bytes)
        {
            _window[_length++] = (byte)(value & mask);
            Settle(ended: false, frames);
        }
    }

    /// <inheritdoc/>
    public void Break() => _length = 0;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames) => Settle(ended: true, frames);

    /// <summary>Judges what stands at the front.</summary>
    /// <param name="window">At least one byte.</param>
    /// <param name="ended">Nothing will come behind it.</param>
    protected abstract Judgement Judge(ReadOnlySpan<byte> window, bool ended);

    /// <summary>How many bytes mark the start at the front, so that the search behind a broken frame begins after them.</summary>
    protected virtual int StartLength(ReadOnlySpan<byte> window) => 1;

    /// <summary>A frame that broke off or was damaged: the search goes on at the next byte that may begin one.</summary>
    protected Judgement Broken(ReadOnlySpan<byte> window, string reason, ReadOnlySpan<byte> starts) =>
        new(NextStart(window, StartLength(window), starts), WeightFrame.Unreadable(reason));

    /// <summary>Bytes to drop until one of <paramref name="starts"/> is at the front.</summary>
    protected static int NextStart(ReadOnlySpan<byte> window, int from, ReadOnlySpan<byte> starts)
    {
        int next = window[from..].IndexOfAny(starts);
        return next < 0 ? window.Length : from + next;
    }

    private void Settle(bool ended, ICollection<WeightFrame> frames)
    {
        while (_length > 0)
        {
            ReadOnlySpan<byte> window = _window.AsSpan(0, _length);
            Judgement judgement = Judge(window, ended);
            if (judgement.Used == 0 && !ended && _length < _window.Length)
                return;
            if (judgement.Used == 0)
                judgement = new Judgement(StartLength(window), WeightFrame.Unreadable(ended ? FrameErrors.Incomplete : FrameErrors.Invalid));
            if (judgement.Frame is not null)
                frames.Add(judgement.Frame);
            _length -= judgement.Used;
            window[judgement.Used..].CopyTo(_window);
        }
    }
}
