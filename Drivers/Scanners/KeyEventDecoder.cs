using System.Buffers.Binary;
using System.Text;
using EdgeGateway.Core.Scanning;

namespace Drivers.Scanners;

/// <summary>Makes scans of the events of an input device: pure, at most one scan of memory, and never two scans in one.</summary>
/// <remarks>
/// <para>struct input_event on 64-bit Linux, 24 bytes: two 8-byte numbers for the time (seconds, microseconds), type, code (2 bytes each) and value
/// (4 bytes), all little-endian (linux/input.h; Documentation/input/input.rst). Only presses count: value 1; 2 is the kernel's repeat, 0 a release.</para>
/// <para>Caps lock is ignored: letters are as shift says. A key that has no character, or events that the kernel lost (SYN_DROPPED), drop the
/// whole scan. A pause between keys, by the kernel's own stamps, divides scans also where they are read at once. Characters typed as Alt
/// with their number on the keypad are taken: some scanners send control characters so.</para>
/// </remarks>
/// <param name="settings">What ends a scan and what stands for the separator.</param>
internal sealed class KeyEventDecoder(KeySettings settings)
{
    /// <summary>Bytes of one event.</summary>
    public const int EventLength = 24;

    private const ushort Synchronisation = 0;
    private const ushort Key = 1;
    private const ushort EventsDropped = 3;

    private readonly byte[] _event = new byte[EventLength];
    private readonly StringBuilder _text = new();
    private readonly HashSet<ushort> _held = [];
    private int _have;
    private bool _dropping;
    private int? _altNumber;
    private long _lastKeyAt;

    /// <summary>Whether a scan is under way, sound or not, so that silence means something.</summary>
    public bool IsWithin => _text.Length > 0 || _dropping;

    /// <summary>Scans dropped since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes the next bytes and adds the texts of the scans that they complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<string> scans)
    {
        foreach (byte value in bytes)
        {
            _event[_have++] = value;
            if (_have == EventLength)
            {
                _have = 0;
                Take(_event, scans);
            }
        }
    }

    /// <summary>No key has been pressed for as long as there always is within a scan.</summary>
    public void Silence(ICollection<string> scans)
    {
        if (settings.EndsOnSilence)
            Complete(scans);
        else if (_text.Length > 0)
            Break();
        _dropping = false;
    }

    private void Take(ReadOnlySpan<byte> one, ICollection<string> scans)
    {
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(one[16..]);
        ushort code = BinaryPrimitives.ReadUInt16LittleEndian(one[18..]);
        int value = BinaryPrimitives.ReadInt32LittleEndian(one[20..]);
        if (type == Synchronisation && code == EventsDropped)
        {
            _held.Clear();
            Break();
        }
        if (type != Key || code >= KeyMap.FirstButton)
            return;
        switch (value)
        {
            case 0:
                Release(code);
                break;
            case 1:
                long at = unchecked((BinaryPrimitives.ReadInt64LittleEndian(one) * 1_000_000) + BinaryPrimitives.ReadInt64LittleEndian(one[8..]));
                // The stamps are of a clock that may be set; a step back divides nothing.
                if (IsWithin && unchecked(at - _lastKeyAt) > settings.Silence.TotalMicroseconds)
                    Silence(scans);
                _lastKeyAt = at;
                Press(code, scans);
                break;
        }
    }

    private void Release(ushort code)
    {
        _held.Remove(code);
        if (code is not (KeyMap.LeftAlt or KeyMap.RightAlt) || _altNumber is not int number)
            return;
        _altNumber = null;
        if (number is '\u001d' or (>= ' ' and < '\u007f'))
            Add((char)number);
        else
            Break();
    }

    private void Press(ushort code, ICollection<string> scans)
    {
        switch (code)
        {
            case KeyMap.LeftShift or KeyMap.RightShift or KeyMap.LeftControl or KeyMap.RightControl or KeyMap.LeftAlt or KeyMap.RightAlt:
                _held.Add(code);
                return;
            case KeyMap.CapsLock or KeyMap.NumLock or KeyMap.ScrollLock:
                return;
            case KeyMap.Enter or KeyMap.KeypadEnter or KeyMap.Tab:
                End(code == KeyMap.Tab ? settings.EndsOnTab : settings.EndsOnEnter, scans);
                return;
            case KeyMap.F8 when settings.SeparatorIsF8:
                Add(Gs1Parser.Separator);
                return;
        }
        if (IsHeld(KeyMap.LeftAlt, KeyMap.RightAlt))
            AddAlt(code);
        else if (IsHeld(KeyMap.LeftControl, KeyMap.RightControl))
            Add(code == KeyMap.RightBracket && !settings.SeparatorIsF8 ? Gs1Parser.Separator : null);
        else
            Add(KeyMap.Character(code, IsHeld(KeyMap.LeftShift, KeyMap.RightShift)));
    }

    private void End(bool isSuffix, ICollection<string> scans)
    {
        if (isSuffix || settings.EndsOnSilence)
        {
            Complete(scans);
            _dropping = false;
        }
        else
        {
            Break();
        }
    }

    private void AddAlt(ushort code)
    {
        if (KeyMap.KeypadDigit(code) is int digit && _altNumber is null or < 100)
            _altNumber = ((_altNumber ?? 0) * 10) + digit;
        else
            Break();
    }

    private void Add(char? character)
    {
        if (_dropping)
            return;
        if (character is char typed && _text.Length < settings.MaxLength)
            _text.Append(typed);
        else
            Break();
    }

    private void Complete(ICollection<string> scans)
    {
        if (_text.Length > 0 && !_dropping)
            scans.Add(_text.ToString());
        _text.Clear();
    }

    private void Break()
    {
        Dropped += _dropping ? 0 : 1;
        _dropping = true;
        _altNumber = null;
        _text.Clear();
    }

    private bool IsHeld(ushort one, ushort other) => _held.Contains(one) || _held.Contains(other);
}
