namespace Drivers.Tests.Fakes;

/// <summary>Inputs for a decoder: sound frames, frames damaged in every way a line damages them, and noise; each depends on the seed alone.</summary>
internal sealed class FrameMutator(byte[] frame, Random random)
{
    private static readonly byte[] s_marks = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0D, 0x11, 0x15, 0x1B, 0x20, 0x2B, 0x2C, 0x2D, 0x2E, 0x30, 0x39, 0x3F, 0x7F, 0x80, 0xFF];

    private readonly byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>The next input; good until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _length = 0;
        int parts = random.Next(1, 4);
        for (int part = 0; part < parts; part++)
        {
            if (random.Next(8) == 0)
                AddNoise(random.Next(1, 24));
            else
                AddFrame();
        }
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>The length of the next piece of what is left.</summary>
    public int Chunk(int left) => random.Next(3) == 0 ? 1 : random.Next(1, left + 1);

    private void AddFrame()
    {
        int start = _length;
        int end = Math.Min(frame.Length, _buffer.Length - _length);
        frame.AsSpan(0, end).CopyTo(_buffer.AsSpan(_length));
        _length += end;
        for (int damages = random.Next(4); damages > 0 && _length > start; damages--)
            Damage(start);
    }

    private void Damage(int start)
    {
        int at = random.Next(start, _length);
        switch (random.Next(6))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                _buffer[at] = s_marks[random.Next(s_marks.Length)];
                break;
            case 2:
                _buffer.AsSpan(at + 1, _length - at - 1).CopyTo(_buffer.AsSpan(at));
                _length--;
                break;
            case 3 when _length < _buffer.Length:
                _buffer.AsSpan(at, _length - at).CopyTo(_buffer.AsSpan(at + 1));
                _buffer[at] = s_marks[random.Next(s_marks.Length)];
                _length++;
                break;
            case 4:
                _length = at;
                break;
            default:
                int other = random.Next(start, _length);
                (_buffer[at], _buffer[other]) = (_buffer[other], _buffer[at]);
                break;
        }
    }

    private void AddNoise(int length)
    {
        length = Math.Min(length, _buffer.Length - _length);
        Span<byte> noise = _buffer.AsSpan(_length, length);
        random.NextBytes(noise);
        if (random.Next(2) == 0)
        {
            for (int index = 0; index < length; index++)
                noise[index] = s_marks[noise[index] % s_marks.Length];
        }
        _length += length;
    }
}
