using System.Runtime.InteropServices;
using Drivers.Ports;
using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers.Detection;

/// <summary>One protocol, with what its profile may leave open, at one line setting: reads along and keeps count of what it understands.</summary>
/// <remarks>Pure, bounded. Whatever it is given it sees as a receiver at its own line setting would (<see cref="LineView"/>).</remarks>
internal sealed class Candidate
{
    private const int LongestFrame = 96;
    private const int MostKept = 16;
    private const int MostBefore = 16;
    private const string ModeSetting = "mode";
    private const string Streaming = "stream";
    private const double DamageCosts = 6;

    private readonly IFrameDecoder _decoder;
    private readonly IFrameDecoder _spare;
    private readonly IExchange? _exchange;
    private readonly List<byte> _since = new(LongestFrame);
    private readonly List<WeightFrame> _frames = [];
    private readonly Dictionary<string, (byte[] Raw, int Fill, double Bits)> _weighed = new(StringComparer.Ordinal);

    public Candidate(ScaleProtocol protocol, LineSettings? line, IReadOnlyDictionary<string, string> profile, int rank)
    {
        Protocol = protocol;
        Line = line;
        Profile = profile;
        Rank = rank;
        var reader = new ProfileReader(protocol.DriverName, profile);
        _decoder = protocol.CreateDecoder(reader, ProfileUse.Recorded);
        _spare = protocol.CreateDecoder(reader, ProfileUse.Recorded);
        _exchange = protocol.CreateExchange?.Invoke(reader, _decoder);
        var device = new ProfileReader(protocol.DriverName, profile);
        protocol.CreateDecoder(device, ProfileUse.Device);
        Missing = [.. device.Errors];
        Question = _exchange is null ? protocol.Ask.ToArray() : _exchange.Begin().ToArray();
        View = LineView.Direct(line);
    }

    public ScaleProtocol Protocol { get; }

    public LineSettings? Line { get; }

    /// <summary>What of its profile this candidate takes for granted, such as a kind of check character.</summary>
    public IReadOnlyDictionary<string, string> Profile { get; }

    /// <summary>How usual the line setting is for the protocol; 0 is the most usual.</summary>
    public int Rank { get; }

    /// <summary>What its profile must say that the bytes do not, in words.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Whether the unit is one of them.</summary>
    public bool AsksUnit => Missing.Any(error => error.StartsWith("profile.unit:", StringComparison.Ordinal));

    /// <summary>What asks it for a weight, as the protocol has it; empty where it sends by itself.</summary>
    public byte[] Question { get; }

    /// <summary>What its profile must say where the scale is found to send by itself though it can be asked; null where nothing.</summary>
    public KeyValuePair<string, string>? StreamSetting
    {
        get
        {
            if (_exchange is null)
                return null;
            var streaming = new Dictionary<string, string>(Profile, StringComparer.Ordinal) { [ModeSetting] = Streaming };
            return Protocol.CreateExchange!(new ProfileReader(Protocol.DriverName, streaming), _spare) is null ? new(ModeSetting, Streaming) : null;
        }
    }

    /// <summary>Whether it holds a conversation, so that an answer may have to be answered.</summary>
    public bool Converses => _exchange is not null and not Scales.Question;

    /// <summary>How it sees the port now.</summary>
    public LineView View { get; private set; }

    /// <summary>Frames read without fault since <see cref="Begin"/>; the first and the last few are kept.</summary>
    public List<SoundFrame> Sound { get; } = [];

    /// <summary>How many there were.</summary>
    public int SoundCount { get; private set; }

    /// <summary>Frames that began and were no good, and bytes damaged on the line inside one.</summary>
    public int Damaged { get; private set; }

    /// <summary>Bytes that were part of sound frames.</summary>
    public int Explained { get; private set; }

    /// <summary>Bytes that came since the start of the first sound frame.</summary>
    public int Heard { get; private set; }

    /// <summary>What all of it proves, in bits, less what speaks against it.</summary>
    public double Score { get; private set; }

    /// <summary>Whether what came made the protocol want to say something, as an acknowledged call does.</summary>
    public bool WantsToReply { get; private set; }

    /// <summary>Starts to count anew, looking at the port through <paramref name="view"/>.</summary>
    /// <param name="view">How it sees the port from now on.</param>
    /// <param name="atStart">Whether what comes next is the beginning of something, not the rest of a frame under way.</param>
    public void Begin(LineView view, bool atStart)
    {
        if (View != view)
            _weighed.Clear();
        View = view;
        Sound.Clear();
        SoundCount = Damaged = Explained = Heard = 0;
        Score = 0;
        WantsToReply = false;
        Restart();
        if (!atStart)
            _decoder.Break();
    }

    /// <summary>Asks: what is to be sent, as the protocol has it.</summary>
    public ReadOnlyMemory<byte> Ask()
    {
        Restart();
        return _exchange?.Begin() ?? Protocol.Ask;
    }

    /// <summary>A byte was damaged on the line.</summary>
    public void Break()
    {
        if (_since.Count > 0)
            CountDamage();
        _since.Clear();
        _exchange?.Begin();
        _decoder.Break();
    }

    /// <summary>Takes one byte as the port gave it.</summary>
    /// <returns>What the protocol would say to it now; empty for nothing.</returns>
    public ReadOnlyMemory<byte> Take(byte carried, TimeSpan at, bool inConversation)
    {
        if (SoundCount > 0)
            Heard++;
        if (!View.TryRead(carried, out byte value))
        {
            Break();
            return default;
        }
        if (_since.Count == LongestFrame)
            _since.RemoveAt(0);
        _since.Add(carried);
        _frames.Clear();
        ReadOnlyMemory<byte> reply = default;
        if (_exchange is not null && (inConversation || Converses))
            reply = _exchange.Take([value], _frames);
        else
            _decoder.Feed([value], _frames);
        WantsToReply |= !reply.IsEmpty;
        foreach (WeightFrame frame in _frames)
            Count(frame, at);
        return reply;
    }

    /// <summary>Nothing more comes: what a decoder still holds back to see the byte behind it is complete by now.</summary>
    public void FallSilent(TimeSpan at)
    {
        if (_since.Count == 0)
            return;
        _frames.Clear();
        _decoder.End(_frames);
        foreach (WeightFrame frame in _frames.Where(frame => !FrameErrors.IsDamage(frame.Errors)))
            Count(frame, at);
    }

    /// <summary>How many bits the frame proves: for each place, how few of all bytes could have stood there instead.</summary>
    internal double BitsOf(byte[] raw) => Enumerable.Range(0, raw.Length).Sum(place => BitsAt(raw, place));

    private double BitsAt(byte[] raw, int place)
    {
        byte[] changed = [.. raw];
        int accepted = 0;
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            changed[place] = (byte)value;
            accepted += Reads(changed) is null ? 0 : 1;
        }
        return Math.Log2(256d / Math.Max(1, accepted));
    }

    private void Restart()
    {
        _since.Clear();
        _exchange?.Begin();
        _decoder.Reset();
    }

    private void Count(WeightFrame frame, TimeSpan at)
    {
        if (FrameErrors.IsDamage(frame.Errors))
        {
            CountDamage();
            return;
        }
        string key = Convert.ToHexString(CollectionsMarshal.AsSpan(_since));
        if (!_weighed.TryGetValue(key, out (byte[] Raw, int Fill, double Bits) weighed))
        {
            byte[]? shortest = ShortestOf(frame);
            if (shortest is null)
            {
                // A turn of the conversation, such as a NAK, that says something in its place but is no frame: it proves nothing.
                WantsToReply = true;
                return;
            }
            weighed = Extend(shortest);
            if (_weighed.Count < MostKept)
                _weighed[key] = weighed;
        }
        _since.Clear();
        (byte[] raw, int fill, double bits) = weighed;
        var sound = new SoundFrame(at, raw, frame, bits);
        if (Sound.Count == MostKept)
            Sound.RemoveAt(MostKept / 2);
        Sound.Add(sound);
        if (SoundCount++ == 0)
            Heard = raw.Length + fill;
        Explained += raw.Length + fill;
        Score += bits;
    }

    /// <summary>
    /// Takes in what stands before the shortest frame and has to be as it is for the frame to be read; and counts the filling (blanks, ends of
    /// line) before that, which belongs to it but proves nothing.
    /// </summary>
    private (byte[] Raw, int Fill, double Bits) Extend(byte[] shortest)
    {
        byte[] all = [.. _since];
        double bits = BitsOf(shortest);
        int start = all.Length - shortest.Length;
        int kept = start;
        for (int place = start - 1; place >= 0 && start - place <= MostBefore; place--)
        {
            double here = BitsAt(all[place..], 0);
            if (here > 0)
            {
                bits += here;
                kept = place;
            }
            else if (!IsFilling(all[place]))
            {
                break;
            }
        }
        int fill = kept;
        while (fill > 0 && IsFilling(all[fill - 1]))
            fill--;
        return (all[kept..], kept - fill, bits);
    }

    private static bool IsFilling(byte carried) => (carried & 0x7F) is 0x20 or 0x0A or 0x0D or 0x00;

    private void CountDamage()
    {
        Damaged++;
        Score -= DamageCosts;
    }

    /// <summary>The fewest last bytes that give the frame by themselves: what stood before them is not part of it. Null where none do.</summary>
    private byte[]? ShortestOf(WeightFrame frame)
    {
        byte[] all = [.. _since];
        for (int length = 2; length <= all.Length; length++)
        {
            byte[] last = all[^length..];
            if (Reads(last) is WeightFrame read && read.Weight == frame.Weight && read.NetGross == frame.NetGross && read.Stable == frame.Stable)
                return last;
        }
        return null;
    }

    /// <summary>The last sound frame these bytes give when they come alone, or null.</summary>
    private WeightFrame? Reads(byte[] raw)
    {
        _spare.Reset();
        var frames = new List<WeightFrame>(2);
        foreach (byte carried in raw)
        {
            if (!View.TryRead(carried, out byte value))
                return null;
            _spare.Feed([value], frames);
        }
        _spare.End(frames);
        return frames.Count > 0 && !FrameErrors.IsDamage(frames[^1].Errors) ? frames[^1] : null;
    }
}
