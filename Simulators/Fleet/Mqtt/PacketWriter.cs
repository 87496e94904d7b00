using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Simulators.Fleet.Mqtt;

/// <summary>Writes the packets a gateway sends, each whole. Source: MQTT Version 5.0, sections 1.5, 2 and 3. No I/O.</summary>
internal static class PacketWriter
{
    private const byte CleanStart = 0x02;
    private const byte Will = 0x04;
    private const byte WillAtLeastOnce = 0x08;
    private const byte WillRetained = 0x20;
    private const byte WithPassword = 0x40;
    private const byte WithUser = 0x80;
    private const byte ContentType = 0x03;
    private const byte UserProperty = 0x26;
    private const byte Retained = 0x01;
    private const byte AtLeastOnce = 0x02;

    /// <summary>CONNECT with a clean start, no session afterwards and a retained will of QoS 1. Section 3.1.</summary>
    /// <param name="clientId">The client's id.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password, or null for none.</param>
    /// <param name="keepAlive">How long the client may be silent, up to 18 hours.</param>
    /// <param name="willTopic">Where the will is published.</param>
    /// <param name="will">The will.</param>
    public static byte[] Connect(string clientId, string user, string? password, TimeSpan keepAlive, string willTopic, ReadOnlySpan<byte> will)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Text(body, "MQTT");
        Byte(body, 5);
        Byte(body, (byte)(CleanStart | Will | WillAtLeastOnce | WillRetained | WithUser | (password is null ? 0 : WithPassword)));
        Number(body, (ushort)keepAlive.TotalSeconds);
        Length(body, 0);
        Text(body, clientId);
        Length(body, 0);
        Text(body, willTopic);
        Bytes(body, will);
        Text(body, user);
        if (password is not null)
        {
            Text(body, password);
        }

        return Whole((byte)PacketKind.Connect << 4, body.WrittenSpan);
    }

    /// <summary>SUBSCRIBE with QoS 1. Section 3.8.</summary>
    public static byte[] Subscribe(ushort id, params ReadOnlySpan<string> filters)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Number(body, id);
        Length(body, 0);
        foreach (var filter in filters)
        {
            Text(body, filter);
            Byte(body, 1);
        }

        return Whole(((byte)PacketKind.Subscribe << 4) | 0x02, body.WrittenSpan);
    }

    /// <summary>PUBLISH. Section 3.3.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="payload">What.</param>
    /// <param name="id">The packet identifier of a message with QoS 1, or 0 for QoS 0.</param>
    /// <param name="retain">Whether the broker keeps it.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="properties">Its user properties, in order.</param>
    public static byte[] Publish(
        string topic, ReadOnlySpan<byte> payload, ushort id, bool retain, string contentType, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        var said = new ArrayBufferWriter<byte>(256);
        Byte(said, ContentType);
        Text(said, contentType);
        foreach (var (name, value) in properties)
        {
            Byte(said, UserProperty);
            Text(said, name);
            Text(said, value);
        }

        var body = new ArrayBufferWriter<byte>(payload.Length + said.WrittenCount + topic.Length + 16);
        Text(body, topic);
        if (id != 0)
        {
            Number(body, id);
        }

        Length(body, said.WrittenCount);
        body.Write(said.WrittenSpan);
        body.Write(payload);
        return Whole(((byte)PacketKind.Publish << 4) | (id != 0 ? AtLeastOnce : 0) | (retain ? Retained : 0), body.WrittenSpan);
    }

    /// <summary>PUBACK, all well. Section 3.4.</summary>
    public static byte[] Acknowledge(ushort id) => [(byte)PacketKind.PublishAcknowledged << 4, 2, (byte)(id >> 8), (byte)(id & 0xFF)];

    /// <summary>PINGREQ. Section 3.12.</summary>
    public static byte[] Ping() => [(byte)PacketKind.Ping << 4, 0];

    /// <summary>DISCONNECT, normally: the will is not published. Section 3.14.</summary>
    public static byte[] Disconnect() => [(byte)PacketKind.Disconnect << 4, 0];

    private static byte[] Whole(int first, ReadOnlySpan<byte> body)
    {
        var packet = new ArrayBufferWriter<byte>(body.Length + 5);
        Byte(packet, (byte)first);
        Length(packet, body.Length);
        packet.Write(body);
        return packet.WrittenSpan.ToArray();
    }

    private static void Text(ArrayBufferWriter<byte> to, string text) => Bytes(to, Encoding.UTF8.GetBytes(text));

    private static void Bytes(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        Number(to, checked((ushort)bytes.Length));
        to.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> to, ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to.GetSpan(2), number);
        to.Advance(2);
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    /// <summary>A variable byte integer. Section 1.5.5.</summary>
    private static void Length(ArrayBufferWriter<byte> to, int length)
    {
        do
        {
            Byte(to, (byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
    }
}
