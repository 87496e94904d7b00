using System.Net;
using System.Net.Sockets;
using Drivers.Ports;

namespace Drivers.Tests.Ports;

public sealed class TcpPortTests : IDisposable
{
    private readonly TcpListener _box = new(IPAddress.Loopback, 0);

    public TcpPortTests() => _box.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PortAddress Address => new(null, "127.0.0.1", ((IPEndPoint)_box.LocalEndpoint).Port);

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task ReadAndWrite_Bytes_ComeUnchangedBothWays()
    {
        await using TcpPort port = await TcpPort.OpenAsync(Address, TimeProvider.System, Ct);
        using TcpClient device = await _box.AcceptTcpClientAsync(Ct);
        await port.WriteAsync("W"u8.ToArray(), Ct);
        var asked = new byte[1];
        await device.GetStream().ReadExactlyAsync(asked, Ct);
        await device.GetStream().WriteAsync(new byte[] { 0x02, 0xFF, 0x00, 0x0D }, Ct);
        var got = new byte[4];
        await port.ReadExactlyAsync(got, Ct);
        Assert.Equal("W"u8.ToArray(), asked);
        Assert.Equal([0x02, 0xFF, 0x00, 0x0D], got);
    }

    [Fact]
    public async Task Read_OtherSideClosed_SaysThatTheConnectionIsGone()
    {
        await using TcpPort port = await TcpPort.OpenAsync(Address, TimeProvider.System, Ct);
        (await _box.AcceptTcpClientAsync(Ct)).Dispose();
        IOException gone = await Assert.ThrowsAsync<IOException>(async () => await port.ReadExactlyAsync(new byte[8], Ct));
        Assert.Contains("the other side closed it", gone.Message);
    }

    [Fact]
    public async Task Read_Cancelled_Returns()
    {
        await using TcpPort port = await TcpPort.OpenAsync(Address, TimeProvider.System, Ct);
        using var cancel = new CancellationTokenSource();
        ValueTask<int> endless = port.ReadAsync(new byte[8], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await endless);
    }

    [Fact]
    public async Task Open_NobodyThere_SaysSo()
    {
        PortAddress address = Address;
        _box.Stop();
        IOException refused = await Assert.ThrowsAsync<IOException>(
            async () => await TcpPort.OpenAsync(address, TimeProvider.System, Ct));
        Assert.Contains($"{address}: cannot connect", refused.Message);
    }
}
