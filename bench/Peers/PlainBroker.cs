using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Simulators.World;

namespace Bench.Peers;

/// <summary>Headquarters' Mosquitto as every gateway can reach it: no names, no queue limits, nothing on a disk, so that it is not what is measured.</summary>
internal sealed class PlainBroker : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private PlainBroker(ChildProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts it.</summary>
    public static async Task<PlainBroker> StartAsync(PrivateFolder folder, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var file = folder.Write("headquarters.conf", string.Create(CultureInfo.InvariantCulture, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            user root
            set_tcp_nodelay true
            max_queued_messages 0
            message_size_limit 1048576
            persistence false
            log_dest stdout
            log_type error

            """));
        var process = await ChildProcess.StartAsync(
            new ChildOrder("headquarters' broker", "/usr/sbin/mosquitto", ["-c", file], folder.File("headquarters.log")),
            child => child.WaitForAsync($"an answer on port {port}", TimeSpan.FromSeconds(20), () => AnswersAsync(port, cancellationToken), cancellationToken));
        return new PlainBroker(process, port);
    }

    /// <summary>Whether somebody listens there.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
