using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes Toledo continuous output: pure, byte by byte, at most one frame of memory.</summary>
/// <remarks>
/// A frame is taken only where every byte fits its place, with CR exactly where it must be and, where the profile says
/// so, the right check character behind it (METTLER TOLEDO WILDCAT Technical Manual (12/00) p. 6-4 note 6). After a
/// mismatch the search goes on with the byte behind the STX that began it, so no sound frame is lost to a false start.
/// Bit 7 is the parity bit of a seven-bit line read as eight, and is taken off. Without a check character a flipped bit
/// that leaves a legal byte (a digit for a digit, a status bit) cannot be seen; with one, no single flip passes.
/// </remarks>
public sealed class ToledoContinuousDecoder(ToledoContinuousFormat format) : IFrameDecoder
{
    internal const byte Start = 0x02;
    internal const byte End = 0x0D;

    // The longest frame, its check character, and one byte to look ahead.
    private readonly byte[] _bytes = new byte[20];
    private int _length;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte value in bytes)
        {
            _bytes[_length++] = (byte)(value & 0x7F);
            Advance(ended: false, frames);
        }
    }

    /// <inheritdoc/>
    public void Break() => _length = 0;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        Advance(ended: true, frames);
        if (_length > 0)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
        _length = 0;
    }

    /// <summary>Takes from the front whatever is decided by now.</summary>
    private void Advance(bool ended, ICollection<WeightFrame> frames)
    {
        while (_length > 0)
        {
            if (_bytes[0] != Start)
            {
                Drop(1);
                continue;
            }
            int misfit = FirstMisfit();
            if (misfit >= 0)
            {
                frames.Add(WeightFrame.Unreadable(_bytes[misfit] == Start ? FrameErrors.Incomplete : FrameErrors.Invalid));
                SkipToNextStart();
            }
            else if (_length < format.Length || !TryFinish(ended, frames))
            {
                return;
            }
        }
    }

    private int FirstMisfit()
    {
        int last = Math.Min(_length, format.Length);
        for (int place = 1; place < last; place++)
        {
            if (!ToledoContinuousFrame.Fits(_bytes, place, _bytes[place], format.Length))
                return place;
        }
        return -1;
    }

    /// <summary>Decides on a frame whose CR is there; false where the byte behind it must be seen first.</summary>
    private bool TryFinish(bool ended, ICollection<WeightFrame> frames)
    {
        int behind = _length - format.Length;
        if (format.Checksum == ToledoChecksum.None || (ended && behind == 0 && format.Checksum == ToledoChecksum.MettlerWherePresent))
            return Take(0, frames);
        if (behind == 0)
            return false;
        byte check = _bytes[format.Length];
        if (format.Checksum == ToledoChecksum.MettlerWherePresent && check == Start)
        {
            // The start of the next frame, or a check character that happens to be 02: then the byte behind it tells.
            if (Expected() != Start)
                return Take(0, frames);
            if (behind == 1 && !ended)
                return false;
            if (behind > 1 && _bytes[format.Length + 1] != Start)
                return Take(0, frames);
        }
        if (check == Expected())
            return Take(1, frames);
        frames.Add(WeightFrame.Unreadable(FrameErrors.BadChecksum));
        SkipToNextStart();
        return true;
    }

    private int Expected()
    {
        int sum = 0;
        foreach (byte value in _bytes.AsSpan(0, format.Length))
            sum += value;
        return (format.Checksum == ToledoChecksum.Sum8 ? sum - Start : -sum) & 0x7F;
    }

    private bool Take(int extra, ICollection<WeightFrame> frames)
    {
        frames.Add(ToledoContinuousFrame.Decode(_bytes.AsSpan(0, format.Length), format));
        Drop(format.Length + extra);
        return true;
    }

    private void SkipToNextStart()
    {
        int next = _bytes.AsSpan(1, _length - 1).IndexOf(Start);
        Drop(next < 0 ? _length : next + 1);
    }

    private void Drop(int count)
    {
        _bytes.AsSpan(count, _length - count).CopyTo(_bytes);
        _length -= count;
    }
}
