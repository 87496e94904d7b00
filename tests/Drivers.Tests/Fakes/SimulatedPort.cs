using System.Buffers;
using Drivers.Ports;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Fakes;

/// <summary>
/// A line to a simulated device in memory. Time passes only while the driver waits: in a read until bytes come, and where the test
/// lets a pause pass. So a test takes no time of its own and runs the same way each time.
/// </summary>
internal sealed class SimulatedPort(ISimulatedDevice device, ManualClock clock) : PortStream
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(5);

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Queue<byte> _arrived = new();
    private TimeSpan _untilFrame;
    private TimeSpan? _untilSilence;

    /// <summary>What the driver sent, one entry a write.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Lets a step of time pass for the driver's timers and the device.</summary>
    public void Step()
    {
        clock.Advance(s_step);
        if ((_untilSilence -= s_step) <= TimeSpan.Zero)
        {
            _untilSilence = null;
            device.LineFellSilent(_output);
        }
        if (device.StreamPeriod is TimeSpan period && (_untilFrame -= s_step) <= TimeSpan.Zero)
        {
            _untilFrame = period;
            device.Stream(_output);
        }
        Deliver();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_arrived.Count == 0)
        {
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);
            Step();
        }
        int count = Math.Min(buffer.Length, _arrived.Count);
        for (int place = 0; place < count; place++)
            buffer.Span[place] = _arrived.Dequeue();
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Sent.Add(buffer.ToArray());
        _untilSilence = DeviceSession.LineSilence;
        device.Receive(buffer.Span, _output);
        Deliver();
        return ValueTask.CompletedTask;
    }

    public override void DiscardInput() => _arrived.Clear();

    private void Deliver()
    {
        foreach (byte value in _output.WrittenSpan)
            _arrived.Enqueue(value);
        _output.Clear();
    }
}
