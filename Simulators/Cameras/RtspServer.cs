using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Simulators.Cameras;

/// <summary>A simulated network camera: RTSP 1.0 over TCP on the loopback address, the stream interleaved.</summary>
internal sealed class RtspServer : IAsyncDisposable
{
    private readonly CameraFeed _feed;
    private readonly RtspLogin _login;
    private readonly TimeProvider _clock;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private readonly Task _showing;
    private int _connections;

    private RtspServer(CameraFeed feed, RtspLogin login, int port, TimeProvider clock)
    {
        (_feed, _login, _clock) = (feed, login, clock);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start(8);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = Task.Run(ServeAsync);
        _showing = Task.Run(ShowAsync);
    }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The address as the gateway's configuration has it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{Port}/stream1");

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Listens and shows.</summary>
    /// <param name="feed">What is shown; taken over.</param>
    /// <param name="login">Who may see it.</param>
    /// <param name="port">The TCP port; 0 for any free one.</param>
    /// <param name="clock">Time.</param>
    public static RtspServer Start(CameraFeed feed, RtspLogin login, int port, TimeProvider clock) => new(feed, login, port, clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await Task.WhenAll(_serving, _showing).ConfigureAwait(false);
        _end.Dispose();
        _feed.Dispose();
    }

    private async Task ShowAsync()
    {
        try
        {
            await _feed.RunAsync(_clock, _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Switched off.
        }
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _connections);
                clients.RemoveAll(client => client.IsCompleted);
                clients.Add(ServeAsync(socket));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // Switched off.
        }

        await Task.WhenAll(clients).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket socket)
    {
        if (_feed.Trouble == CameraTrouble.Cut)
        {
            socket.Close(0);
            return;
        }

        socket.NoDelay = true;
        using var connection = new RtspConnection(socket, _feed, _login, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, _feed.Connected);
        await connection.ServeAsync(either.Token).ConfigureAwait(false);
    }
}
