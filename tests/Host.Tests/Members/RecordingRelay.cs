using System.Net;
using System.Net.Sockets;

namespace Host.Tests.Members;

/// <summary>Passes a TCP connection on and keeps every byte that went over it, both ways.</summary>
internal sealed class RecordingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _bytes = new();
    private readonly Task _run;

    private RecordingRelay(int target)
    {
        _listener.Start();
        _run = RunAsync(target);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static RecordingRelay Start(int target) => new(target);

    /// <summary>What went over it so far.</summary>
    public byte[] Bytes()
    {
        lock (_bytes)
        {
            return _bytes.ToArray();
        }
    }

    /// <summary>Waits until a sequence of bytes has gone over it.</summary>
    public async Task WaitForAsync(byte[] sequence, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Bytes().AsSpan().IndexOf(sequence) < 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync(int target)
    {
        try
        {
            while (true)
            {
                using var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                using var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, target, _stop.Token);
                await Task.WhenAny(PassAsync(near.GetStream(), far.GetStream()), PassAsync(far.GetStream(), near.GetStream()));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or InvalidOperationException)
        {
            // Stopped, or an end closed.
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65536];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            lock (_bytes)
            {
                _bytes.Write(buffer, 0, read);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
