using Drivers.Ports;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Ports;

/// <summary>
/// hidraw. What a pty can stand in for is proven on one: opening, reading, dropping the first report, writing, hanging up. The report descriptor is
/// proven on bytes alone, and the ioctls that fetch it only as refused by what is no hidraw device: there is none on a build machine.
/// </summary>
public class HidPortTests
{
    // The descriptor of a DYMO postal scale as published: usage page 8D, usage 20, application collection.
    private static readonly byte[] s_scale = Frames.Hex("05 8d 09 20 a1 01 85 03 05 8d 09 70 15 00 25 08 75 08 95 01 81 02 c0");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_FirstReport_IsDroppedBecauseItMayBeOld()
    {
        using var pty = new Pty();
        using HidPort port = HidPort.Open(pty.Link, HidUsagePages.Scale);
        Assert.Contains("is a pty", port.Note);
        var buffer = new byte[6];
        Task<int> reading = port.ReadAsync(buffer, Ct).AsTask();
        pty.Send([3, 4, 2, 0, 1, 0]);
        while (!reading.IsCompleted)
        {
            pty.Send([3, 4, 2, 0, 2, 0]);
            await Task.Yield();
        }
        // A pty joins and cuts what hidraw gives report by report; the 1 stands in the first report only.
        Assert.DoesNotContain((byte)1, buffer[..await reading]);
    }

    [Fact]
    public async Task Write_ControlReport_ReachesTheDevice()
    {
        using var pty = new Pty();
        using HidPort port = HidPort.Open(pty.Link, HidUsagePages.Scale);
        await port.WriteAsync(new byte[] { 0x02, 0x02 }, Ct);
        Assert.Equal([0x02, 0x02], await pty.ReceiveAsync(2, Ct));
    }

    [Fact]
    public async Task Read_Unplugged_IsAnIOException()
    {
        using var pty = new Pty();
        using HidPort port = HidPort.Open(pty.Link, HidUsagePages.Scale);
        Task<int> reading = port.ReadAsync(new byte[16], Ct).AsTask();
        pty.Unplug();
        await Assert.ThrowsAsync<IOException>(() => reading);
    }

    [Fact]
    public async Task Open_Scale_YieldsItsWeights()
    {
        using var pty = new Pty();
        var device = new DeviceOptions { Id = "scale-1", Driver = "usb-hid-pos", Port = pty.Link };
        await using OpenDevice open = await UsbHidPos.Protocol.Description.OpenAsync(device, TimeProvider.System, Ct);
        await using IAsyncEnumerator<Reading> readings = open.Driver.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        ValueTask<bool> reading = readings.MoveNextAsync();
        while (!reading.IsCompleted)
        {
            pty.Send([3, 4, 11, 0xFF, 0x30, 0]);
            await Task.Yield();
        }
        Assert.True(await reading);
        Assert.Equal("4.8 oz True Unknown [] []", Frames.Text(((WeightReading)readings.Current).Frame));
    }

    [Fact]
    public void Open_SecondTime_IsRefusedAsBusy()
    {
        using var pty = new Pty();
        using HidPort port = HidPort.Open(pty.Link, HidUsagePages.Scale);
        Assert.Contains("another program holds this port", Assert.Throws<IOException>(() => HidPort.Open(pty.Link, HidUsagePages.Scale)).Message);
    }

    [Fact]
    public void Open_WhatIsNoHidrawDevice_IsRefusedInWords() =>
        Assert.Equal(
            "/dev/null: is no hidraw device; give one such as /dev/hidraw0",
            Assert.Throws<IOException>(() => HidPort.Open("/dev/null", HidUsagePages.Scale)).Message);

    [Theory]
    [InlineData("05 8d 09 20 a1 01 c0", true)]
    [InlineData("06 8d 00 09 20 a1 01 c0", true)]
    [InlineData("05 01 09 06 a1 01 c0 05 8d 09 20 a1 01 c0", true)]
    [InlineData("fe 02 00 05 8d 05 8d 09 20 a1 01 c0", true)]
    [InlineData("05 01 09 06 a1 01 05 07 19 e0 29 e7 c0", false)]
    [InlineData("05 8c 09 02 a1 01 c0", false)]
    [InlineData("06 8d ff 09 20 a1 01 c0", false)]
    [InlineData("05 8d 09 20", false)]
    [InlineData("05 01 09 8d a1 01 c0", false)]
    [InlineData("05 8d 05 01 09 06 a1 01 c0", false)]
    [InlineData("fe ff", false)]
    [InlineData("06 8d", false)]
    [InlineData("", false)]
    public void Descriptor_OfAScale_IsKnownByTheUsagePageOfItsCollection(string hex, bool isScale) =>
        Assert.Equal(isScale, HidUsagePages.Of(Frames.Hex(hex)).Contains(HidUsagePages.Scale));

    [Fact]
    public void Descriptor_OfAPublishedScale_IsKnown() => Assert.Contains(HidUsagePages.Scale, HidUsagePages.Of(s_scale));
}
