using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>One or more plates behind Modbus TCP, by unit id, for any number of connections.</summary>
/// <remarks>
/// A request begins with transaction, protocol (0), length and unit; the answer bears the same transaction. A unit that is not there gets no answer, as
/// behind a gateway to a serial line whose device is dead. Source: MODBUS Messaging on TCP/IP V1.0b, 3.1.3.
/// </remarks>
internal sealed class ModbusTcpPlates(IReadOnlyList<PlateSurface> plates, TransmitterMap map, int port) : IFreeDevice
{
    private const int HeaderLength = 7;
    private const int LongestPdu = 253;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private readonly List<Socket> _connections = [];
    private bool _isSilent;

    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    /// <summary>The TCP port, once it is open.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public string Open()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "modbus tcp" }.Start();
        return string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{Port}");
    }

    /// <inheritdoc/>
    public TimeSpan Step() => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string? Apply(ScriptLine line)
    {
        switch (line.Verb)
        {
            case "silence" or "talk":
                _isSilent = line.Verb == "silence";
                return null;
            case "unplug":
                _connections.ForEach(connection => connection.Dispose());
                _connections.Clear();
                return null;
            default:
                var plate = line.Unit is { } unit ? plates.FirstOrDefault(p => p.UnitId == unit) : plates[0];
                return plate is null ? $"unit {line.Unit}: not here" : plate.Apply(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        lock (Gate)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.AcceptSocket();
                connection.NoDelay = true;
                lock (Gate)
                {
                    _connections.Add(connection);
                }

                new Thread(() => Serve(connection)) { IsBackground = true, Name = "modbus tcp client" }.Start();
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }

    private void Serve(Socket connection)
    {
        var header = new byte[HeaderLength];
        var answer = new ArrayBufferWriter<byte>(HeaderLength + LongestPdu);
        try
        {
            using var stream = new NetworkStream(connection, ownsSocket: true);
            while (true)
            {
                stream.ReadExactly(header);
                var length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4)) - 1;
                if (header[2] != 0 || header[3] != 0 || length is < 1 or > LongestPdu)
                {
                    return;
                }

                var request = new byte[length];
                stream.ReadExactly(request);
                answer.Clear();
                lock (Gate)
                {
                    Answer(header, request, answer);
                }

                stream.Write(answer.WrittenSpan);
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            // The client left, or was cut off.
        }
    }

    private void Answer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> request, ArrayBufferWriter<byte> output)
    {
        var unit = header[6];
        if (_isSilent || plates.FirstOrDefault(p => p.UnitId == unit) is not { } plate)
        {
            return;
        }

        var body = new ArrayBufferWriter<byte>(LongestPdu);
        ModbusPdu.Answer(plate, map, request, body);
        output.Write(header[..4]);
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), (ushort)(body.WrittenCount + 1));
        output.Advance(2);
        output.Write([unit]);
        output.Write(body.WrittenSpan);
    }
}
