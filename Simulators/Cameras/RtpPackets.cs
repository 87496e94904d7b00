using System.Buffers.Binary;

namespace Simulators.Cameras;

/// <summary>Packs H.264 pictures into RTP packets: a unit as it stands where it fits, else in fragments.</summary>
/// <remarks>Source: RFC 3550, 5.1 (header), 6.4.1 (sender report); RFC 6184, 5.6 (single unit), 5.8 (FU-A), packetization-mode 1.</remarks>
/// <param name="source">The synchronisation source.</param>
/// <param name="sequence">The first packet's number.</param>
internal sealed class RtpPackets(uint source, ushort sequence)
{
    /// <summary>The payload type that the description maps to H.264.</summary>
    public const byte PayloadType = 96;

    /// <summary>Ticks a second.</summary>
    public const int ClockRate = 90_000;

    /// <summary>The most bytes of payload in a packet.</summary>
    public const int MostPayload = 1400;

    private const int HeaderLength = 12;
    private const int FragmentType = 28;
    private ushort _sequence = sequence;

    /// <summary>The number of the next packet.</summary>
    public ushort Next => _sequence;

    /// <summary>Packets packed so far.</summary>
    public uint Packets { get; private set; }

    /// <summary>Bytes of payload so far.</summary>
    public uint Octets { get; private set; }

    /// <summary>The packets of a picture, the last one marked.</summary>
    public IReadOnlyList<byte[]> Pack(AccessUnit picture, uint timestamp)
    {
        var packets = new List<byte[]>();
        for (var i = 0; i < picture.Units.Count; i++)
        {
            var isLast = i == picture.Units.Count - 1;
            ReadOnlySpan<byte> unit = picture.Units[i];
            if (unit.Length <= MostPayload)
            {
                packets.Add(Packet(timestamp, isLast, [], unit));
                continue;
            }

            var header = unit[0];
            var rest = unit[1..];
            var isFirst = true;
            while (!rest.IsEmpty)
            {
                var part = rest[..Math.Min(rest.Length, MostPayload - 2)];
                rest = rest[part.Length..];
                var place = (isFirst ? 0x80 : 0) | (rest.IsEmpty ? 0x40 : 0);
                packets.Add(Packet(timestamp, isLast && rest.IsEmpty, [(byte)((header & 0xE0) | FragmentType), (byte)(place | (header & 0x1F))], part));
                isFirst = false;
            }
        }

        return packets;
    }

    /// <summary>A sender report: which timestamp belongs to which time.</summary>
    public byte[] Report(DateTimeOffset now, uint timestamp)
    {
        var report = new byte[28];
        report[0] = 0x80;
        report[1] = 200;
        BinaryPrimitives.WriteUInt16BigEndian(report.AsSpan(2), 6);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), source);
        var since = now - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(8), unchecked((uint)(long)since.TotalSeconds));
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(12), (uint)((since.TotalSeconds - Math.Floor(since.TotalSeconds)) * 4_294_967_296));
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(16), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(20), Packets);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(24), Octets);
        return report;
    }

    private byte[] Packet(uint timestamp, bool marked, ReadOnlySpan<byte> fragment, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[HeaderLength + fragment.Length + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(PayloadType | (marked ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence);
        _sequence = unchecked((ushort)(_sequence + 1));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), source);
        fragment.CopyTo(packet.AsSpan(HeaderLength));
        payload.CopyTo(packet.AsSpan(HeaderLength + fragment.Length));
        Packets = unchecked(Packets + 1);
        Octets = unchecked(Octets + (uint)(fragment.Length + payload.Length));
        return packet;
    }
}
