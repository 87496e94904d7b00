using System.Buffers;
using Simulators.Session;

namespace Simulators.Line;

/// <summary>
/// A simulated device at the end of a modelled serial line, in virtual time: each side has a setting of its own, and where they differ the bits
/// say what arrives. The device answers after a delay. Not thread-safe.
/// </summary>
/// <param name="device">The device, or null for a line with nothing at its end.</param>
/// <param name="format">What the device is set to. Characters that arrive damaged there are dropped, as scales and printers do.</param>
/// <param name="host">What the host is set to at first.</param>
/// <param name="delay">How long the device takes for each answer.</param>
/// <param name="clock">Virtual time.</param>
internal sealed class ModelledLine(ISimulatedDevice? device, WireFormat format, WireFormat host, Func<TimeSpan> delay, ModelClock clock)
{
    private readonly Wire _toHost = new(format, host);
    private readonly Wire _toDevice = new(host, format);
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private readonly List<WireByte> _arrived = [];
    private readonly Queue<(TimeSpan At, byte[] Bytes)> _answers = new();
    private TimeSpan _answerNotBefore;
    private TimeSpan? _lastByteAt;
    private TimeSpan _nextFrameAt = delay();

    /// <summary>Every character that reached the device sound.</summary>
    public List<byte> Reached { get; } = [];

    /// <summary>Whether what is sent comes back (a loopback plug).</summary>
    public bool Loops { get; init; }

    /// <summary>The host changes its setting.</summary>
    public void SetHost(WireFormat setting)
    {
        _toDevice.Sender = setting;
        _toHost.SetReceiver(setting, clock.Nanoseconds);
        if (Loops)
        {
            _toHost.Sender = setting;
        }
    }

    /// <summary>The host sends.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        _toDevice.Send(bytes, clock.Nanoseconds);
        if (Loops)
        {
            _toHost.Send(bytes, clock.Nanoseconds);
        }
    }

    /// <summary>Lets the device live until now, and adds what has reached the host since.</summary>
    public void Run(ICollection<WireByte> received)
    {
        _arrived.Clear();
        _toDevice.Receive(clock.Nanoseconds, _arrived);
        foreach (var one in _arrived)
        {
            if (!one.Damaged)
            {
                Take(one.Value);
            }
        }

        if (device is not null)
        {
            Live(device);
        }

        while (_answers.TryPeek(out var answer) && answer.At <= clock.Now)
        {
            _answers.Dequeue();
            _toHost.Send(answer.Bytes, clock.Nanoseconds);
        }

        _toHost.Receive(clock.Nanoseconds, received);
    }

    private void Take(byte one)
    {
        Reached.Add(one);
        _lastByteAt = clock.Now;
        device?.Receive([one], _output);
        Answer();
    }

    private void Live(ISimulatedDevice living)
    {
        if (_lastByteAt is { } last && clock.Now - last >= DeviceSession.LineSilence)
        {
            _lastByteAt = null;
            living.LineFellSilent(_output);
            Answer();
        }

        if (living.StreamPeriod is { } period && clock.Now >= _nextFrameAt)
        {
            _nextFrameAt += period;
            living.Stream(_output);
            _toHost.Send(_output.WrittenSpan, clock.Nanoseconds);
            _output.Clear();
        }
    }

    private void Answer()
    {
        if (_output.WrittenCount == 0)
        {
            return;
        }

        var at = clock.Now + delay();
        _answerNotBefore = at > _answerNotBefore ? at : _answerNotBefore;
        _answers.Enqueue((_answerNotBefore, _output.WrittenSpan.ToArray()));
        _output.Clear();
    }
}
