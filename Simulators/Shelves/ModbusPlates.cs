using System.Buffers;
using System.Buffers.Binary;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>One or more plates on a Modbus RTU bus, as slaves.</summary>
/// <remarks>
/// Functions 3 and 4 read the registers (both the same), 6 and 16 write the command register; the rest is answered with an exception. A frame
/// with a bad CRC or for another unit gets no answer; unit 0 is a broadcast and is carried out without one. Source: MODBUS Application
/// Protocol V1.1b3; MODBUS over Serial Line V1.02.
/// </remarks>
internal sealed class ModbusPlates(IReadOnlyList<PlateSurface> plates) : ISimulatedDevice
{
    private const int LongestFrame = 256;
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte IllegalValue = 3;
    private const byte ExceptionBit = 0x80;

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

    private static void Answer(PlateSurface plate, ReadOnlySpan<byte> frame, IBufferWriter<byte> output)
    {
        var body = frame[1..^2];
        switch (body[0])
        {
            case 3 or 4 when body.Length == 5:
                AnswerRead(plate, body, output);
                break;
            case 6 when body.Length == 5:
                AnswerWrite(plate, body, body[3..5], output);
                break;
            case 16 when body.Length >= 6 && body.Length == 6 + body[5]:
                AnswerWriteMany(plate, body, output);
                break;
            case 3 or 4 or 6 or 16:
                SendException(plate, body[0], IllegalValue, output);
                break;
            default:
                SendException(plate, body[0], IllegalFunction, output);
                break;
        }
    }

    private static void AnswerRead(PlateSurface plate, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        int address = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        int count = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        if (count is 0 or > 125)
        {
            SendException(plate, body[0], IllegalValue, output);
            return;
        }

        if (address + count > PlateRegisters.Count)
        {
            SendException(plate, body[0], IllegalAddress, output);
            return;
        }

        Span<ushort> registers = stackalloc ushort[PlateRegisters.Count];
        PlateRegisters.Read(plate, registers);
        Span<byte> answer = stackalloc byte[2 + (2 * count)];
        (answer[0], answer[1]) = (body[0], (byte)(2 * count));
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(answer[(2 + (2 * i))..], registers[address + i]);
        }

        Send(plate, answer, output);
    }

    private static void AnswerWrite(PlateSurface plate, ReadOnlySpan<byte> body, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(body[1..]) != PlateRegisters.Command)
        {
            SendException(plate, body[0], IllegalAddress, output);
        }
        else if (!PlateRegisters.Execute(plate, BinaryPrimitives.ReadUInt16BigEndian(value)))
        {
            SendException(plate, body[0], IllegalValue, output);
        }
        else
        {
            Send(plate, body[..5], output);
        }
    }

    private static void AnswerWriteMany(PlateSurface plate, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        if (count is 0 or > 123 || body[5] != 2 * count)
        {
            SendException(plate, body[0], IllegalValue, output);
        }
        else if (count > 1)
        {
            SendException(plate, body[0], IllegalAddress, output);
        }
        else
        {
            AnswerWrite(plate, body, body[6..8], output);
        }
    }

    private static void SendException(PlateSurface plate, byte function, byte code, IBufferWriter<byte> output) =>
        Send(plate, [(byte)(function | ExceptionBit), code], output);

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
