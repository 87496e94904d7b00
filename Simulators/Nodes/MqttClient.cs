using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Simulators.Nodes;

/// <summary>What a small board's MQTT library does: one connection, a will, publishing. Source: MQTT Version 3.1.1, sections 2 and 3.</summary>
/// <remarks>QoS 0 but for retained messages, which wait for their PUBACK. Not thread-safe.</remarks>
internal sealed class MqttClient : IDisposable
{
    private const int KeepAliveSeconds = 15;
    private const byte Connect = 0x10;
    private const byte ConnectAcknowledged = 0x20;
    private const byte Publish = 0x30;
    private const byte PublishAcknowledged = 0x40;
    private const byte AtLeastOnce = 0x02;
    private const byte Retained = 0x01;

    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;
    private ushort _packet;

    private MqttClient(TcpClient socket)
    {
        _socket = socket;
        _stream = socket.GetStream();
        _stream.ReadTimeout = 5000;
    }

    /// <summary>How often <see cref="Ping"/> must be called at least.</summary>
    public static TimeSpan PingEvery { get; } = TimeSpan.FromSeconds(KeepAliveSeconds / 2.0);

    /// <summary>Connects with a retained will.</summary>
    /// <exception cref="IOException">The broker refused or left.</exception>
    public static MqttClient Open(string host, int port, string id, string? user, string? password, string willTopic, ReadOnlySpan<byte> will)
    {
        var socket = new TcpClient(host, port) { NoDelay = true };
        var client = new MqttClient(socket);
        // Clean session, will with QoS 1 and retained.
        var flags = 0x02 | 0x04 | 0x08 | 0x20 | (user is null ? 0 : 0x80) | (password is null ? 0 : 0x40);
        using var body = new MemoryStream();
        body.Write([0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, (byte)flags, 0, KeepAliveSeconds]);
        PutText(body, id);
        PutText(body, willTopic);
        PutBytes(body, will);
        if (user is not null)
        {
            PutText(body, user);
        }

        if (password is not null)
        {
            PutText(body, password);
        }

        client.Send(Connect, body.ToArray());
        Span<byte> answer = stackalloc byte[4];
        client._stream.ReadExactly(answer);
        if (answer[0] != ConnectAcknowledged || answer[3] != 0)
        {
            client.Dispose();
            throw new IOException($"the broker refused: return code {answer[3]}");
        }

        return client;
    }

    /// <summary>Publishes: retained ones with QoS 1, others with QoS 0.</summary>
    public void Send(string topic, ReadOnlySpan<byte> payload, bool retain)
    {
        using var body = new MemoryStream();
        PutText(body, topic);
        if (retain)
        {
            _packet++;
            body.Write([(byte)(_packet >> 8), (byte)_packet]);
        }

        body.Write(payload);
        Send((byte)(Publish | (retain ? AtLeastOnce | Retained : 0)), body.ToArray());
        Span<byte> answer = stackalloc byte[4];
        while (retain)
        {
            _stream.ReadExactly(answer[..2]);
            _stream.ReadExactly(answer.Slice(2, answer[1]));
            retain = answer[0] != PublishAcknowledged;
        }
    }

    /// <summary>Says that it is still there, and throws away what came.</summary>
    public void Ping()
    {
        Span<byte> waste = stackalloc byte[64];
        while (_stream.DataAvailable)
        {
            _ = _stream.Read(waste);
        }

        Send(0xC0, []);
    }

    /// <summary>Leaves with a goodbye, so that the will is not published.</summary>
    public void Leave() => Send(0xE0, []);

    /// <summary>Leaves without a goodbye: the will is published.</summary>
    public void Dispose() => _socket.Dispose();

    private static void PutText(MemoryStream body, string text) => PutBytes(body, Encoding.UTF8.GetBytes(text));

    private static void PutBytes(MemoryStream body, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
        body.Write(length);
        body.Write(bytes);
    }

    private void Send(byte type, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = type;
        var (length, at) = (body.Length, 1);
        do
        {
            head[at++] = (byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
            length >>= 7;
        }
        while (length > 0);
        byte[] packet = [.. head[..at], .. body];
        _stream.Write(packet);
    }
}
