using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Drivers.Ports;

/// <summary>
/// A device behind a serial-to-network box, or with a network port of its own, as a <see cref="Stream"/>. A closed
/// connection is an exception, as an unplugged line is.
/// </summary>
/// <remarks>Nothing is sent late (NoDelay), and a box that lost its power is noticed within half a minute (keep-alive).</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "A port is the field's word; that it is a stream is how it is read.")]
public sealed class TcpPort : PortStream
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    private readonly PortAddress _address;
    private readonly Socket _socket;

    private TcpPort(PortAddress address, Socket socket)
    {
        _address = address;
        _socket = socket;
    }

    /// <summary>Connects, within five seconds of <paramref name="clock"/>.</summary>
    /// <exception cref="IOException">No answer, refused, or the name is not known.</exception>
    public static async ValueTask<TcpPort> OpenAsync(PortAddress address, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var timeout = new CancellationTokenSource(s_connectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(address.Host!, address.PortNumber, either.Token).ConfigureAwait(false);
            return new TcpPort(address, socket);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is SocketException refused)
                throw new IOException($"{address}: cannot connect: {refused.Message}; is the device on and its address right?", refused);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new IOException($"{address}: no answer within {s_connectTimeout.TotalSeconds:0} s; is the device on and its address right?", failure);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection ended. Never returns 0 for a buffer that has room.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
            return 0;
        int count;
        try
        {
            count = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Gone(failure);
        }
        return count > 0 ? count : throw Gone(null);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection ended.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (buffer.Length > 0)
                buffer = buffer[await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Gone(failure);
        }
    }

    /// <inheritdoc/>
    public override void DiscardInput()
    {
        Span<byte> waste = stackalloc byte[256];
        try
        {
            while (_socket.Available > 0)
                _socket.Receive(waste);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Gone(failure);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _socket.Dispose();
        base.Dispose(disposing);
    }

    private IOException Gone(Exception? failure) =>
        new($"{_address}: the connection is gone{(failure is null ? " (the other side closed it)" : $": {failure.Message}")}", failure);
}
