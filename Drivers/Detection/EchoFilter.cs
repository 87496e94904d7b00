namespace Drivers.Detection;

/// <summary>
/// Takes out of what arrives whatever is only what was sent, coming back: a loopback plug, a modem that echoes. An echo is
/// never an answer. Pure.
/// </summary>
/// <remarks>A message counts as echoed only when all of it came back; until then its bytes are held, and given out when something else comes.
/// One byte alone may be an answer that happens to be the same; it counts as an echo only behind the echo of something longer.</remarks>
internal sealed class EchoFilter
{
    private static readonly TimeSpan s_echoComesWithin = TimeSpan.FromMilliseconds(400);

    /// <summary>An echo begins after a pause or behind another echo, never inside of what a device says.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(12);

    private readonly List<(byte[] Bytes, TimeSpan At)> _sent = [];
    private readonly List<byte> _held = [];
    private TimeSpan _lastOther = TimeSpan.MinValue;

    /// <summary>Whole messages that came back.</summary>
    public int Echoes { get; private set; }

    /// <summary>Whether part of a message may be coming back right now.</summary>
    public bool IsHolding => _held.Count > 0;

    /// <summary>Something was sent.</summary>
    public void Sent(byte[] bytes, TimeSpan at) => _sent.Add((bytes, at));

    /// <summary>Forgets what was sent: the line setting changes, and an echo would look otherwise.</summary>
    public void Clear()
    {
        _sent.Clear();
        _held.Clear();
    }

    /// <summary>Adds to <paramref name="arrived"/> what is no echo.</summary>
    public void Take(byte value, TimeSpan at, List<byte> arrived)
    {
        _sent.RemoveAll(message => at - message.At > s_echoComesWithin);
        if (_held.Count == 0 && _lastOther > TimeSpan.MinValue && at - _lastOther < s_pause)
        {
            _lastOther = at;
            arrived.Add(value);
            return;
        }
        _held.Add(value);
        while (_held.Count > 0)
        {
            int message = _sent.FindIndex(sent => (sent.Bytes.Length > 1 || Echoes > 0) && StartsWith(sent.Bytes, _held));
            if (message < 0)
            {
                _lastOther = at;
                arrived.Add(_held[0]);
                _held.RemoveAt(0);
                continue;
            }
            if (_sent[message].Bytes.Length == _held.Count)
            {
                Echoes++;
                _sent.RemoveAt(message);
                _held.Clear();
                _lastOther = TimeSpan.MinValue;
            }
            return;
        }
    }

    private static bool StartsWith(byte[] message, List<byte> begin) =>
        begin.Count <= message.Length && message.AsSpan(0, begin.Count).SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(begin));
}
