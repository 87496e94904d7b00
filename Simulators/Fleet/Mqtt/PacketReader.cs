using System.Buffers.Binary;
using System.Text;

namespace Simulators.Fleet.Mqtt;

/// <summary>Reads the packets a broker sends. Source: MQTT Version 5.0, sections 1.5, 2 and 3. No I/O.</summary>
internal static class PacketReader
{
    /// <summary>The largest packet that is read, in bytes.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Reads the first packet of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="packet">The packet; its payload is a copy.</param>
    /// <param name="length">How many bytes it took.</param>
    /// <returns>False where it has not come whole.</returns>
    /// <exception cref="InvalidDataException">No broker may send this; the message says what came.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Packet packet, out int length)
    {
        packet = default;
        length = 0;
        if (bytes.Length < 2 || !TryLength(bytes[1..], out var body, out var used))
        {
            return false;
        }

        if (body > MaxLength)
        {
            throw new InvalidDataException($"a packet of {body} bytes came; at most {MaxLength} are expected");
        }

        if (bytes.Length < 1 + used + body)
        {
            return false;
        }

        length = 1 + used + body;
        packet = Read(bytes[0], bytes.Slice(1 + used, body));
        return true;
    }

    private static Packet Read(byte first, ReadOnlySpan<byte> body)
    {
        var kind = (PacketKind)(first >> 4);
        switch (kind)
        {
            case PacketKind.ConnectAcknowledged:
                return new Packet(kind, 0, At(body, 1), "", default);
            case PacketKind.Publish:
                return Message(first, body);
            case PacketKind.PublishAcknowledged:
                return new Packet(kind, Number(body), body.Length > 2 ? body[2] : (byte)0, "", default);
            case PacketKind.SubscribeAcknowledged:
                var id = Number(body);
                var worst = (byte)0;
                foreach (var reason in AfterProperties(body[2..]))
                {
                    worst = Math.Max(worst, reason);
                }

                return new Packet(kind, id, worst, "", default);
            case PacketKind.PingAnswered:
                return new Packet(kind, 0, 0, "", default);
            case PacketKind.Disconnect:
                return new Packet(kind, 0, body.Length > 0 ? body[0] : (byte)0, "", default);
            default:
                throw new InvalidDataException($"a packet that begins with 0x{first:X2} came; a broker sends none such to a gateway");
        }
    }

    private static Packet Message(byte first, ReadOnlySpan<byte> body)
    {
        var topic = Number(body);
        if (body.Length < 2 + topic)
        {
            throw Short(body);
        }

        var name = Encoding.UTF8.GetString(body.Slice(2, topic));
        body = body[(2 + topic)..];
        var id = (ushort)0;
        if ((first & 0x06) != 0)
        {
            id = Number(body);
            body = body[2..];
        }

        return new Packet(PacketKind.Publish, id, 0, name, AfterProperties(body).ToArray());
    }

    private static ReadOnlySpan<byte> AfterProperties(ReadOnlySpan<byte> body) =>
        TryLength(body, out var properties, out var used) && body.Length >= used + properties ? body[(used + properties)..] : throw Short(body);

    /// <summary>A variable byte integer. False where it has not come whole.</summary>
    private static bool TryLength(ReadOnlySpan<byte> bytes, out int value, out int used)
    {
        (value, used) = (0, 0);
        while (used < bytes.Length)
        {
            var next = bytes[used];
            value |= (next & 0x7F) << (7 * used++);
            if ((next & 0x80) == 0)
            {
                return true;
            }

            if (used == 4)
            {
                throw new InvalidDataException("a length of more than four bytes came");
            }
        }

        return false;
    }

    private static ushort Number(ReadOnlySpan<byte> body) => body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw Short(body);

    private static byte At(ReadOnlySpan<byte> body, int index) => body.Length > index ? body[index] : throw Short(body);

    private static InvalidDataException Short(ReadOnlySpan<byte> body) => new($"a packet ends in the middle: 0x{Convert.ToHexString(body)}");
}
