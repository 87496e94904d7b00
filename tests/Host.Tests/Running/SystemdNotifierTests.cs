using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Running;

public sealed class SystemdNotifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Messages_ArriveAsSystemdReadsThem()
    {
        using var systemd = new SystemdNotifier(Listen(), null, null);

        systemd.Ready("all\nwell");
        systemd.Status("3 events waiting");
        systemd.Ping();
        systemd.Reloading(TimeSpan.FromSeconds(3));
        systemd.Stopping();

        Assert.Equal("READY=1\nSTATUS=all well", Receive());
        Assert.Equal("STATUS=3 events waiting", Receive());
        Assert.Equal("WATCHDOG=1", Receive());
        Assert.Equal("RELOADING=1\nMONOTONIC_USEC=3000000\nSTATUS=reading the configuration again", Receive());
        Assert.Equal("STOPPING=1", Receive());
    }

    [Fact]
    public void AbstractSocket_IsReachedByItsAt()
    {
        var name = $"edge-host-test-{Guid.NewGuid():N}";
        _socket.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        using var systemd = new SystemdNotifier($"@{name}", null, null);

        systemd.Ping();

        Assert.Equal("WATCHDOG=1", Receive());
    }

    [Fact]
    public void WithoutSystemd_NothingHappens()
    {
        using var none = new SystemdNotifier(null, "1000000", null);
        using var gone = new SystemdNotifier(Path.Combine(_folder.Path, "nobody"), "1000000", null);

        none.Ready("x");
        gone.Ready("x");

        Assert.Null(none.WatchdogInterval);
    }

    [Fact]
    public void Watchdog_IsPingedTwiceAsOftenAsAskedAndOnlyForThisProcess()
    {
        var path = Listen();
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var ours = new SystemdNotifier(path, "30000000", own);
        using var anybodys = new SystemdNotifier(path, "30000000", null);
        using var others = new SystemdNotifier(path, "30000000", "1");
        using var off = new SystemdNotifier(path, null, null);

        Assert.Equal(TimeSpan.FromSeconds(15), ours.WatchdogInterval);
        Assert.Equal(TimeSpan.FromSeconds(15), anybodys.WatchdogInterval);
        Assert.Null(others.WatchdogInterval);
        Assert.Null(off.WatchdogInterval);
    }

    [Fact]
    public async Task Watch_DeadParts_AreNotPingedFor()
    {
        using var systemd = new SystemdNotifier(Listen(), "4000000", null);
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock();
        string? stuck = null;
        var watch = new SystemdWatch(systemd, clock, () => stuck, () => "fine", NullLogger.Instance).RunAsync(stop.Token);
        Assert.Equal(["WATCHDOG=1", "STATUS=fine"], [Receive(), Receive()]);

        stuck = "pipeline";
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("STATUS=stuck: the pipeline does not move; fine", Receive());

        stuck = null;
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["WATCHDOG=1", "STATUS=fine"], [Receive(), Receive()]);

        await stop.CancelAsync();
        await watch;
    }

    private string Listen()
    {
        var path = Path.Combine(_folder.Path, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        return path;
    }

    private string Receive()
    {
        _socket.ReceiveTimeout = 10_000;
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }
}
