using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Simulators.Ports;

namespace Simulators.Session;

/// <summary>Runs one simulated device on a pty: one thread that waits for bytes, script lines, the next frame and the shopper's next act.</summary>
internal sealed class DeviceSession : IDisposable
{
    /// <summary>How long a line must be silent for a frame to be over; more than 3.5 characters at 1200 baud.</summary>
    public static readonly TimeSpan LineSilence = TimeSpan.FromMilliseconds(30);

    private const int ScriptCapacity = 64;

    private readonly ISimulatedDevice _device;
    private readonly IShopper? _shopper;
    private readonly GroundTruth _truth;
    private readonly Random _random;
    private readonly TimeProvider _clock;
    private readonly string _link;
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private readonly int _wake = Libc.Check(Libc.EventDescriptor(0, Libc.NonBlocking | Libc.CloseOnExec), "Making an event descriptor");

    /// <summary>Full: the writer waits, that is, standard input is not read on.</summary>
    private readonly Channel<string> _script = Channel.CreateBounded<string>(new BoundedChannelOptions(ScriptCapacity) { SingleReader = true });

    private PtyPort? _port;
    private long? _silentUntil;
    private long? _lastByteAt;
    private long _nextFrameAt;
    private volatile bool _leaving;
    private volatile bool _stopping;

    /// <summary>Prepares a session; <see cref="Run"/> opens the port.</summary>
    public DeviceSession(ISimulatedDevice device, IShopper? shopper, GroundTruth truth, Random random, TimeProvider clock, string link)
    {
        (_device, _shopper, _truth, _random, _clock, _link) = (device, shopper, truth, random, clock, link);
        _nextFrameAt = clock.GetTimestamp();
    }

    /// <summary>Takes a script line from another thread; waits where many are queued.</summary>
    public async Task PostAsync(string line, CancellationToken cancellationToken)
    {
        await _script.Writer.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        Wake();
    }

    /// <summary>Asks for the end from another thread: first the load comes off in its time; asked again, at once.</summary>
    public void Stop()
    {
        _stopping = _leaving;
        _leaving = true;
        Wake();
    }

    /// <summary>Opens the port, says so on <paramref name="ready"/>, and runs until it is stopped.</summary>
    public void Run(TextWriter ready)
    {
        _port = PtyPort.Open(_link);
        ready.WriteLine($"{{\"ready\":\"{System.Text.Json.JsonEncodedText.Encode(_link)}\",\"pty\":\"{_port.FarEnd}\"}}");
        ready.Flush();
        Span<Libc.PollEntry> entries = stackalloc Libc.PollEntry[2];
        Span<byte> input = stackalloc byte[1024];
        while (!_stopping)
        {
            var untilShopper = _leaving ? _shopper?.Leave() : _shopper?.Act();
            if (_leaving && untilShopper is null)
            {
                break;
            }

            entries[0] = new Libc.PollEntry { Descriptor = _wake, Events = Libc.PollIn };
            entries[1] = new Libc.PollEntry { Descriptor = _port?.Descriptor ?? -1, Events = Libc.PollIn };
            if (Libc.Poll(entries, 2, TimeoutMs(untilShopper)) < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                Libc.Check(-1, "Waiting for the pty");
            }

            if (entries[0].Returned != 0)
            {
                _ = Libc.Read(_wake, input[..8], 8);
                RunScript();
            }

            if (entries[1].Returned != 0 && _port?.Read(input) is > 0 and var count)
            {
                _lastByteAt = _clock.GetTimestamp();
                _device.Receive(input[..count], _output);
                Send();
            }

            SendWhatIsDue();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _port?.Dispose();
        _ = Libc.Close(_wake);
    }

    private void SendWhatIsDue()
    {
        if (_lastByteAt is { } last && _clock.GetElapsedTime(last) >= LineSilence)
        {
            _lastByteAt = null;
            _device.LineFellSilent(_output);
            Send();
        }

        if (_device.StreamPeriod is { } period && _clock.GetTimestamp() >= _nextFrameAt)
        {
            var behind = _clock.GetElapsedTime(_nextFrameAt);
            _nextFrameAt = behind > period ? _clock.GetTimestamp() + Ticks(period) : _nextFrameAt + Ticks(period);
            _device.Stream(_output);
            Send();
        }
    }

    private int TimeoutMs(TimeSpan? untilShopper)
    {
        var wait = untilShopper ?? TimeSpan.FromSeconds(60);
        if (_lastByteAt is { } last && LineSilence - _clock.GetElapsedTime(last) is var untilSilence && untilSilence < wait)
        {
            wait = untilSilence;
        }

        if (_device.StreamPeriod is not null && -_clock.GetElapsedTime(_nextFrameAt) is var untilFrame && untilFrame < wait)
        {
            wait = untilFrame;
        }

        return Math.Clamp((int)Math.Ceiling(wait.TotalMilliseconds), 0, 60_000);
    }

    private void Send()
    {
        var silent = _silentUntil is { } until && _clock.GetTimestamp() < until;
        if (!silent)
        {
            _port?.Write(_output.WrittenSpan);
        }

        _output.Clear();
    }

    private void RunScript()
    {
        while (_script.Reader.TryRead(out var text))
        {
            var wrong = ScriptLine.TryParse(text, out var line) ?? RunLine(line);
            if (wrong is not null)
            {
                Console.Error.WriteLine(wrong);
            }
        }
    }

    private string? RunLine(ScriptLine line)
    {
        switch (line.Verb)
        {
            case "quit":
                Stop();
                return null;
            case "silence":
                _silentUntil = line.Amount is { } seconds ? _clock.GetTimestamp() + Ticks(TimeSpan.FromSeconds((double)seconds)) : long.MaxValue;
                _truth.Write("silence");
                return null;
            case "talk":
                _silentUntil = null;
                _truth.Write("talk");
                return null;
            case "garbage":
                _random.NextBytes(_output.GetSpan(40)[..40]);
                _output.Advance(40);
                Send();
                return null;
            case "unplug":
                _port?.Dispose();
                _port = null;
                _truth.Write("unplugged");
                return null;
            case "replug":
                _port?.Dispose();
                _port = PtyPort.Open(_link);
                _truth.Write("plugged");
                return null;
            default:
                return _device.Apply(line);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private void Wake()
    {
        Span<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Libc.Write(_wake, one, 8);
    }
}
