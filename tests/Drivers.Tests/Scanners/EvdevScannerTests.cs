using Drivers.Ports;
using Drivers.Scanners;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scanners;

/// <summary>
/// The descriptor is a pty's here, which carries the same bytes: opening, waiting, cancelling and unplugging are those of an input device.
/// The grab itself (EVIOCGRAB) needs one, and there is none on the machines that run the tests: only its refusal is seen.
/// </summary>
public sealed class EvdevScannerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_EventsOfADescriptor_AreScans()
    {
        using var pty = new Pty();
        await using var port = new InputPort(InputFile.Open(pty.Link, grab: false));
        await using IAsyncEnumerator<Reading> readings = Create(port).ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        byte[] bytes = new KeyEvents().Type("]A0B-7").Enter().Bytes;
        pty.Send(bytes.AsSpan(0, 100));
        pty.Send(bytes.AsSpan(100));
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal(("]A0", "B-7"), (((ScanReading)readings.Current).Symbology, ((ScanReading)readings.Current).Data));
    }

    [Fact]
    public async Task Read_Unplugged_IsAnIOException()
    {
        using var pty = new Pty();
        await using var port = new InputPort(InputFile.Open(pty.Link, grab: false));
        await using IAsyncEnumerator<Reading> readings = Create(port).ReadAsync(Ct).GetAsyncEnumerator(Ct);
        await readings.MoveNextAsync();
        pty.Unplug();
        await Assert.ThrowsAsync<IOException>(async () => await readings.MoveNextAsync());
    }

    [Fact]
    public void Open_WhatIsNoInputDevice_SaysSo()
    {
        using var pty = new Pty();
        IOException failure = Assert.Throws<IOException>(() => InputFile.Open(pty.Link, grab: true));
        Assert.Contains("is not an input device", failure.Message);
    }

    [Fact]
    public void Open_NothingThere_SaysWhereToLook()
    {
        IOException failure = Assert.Throws<IOException>(() => InputFile.Open("/dev/input/by-id/none", grab: true));
        Assert.Contains("/dev/input/by-id", failure.Message);
    }

    internal static EvdevScanner Create(Stream port) => EvdevScanner.Create(new DeviceOptions { Id = "device-1", Driver = EvdevScanner.Name, Port = "/dev/input/event9" }, port, TimeProvider.System);
}
