using System.Net;
using System.Net.Sockets;

namespace Simulators.Fleet;

/// <summary>One TCP connection to a broker. What is sent waits in order until the socket takes it; nobody is held up meanwhile.</summary>
internal sealed class FleetConnection : IDisposable
{
    /// <summary>What may wait at most, in bytes: the window's batches are far below. A broker that takes nothing ends the connection.</summary>
    private const int MostWaiting = 8 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private int _waitingBytes;
    private bool _sending;
    private bool _closed;

    private FleetConnection(Socket socket) => _socket = socket;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody is there.</exception>
    public static async Task<FleetConnection> OpenAsync(IPEndPoint broker, CancellationToken cancellationToken)
    {
        var socket = new Socket(broker.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(broker, cancellationToken).ConfigureAwait(false);
            return new FleetConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends after all that was sent before. What goes wrong ends the connection, and the reader hears of it.</summary>
    public void Send(ReadOnlyMemory<byte> packet)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _waitingBytes += packet.Length;
            if (_waitingBytes <= MostWaiting)
            {
                _waiting.Enqueue(packet);
                if (_sending)
                {
                    return;
                }

                _sending = true;
            }
        }

        if (_waitingBytes > MostWaiting)
        {
            Dispose();
            return;
        }

        _ = SendAllAsync();
    }

    /// <summary>Reads what has come.</summary>
    /// <returns>How many bytes; 0 where the broker has closed the connection.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">It was ended here.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _socket.ReceiveAsync(buffer, cancellationToken);

    /// <summary>Breaks it off: the broker gets a reset and publishes the will.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _waiting.Clear();
        }

        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> next;
                lock (_lock)
                {
                    if (!_waiting.TryDequeue(out next))
                    {
                        _sending = false;
                        return;
                    }

                    _waitingBytes -= next.Length;
                }

                while (next.Length > 0)
                {
                    next = next[await _socket.SendAsync(next, CancellationToken.None).ConfigureAwait(false)..];
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }
}
