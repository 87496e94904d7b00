using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeGateway.Host.Running;

/// <summary>Tells systemd how the service is, over its datagram socket. Source: sd_notify(3).</summary>
/// <remarks>Without systemd it does nothing. A message that cannot be sent is left out: the watchdog is the judge of silence.</remarks>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;

    /// <param name="socketPath">The environment's NOTIFY_SOCKET: a path, or <c>@name</c> for an abstract one; null without systemd.</param>
    /// <param name="watchdogMicroseconds">The environment's WATCHDOG_USEC, or null.</param>
    /// <param name="watchdogProcess">The environment's WATCHDOG_PID, or null.</param>
    public SystemdNotifier(string? socketPath, string? watchdogMicroseconds, string? watchdogProcess)
    {
        if (string.IsNullOrEmpty(socketPath))
        {
            return;
        }

        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var period) && period > 0
            && (string.IsNullOrEmpty(watchdogProcess) || watchdogProcess == own))
        {
            WatchdogInterval = TimeSpan.FromMicroseconds(period) / 2;
        }

        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(socketPath[0] == '@' ? $"\0{socketPath[1..]}" : socketPath));
        }
        catch (SocketException)
        {
            _socket.Dispose();
            _socket = null;
        }
    }

    /// <summary>How often to ping, half of what systemd waits; null where no ping is asked for.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The notifier of this process.</summary>
    public static SystemdNotifier FromEnvironment() => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
        Environment.GetEnvironmentVariable("WATCHDOG_PID"));

    /// <summary>The service is up.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The configuration is being read again; <see cref="Ready"/> ends it.</summary>
    /// <param name="monotonic">Time since boot by the kernel's monotonic clock, which systemd from 253 wants to see.</param>
    public void Reloading(TimeSpan monotonic) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)monotonic.TotalMicroseconds}\nSTATUS=reading the configuration again"));

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The service is alive.</summary>
    public void Ping() => Send("WATCHDOG=1");

    /// <summary>The service is going down.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string message)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            // systemd is restarting or gone; the next message says it again.
        }
    }
}
