using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Simulators.Printers;

/// <summary>A virtual printer on a TCP port, as on port 9100: one host at a time, the next one waits until the first has gone.</summary>
/// <remarks>A pulled cable reads and says nothing and ends no connection. A printer that is switched off resets its connection and refuses new ones.</remarks>
internal sealed class PrinterServer : IAsyncDisposable
{
    private readonly VirtualPrinter _printer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private readonly TcpListener _listener;

    private PrinterServer(VirtualPrinter printer, TcpListener listener)
    {
        (_printer, _listener) = (printer, listener);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The address as the gateway's configuration has it.</summary>
    public string Address => $"tcp://127.0.0.1:{Port}";

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Listens on the loopback address.</summary>
    /// <param name="printer">The printer behind it.</param>
    /// <param name="port">The TCP port; 0 for any free one.</param>
    public static PrinterServer Start(VirtualPrinter printer, int port = 0)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(8);
        return new PrinterServer(printer, listener);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_serving.IsCompleted)
        {
            return;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _serving.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                if (_printer.Look(printer => printer.Condition.Has(PrinterFault.PowerOff)))
                {
                    socket.Close(0);
                    continue;
                }

                Connections++;
                socket.NoDelay = true;
                var wire = new SocketWire(socket);
                _printer.Attach(wire);
                await TakeAsync(socket, wire).ConfigureAwait(false);
                _printer.Detach(wire);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // Switched off for good.
        }
    }

    private async Task TakeAsync(Socket socket, SocketWire wire)
    {
        var buffer = new byte[2048];
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, wire.Broken);
        try
        {
            while (true)
            {
                await _printer.WhenRoomAsync().WaitAsync(either.Token).ConfigureAwait(false);
                var count = await socket.ReceiveAsync(buffer, either.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                for (var taken = 0; taken < count;)
                {
                    await _printer.WhenRoomAsync().WaitAsync(either.Token).ConfigureAwait(false);
                    taken += _printer.Receive(buffer.AsSpan(taken, count - taken));
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException && !_end.IsCancellationRequested)
        {
            // The host has gone, or the connection was broken by a fault.
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "A source without a timer, whose wait handle nobody asks for, holds nothing.")]
    private sealed class SocketWire(Socket socket) : IPrinterWire
    {
        private readonly CancellationTokenSource _broken = new();

        public CancellationToken Broken => _broken.Token;

        public void Send(byte[] bytes)
        {
            try
            {
                // Answers are a few bytes; a host that reads none of them has them dropped.
                socket.Blocking = false;
                socket.Send(bytes);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // Nobody is there to hear it.
            }
        }

        public void Break(WireBreak how)
        {
            if (how == WireBreak.Reset)
            {
                socket.Close(0);
            }
            else
            {
                socket.Close();
            }

            // Not here: what waits for it would run under the printer's lock.
            _ = _broken.CancelAsync();
        }
    }
}
