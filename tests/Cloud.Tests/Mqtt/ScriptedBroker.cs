using System.Net;
using System.Net.Sockets;
using Cloud.Mqtt;

namespace Cloud.Tests.Mqtt;

/// <summary>A broker of one connection that answers each packet with bytes given by the test: for what no real broker does on demand.</summary>
internal sealed class ScriptedBroker : IDisposable
{
    internal const byte Connect = 0x10;
    internal const byte Publish = 0x30;
    internal const byte Subscribe = 0x80;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte, byte[], byte[]> _answer;

    /// <param name="answer">Packet type and the packet after its length in, bytes to send out.</param>
    internal ScriptedBroker(Func<byte, byte[], byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    internal static byte[] Accept => [0x20, 3, 0, 0, 0];

    internal MqttConnectOptions Options =>
        new() { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, ClientId = "gw-1" };

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var head = new byte[2];
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                var packet = new byte[head[1]];
                await stream.ReadExactlyAsync(packet);
                await stream.WriteAsync(_answer((byte)(head[0] & 0xF0), packet));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The other side has gone.
        }
    }
}
