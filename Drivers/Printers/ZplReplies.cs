using System.Text;

namespace Drivers.Printers;

/// <summary>Puts the strings of <c>~HS</c> together, however they are cut into reads. Pure.</summary>
internal sealed class ZplReplies
{
    private const int MostString = 128;

    private readonly StringBuilder _string = new();
    private readonly List<string> _strings = [];
    private bool _isIn;

    /// <summary>Takes bytes and adds each whole answer.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<ZplStatus> replies)
    {
        foreach (byte one in bytes)
        {
            switch (one)
            {
                case 0x02:
                    _isIn = true;
                    _string.Clear();
                    break;
                case 0x03 when _isIn:
                    _isIn = false;
                    Add(_string.ToString(), replies);
                    break;
                case var _ when _isIn && _string.Length < MostString && one is >= 0x20 and < 0x7F:
                    _string.Append((char)one);
                    break;
                case var _ when _isIn:
                    _isIn = false;
                    _strings.Clear();
                    break;
            }
        }
    }

    /// <summary>Forgets what has begun.</summary>
    public void Reset()
    {
        _isIn = false;
        _strings.Clear();
    }

    private void Add(string text, ICollection<ZplStatus> replies)
    {
        _strings.Add(text);
        // Only the number of fields tells the strings apart; after a lost one the next first string begins anew.
        int fields = text.Split(',').Length;
        if (fields == 12)
            _strings.RemoveRange(0, _strings.Count - 1);
        if (_strings.Count == 3)
        {
            if (ZplStatus.Read(_strings[0], _strings[1], _strings[2]) is ZplStatus status)
                replies.Add(status);
            _strings.Clear();
        }
    }
}
