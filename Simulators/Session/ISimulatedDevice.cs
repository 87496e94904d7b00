using System.Buffers;

namespace Simulators.Session;

/// <summary>One device as its manual describes it: bytes in, bytes out. Called by one thread, does no I/O.</summary>
internal interface ISimulatedDevice
{
    /// <summary>How often it sends by itself; null where it only answers.</summary>
    TimeSpan? StreamPeriod { get; }

    /// <summary>Takes bytes from the host and writes the answer to those that are complete.</summary>
    void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>The line has been silent for <see cref="DeviceSession.LineSilence"/> since the last byte.</summary>
    void LineFellSilent(IBufferWriter<byte> output);

    /// <summary>Writes one frame of a device that streams.</summary>
    void Stream(IBufferWriter<byte> output);

    /// <summary>Does what a script line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    string? Apply(ScriptLine line);
}
