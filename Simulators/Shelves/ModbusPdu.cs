using System.Buffers;
using System.Buffers.Binary;

namespace Simulators.Shelves;

/// <summary>Answers requests to one plate's transmitter: what is the same on a serial line and on TCP.</summary>
/// <remarks>
/// Functions 3 and 4 read, 6 and 16 write one register; the rest is answered with an exception. Source: MODBUS Application Protocol V1.1b3, sections 6
/// and 7.
/// </remarks>
internal static class ModbusPdu
{
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte IllegalValue = 3;
    private const byte ExceptionBit = 0x80;

    /// <summary>Writes the answer to one request: the function and what follows it.</summary>
    public static void Answer(PlateSurface plate, TransmitterMap map, ReadOnlySpan<byte> request, IBufferWriter<byte> answer)
    {
        switch (request[0])
        {
            case 3 or 4 when request.Length == 5:
                AnswerRead(plate, map, request, answer);
                break;
            case 6 when request.Length == 5:
                AnswerWrite(plate, map, request, request[3..5], answer);
                break;
            case 16 when request.Length >= 6 && request.Length == 6 + request[5]:
                AnswerWriteMany(plate, map, request, answer);
                break;
            case 3 or 4 or 6 or 16:
                Refuse(request[0], IllegalValue, answer);
                break;
            default:
                Refuse(request[0], IllegalFunction, answer);
                break;
        }
    }

    private static void AnswerRead(PlateSurface plate, TransmitterMap map, ReadOnlySpan<byte> request, IBufferWriter<byte> answer)
    {
        int address = BinaryPrimitives.ReadUInt16BigEndian(request[1..]);
        int count = BinaryPrimitives.ReadUInt16BigEndian(request[3..]);
        if (count is 0 or > 125)
        {
            Refuse(request[0], IllegalValue, answer);
            return;
        }

        Span<ushort> registers = stackalloc ushort[count];
        if (!map.Read(plate, request[0], address, registers))
        {
            Refuse(request[0], IllegalAddress, answer);
            return;
        }

        var bytes = answer.GetSpan(2 + (2 * count));
        (bytes[0], bytes[1]) = (request[0], (byte)(2 * count));
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes[(2 + (2 * i))..], registers[i]);
        }

        answer.Advance(2 + (2 * count));
    }

    private static void AnswerWrite(PlateSurface plate, TransmitterMap map, ReadOnlySpan<byte> request, ReadOnlySpan<byte> value, IBufferWriter<byte> answer)
    {
        switch (map.Write(plate, BinaryPrimitives.ReadUInt16BigEndian(request[1..]), BinaryPrimitives.ReadUInt16BigEndian(value)))
        {
            case WriteAnswer.NoRegister:
                Refuse(request[0], IllegalAddress, answer);
                break;
            case WriteAnswer.NoValue:
                Refuse(request[0], IllegalValue, answer);
                break;
            default:
                answer.Write(request[..5]);
                break;
        }
    }

    private static void AnswerWriteMany(PlateSurface plate, TransmitterMap map, ReadOnlySpan<byte> request, IBufferWriter<byte> answer)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(request[3..]);
        if (count is 0 or > 123 || request[5] != 2 * count)
        {
            Refuse(request[0], IllegalValue, answer);
        }
        else if (count > 1)
        {
            Refuse(request[0], IllegalAddress, answer);
        }
        else
        {
            AnswerWrite(plate, map, request, request[6..8], answer);
        }
    }

    private static void Refuse(byte function, byte code, IBufferWriter<byte> answer) => answer.Write([(byte)(function | ExceptionBit), code]);
}
