using Drivers.Ports;
using Drivers.Tests.Fakes;

namespace Drivers.Tests.Ports;

/// <summary>The serial line over pty pairs. What a pty cannot show stays open: speed, data bits, parity, TIOCEXCL, a real unplug.</summary>
public sealed class SerialPortTests : IDisposable
{
    private static readonly LineSettings s_line = LineSettings.Parse("9600-8N1");

    private readonly Pty _pty = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _pty.Dispose();

    [Fact]
    public async Task Read_EveryByteValue_ComesUnchanged()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        _pty.Send(all);
        var got = new byte[256];
        await port.ReadExactlyAsync(got, Ct);
        Assert.Equal(all, got);
    }

    [Fact]
    public async Task Write_EveryByteValue_GoesOutUnchanged()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await port.WriteAsync(all, Ct);
        Assert.Equal(all, await _pty.ReceiveAsync(256, Ct));
    }

    [Fact]
    public async Task Read_Cancelled_ReturnsAtOnceAndTheNextReadWorks()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        using var cancel = new CancellationTokenSource();
        var buffer = new byte[8];
        ValueTask<int> endless = port.ReadAsync(buffer, cancel.Token);
        Assert.False(endless.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await endless);
        _pty.Send("W"u8);
        Assert.Equal(1, await port.ReadAsync(buffer, Ct));
        Assert.Equal((byte)'W', buffer[0]);
    }

    [Fact]
    public async Task Write_ToALineThatTakesNothing_CanBeCancelled()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        using var cancel = new CancellationTokenSource();
        Task endless = port.WriteAsync(new byte[1 << 20], cancel.Token).AsTask();
        Assert.False(endless.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
    }

    [Fact]
    public async Task Read_Unplugged_SaysThatThePortIsGone()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        ValueTask<int> waiting = port.ReadAsync(new byte[8], Ct);
        Assert.False(waiting.IsCompleted);
        _pty.Unplug();
        IOException gone = await Assert.ThrowsAsync<IOException>(async () => await waiting);
        Assert.Contains("the port is gone (unplugged", gone.Message);
        await Assert.ThrowsAsync<IOException>(async () => await port.WriteAsync("W"u8.ToArray(), Ct));
        await Assert.ThrowsAsync<IOException>(async () => await port.ReadExactlyAsync(new byte[8], Ct));
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheRead()
    {
        SerialPort port = SerialPort.Open(_pty.Link, s_line);
        ValueTask<int> waiting = port.ReadAsync(new byte[8], Ct);
        await port.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(async () => await waiting);
        await Assert.ThrowsAsync<IOException>(async () => await port.ReadExactlyAsync(new byte[8], Ct));
    }

    [Fact]
    public async Task Open_HeldByAnother_SaysSoAndWorksAfterwards()
    {
        await using (SerialPort.Open(_pty.Link, s_line))
        {
            IOException busy = Assert.Throws<IOException>(() => SerialPort.Open(_pty.Terminal, s_line));
            Assert.Contains("another program holds this port", busy.Message);
        }
        await using SerialPort again = SerialPort.Open(_pty.Terminal, s_line);
    }

    [Fact]
    public async Task DiscardInput_BytesWaiting_AreThrownAway()
    {
        await using SerialPort port = SerialPort.Open(_pty.Link, s_line);
        _pty.Send("stale"u8);
        await port.ReadExactlyAsync(new byte[1], Ct);
        port.DiscardInput();
        _pty.Send("f"u8);
        var got = new byte[1];
        await port.ReadExactlyAsync(got, Ct);
        Assert.Equal((byte)'f', got[0]);
    }

    [Fact]
    public async Task Open_SettingsAPtyCannotTake_AreAcceptedWithANote()
    {
        await using (SerialPort plain = SerialPort.Open(_pty.Link, s_line))
            Assert.Null(plain.Note);
        await using SerialPort port = SerialPort.Open(_pty.Link, LineSettings.Parse("9600-7E1"));
        Assert.Contains("forces 8 bits without parity; 9600-7E1 cannot take effect", port.Note);
    }

    [Theory]
    [InlineData("/dev/serial/by-id/no-such-scale", "no such port; is it plugged in?")]
    [InlineData("/dev/null", "is not a serial port")]
    public void Open_WhatCannotBeOpened_SaysWhyAndWhatToDo(string path, string words)
    {
        IOException failure = Assert.Throws<IOException>(() => SerialPort.Open(path, s_line));
        Assert.Contains(words, failure.Message);
        Assert.Contains(path, failure.Message);
    }

    [Fact]
    public void Open_NoPermission_NamesTheGroupToJoin()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || OperatingSystem.IsWindows(), "root may open every port; the words are tested below");
#pragma warning disable CA1416 // skipped on Windows above, which the analyzer cannot follow
        File.SetUnixFileMode(_pty.Terminal, UnixFileMode.None);
#pragma warning restore CA1416
        IOException denied = Assert.Throws<IOException>(() => SerialPort.Open(_pty.Link, s_line));
        Assert.Contains("add the service's user to group ", denied.Message);
    }

    [Fact]
    public void Denied_NamesTheGroupThatOwnsTheNode()
    {
        Assert.Equal("root", PortErrors.GroupOf("/dev/null"));
        Assert.Null(PortErrors.GroupOf("/dev/no-such-port"));
        Assert.Contains("add the service's user to group dialout", PortErrors.Denied("/dev/ttyUSB0", "dialout"));
    }
}
