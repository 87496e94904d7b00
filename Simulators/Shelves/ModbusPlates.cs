using System.Buffers;
using System.Buffers.Binary;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>One or more plates on a Modbus RTU bus, as slaves.</summary>
/// <remarks>
/// A frame with a bad CRC or for another unit gets no answer; unit 0 is a broadcast and is carried out without one. What is answered:
/// <see cref="ModbusPdu"/>. Source: MODBUS over Serial Line V1.02.
/// </remarks>
/// <param name="plates">The plates, by unit id.</param>
/// <param name="map">Their maker's registers; a Laumas where it is left out.</param>
internal sealed class ModbusPlates(IReadOnlyList<PlateSurface> plates, TransmitterMap? map = null) : ISimulatedDevice
{
    private const int LongestFrame = 256;

    private readonly TransmitterMap _map = map ?? new LaumasMap();
    private readonly ArrayBufferWriter<byte> _answer = new(LongestFrame);
    private readonly byte[] _frame = new byte[LongestFrame];
    private int _length;

    /// <inheritdoc/>
    public TimeSpan? StreamPeriod => null;

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        foreach (var one in bytes)
        {
            if (_length == LongestFrame)
            {
                _length = 0;
            }

            _frame[_length++] = one;
            if (ExpectedLength() == _length)
            {
                LineFellSilent(output);
            }
        }
    }

    /// <inheritdoc/>
    public void LineFellSilent(IBufferWriter<byte> output)
    {
        var frame = _frame.AsSpan(0, _length);
        _length = 0;
        if (!ModbusCrc.IsRight(frame))
        {
            return;
        }

        var start = frame[0];
        foreach (var plate in plates)
        {
            if (start == 0)
            {
                Answer(plate, frame, new ArrayBufferWriter<byte>());
            }
            else if (plate.UnitId == start)
            {
                Answer(plate, frame, output);
            }
        }
    }

    /// <inheritdoc/>
    public void Stream(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public string? Apply(ScriptLine line)
    {
        var plate = line.Unit is { } unit ? plates.FirstOrDefault(p => p.UnitId == unit) : plates[0];
        return plate is null ? $"unit {line.Unit}: not on this bus" : plate.Apply(line);
    }

    private void Answer(PlateSurface plate, ReadOnlySpan<byte> frame, IBufferWriter<byte> output)
    {
        _answer.Clear();
        ModbusPdu.Answer(plate, _map, frame[1..^2], _answer);
        Send(plate, _answer.WrittenSpan, output);
    }

    private static void Send(PlateSurface plate, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var frame = output.GetSpan(body.Length + 3)[..(body.Length + 3)];
        frame[0] = (byte)plate.UnitId;
        body.CopyTo(frame[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[^2..], ModbusCrc.Compute(frame[..^2]));
        output.Advance(frame.Length);
    }

    /// <summary>The length of the request begun, or -1 where only silence can tell.</summary>
    private int ExpectedLength() => _length < 2 ? -1 : _frame[1] switch
    {
        3 or 4 or 6 => 8,
        16 when _length > 6 => 9 + _frame[6],
        _ => -1,
    };
}
