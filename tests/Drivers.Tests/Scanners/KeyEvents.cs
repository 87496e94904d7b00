using System.Buffers.Binary;

namespace Drivers.Tests.Scanners;

/// <summary>Events as an input device sends them, written from linux/input.h and the US layout of input-event-codes.h, not from the decoder.</summary>
internal sealed class KeyEvents
{
    private const string Rows = "1234567890-= \tqwertyuiop[]\n asdfghjkl;'` \\zxcvbnm,./";
    private const string Above = "!@#$%^&*()_+";

    private readonly List<byte> _bytes = [];

    public long Microseconds { get; set; } = 1_700_000_000_000_000;

    public byte[] Bytes => [.. _bytes];

    public KeyEvents Type(string text)
    {
        foreach (char character in text)
        {
            (int code, bool shift) = KeyOf(character);
            if (shift)
                Event(1, 42, 1);
            Tap(code);
            if (shift)
                Event(1, 42, 0);
        }
        return this;
    }

    public KeyEvents Enter() => Tap(28);

    public KeyEvents Tab() => Tap(15);

    public KeyEvents Tap(int code, bool repeats = false)
    {
        Event(4, 4, 0x70000 + code);
        Event(1, code, 1);
        if (repeats)
            Event(1, code, 2);
        Event(1, code, 0);
        Event(0, 0, 0);
        Microseconds += 1_000;
        return this;
    }

    public KeyEvents With(int modifier, Action<KeyEvents> typed)
    {
        Event(1, modifier, 1);
        typed(this);
        Event(1, modifier, 0);
        return this;
    }

    public KeyEvents Pause(int milliseconds)
    {
        Microseconds += milliseconds * 1_000L;
        return this;
    }

    public KeyEvents Event(int type, int code, int value)
    {
        Span<byte> one = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(one, Microseconds / 1_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(one[8..], Microseconds % 1_000_000);
        BinaryPrimitives.WriteUInt16LittleEndian(one[16..], (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(one[18..], (ushort)code);
        BinaryPrimitives.WriteInt32LittleEndian(one[20..], value);
        _bytes.AddRange(one);
        return this;
    }

    private static (int Code, bool Shift) KeyOf(char character)
    {
        if (character == ' ')
            return (57, false);
        if (Above.IndexOf(character, StringComparison.Ordinal) is >= 0 and int above)
            return (above + 2, true);
        string shifted = "{}:\"~|<>?";
        string plain = "[];'`\\,./";
        if (shifted.IndexOf(character, StringComparison.Ordinal) is >= 0 and int other)
            return (Rows.IndexOf(plain[other], StringComparison.Ordinal) + 2, true);
        return (Rows.IndexOf(char.ToLowerInvariant(character), StringComparison.Ordinal) + 2, char.IsAsciiLetterUpper(character));
    }
}
