using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Drivers.Ports;

namespace Drivers.Printers;

/// <summary>A printer's raw port (9100) over TCP: one connection a job.</summary>
/// <remarks>
/// Closing ends the sending side first and takes in what the printer still says, because a socket closed with unread bytes is reset, and a printer may throw
/// away what it has not printed then. A broken job is reset on purpose, so that the kernel does not deliver its rest minutes later. Bytes that nobody
/// acknowledges for ten seconds end the connection (TCP_USER_TIMEOUT), so a half-open one is noticed.
/// </remarks>
internal sealed class TcpLink : PrinterLink
{
    private const int UserTimeoutOption = 18;
    private const int UserTimeoutMs = 10_000;
    private const int SendBuffer = 16 * 1024;

    private static readonly TimeSpan s_fullPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly PortAddress _address;
    private readonly Socket _socket;
    private readonly TimeProvider _clock;
    private bool _isAbandoned;

    private TcpLink(PortAddress address, Socket socket, TimeProvider clock) => (_address, _socket, _clock) = (address, socket, clock);

    /// <inheritdoc/>
    public override string Name => _address.ToString();

    /// <inheritdoc/>
    public override unsafe int Underway
    {
        get
        {
            int bytes = 0;
            try
            {
                return Libc.Control(_socket.SafeHandle, Libc.OutputQueued, &bytes) == 0 ? bytes : 0;
            }
            catch (ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Refused, no answer in time, or the name is not known; says what to look at.</exception>
    public static async ValueTask<TcpLink> OpenAsync(PortAddress address, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBuffer };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, UserTimeoutOption, BitConverter.GetBytes(UserTimeoutMs));
            await socket.ConnectAsync(address.Host!, address.PortNumber, either.Token).ConfigureAwait(false);
            socket.Blocking = false;
            return new TcpLink(address, socket, clock);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is SocketException refused)
                throw new IOException($"{address}: cannot connect: {refused.Message}; is the printer on, its address right, and no other program connected to it?", refused);
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new IOException($"{address}: no answer within {limit.TotalSeconds:0.#} s; is the printer on, its cable in, and no other program connected to it?", failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
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
    public override async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count;
            SocketError error;
            try
            {
                count = _socket.Send(bytes.Span, SocketFlags.None, out error);
            }
            catch (ObjectDisposedException closed)
            {
                throw Gone(closed);
            }
            if (error == SocketError.Success && count > 0)
                return count;
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw Gone(new SocketException((int)error));
            await Task.Delay(s_fullPause, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Abandon() => _isAbandoned = true;

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "The connection is over; how it ends is of no more interest.")]
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (_isAbandoned)
                _socket.LingerState = new LingerOption(true, 0);
            else
                await BidFarewellAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was gone already.
        }
        _socket.Dispose();
    }

    private async ValueTask BidFarewellAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        var waste = new byte[256];
        using var limit = new CancellationTokenSource(s_farewell, _clock);
        while (await _socket.ReceiveAsync(waste, SocketFlags.None, limit.Token).ConfigureAwait(false) > 0)
        {
        }
    }

    private IOException Gone(Exception? failure) =>
        new($"{_address}: the connection is gone{(failure is null ? " (the printer closed it)" : $": {failure.Message}")}", failure);
}
