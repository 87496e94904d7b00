using System.Buffers.Binary;
using System.Text;
using Drivers.Ports;

namespace Drivers.Tests.Ports;

public sealed class UeventTests
{
    private const string Path = "/devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0";

    private static readonly byte[] s_kernel = Kernel($"add@{Path}", "ACTION=add", $"DEVPATH={Path}", "SUBSYSTEM=tty", "MAJOR=188", "MINOR=0", "DEVNAME=ttyUSB0", "SEQNUM=3271");

    [Fact]
    public void Parse_KernelMessage_GivesItsFields() =>
        Assert.Equal(new Uevent("add", "tty", Path, "ttyUSB0", FromUdev: false), Uevent.Parse(s_kernel));

    [Fact]
    public void Parse_UdevMessage_GivesItsFields() =>
        Assert.Equal(
            new Uevent("add", "tty", Path, "ttyUSB0", FromUdev: true),
            Uevent.Parse(Udev("ACTION=add", $"DEVPATH={Path}", "SUBSYSTEM=tty", "DEVNAME=/dev/ttyUSB0", "ID_SERIAL=FTDI_A50285BI")));

    [Theory]
    [InlineData("tty", true)]
    [InlineData("hidraw", true)]
    [InlineData("input", true)]
    [InlineData("usbmisc", true)]
    [InlineData("net", false)]
    [InlineData("ttyprintk", false)]
    public void ConcernsPorts_OnlyTheKindsThatAreShown(string subsystem, bool concerns) =>
        Assert.Equal(concerns, new Uevent("add", subsystem, "/devices/x", null, false).ConcernsPorts);

    [Theory]
    [InlineData("")]
    [InlineData("add@/devices/x")]
    [InlineData("add@/devices/x\0ACTION=add\0SUBSYSTEM=tty")]
    [InlineData("add@/devices/x\0ACTION=\0DEVPATH=/devices/x\0SUBSYSTEM=tty")]
    [InlineData("add@/devices/x\0ACTION=add\0DEVPATH=../x\0SUBSYSTEM=tty")]
    [InlineData("no at sign\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=tty")]
    [InlineData("libudev\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=tty\0 and some more so that it is long enough")]
    public void Parse_Incomplete_IsNull(string message) => Assert.Null(Uevent.Parse(Encoding.ASCII.GetBytes(message)));

    [Theory]
    [InlineData(0xFFFFFFFF, 10)]
    [InlineData(40, 0xFFFFFFFF)]
    [InlineData(0, 10)]
    [InlineData(0x80000000, 0x80000000)]
    public void Parse_UdevHeaderThatPointsOutside_IsNull(uint offset, uint length)
    {
        byte[] message = Udev("ACTION=add", $"DEVPATH={Path}", "SUBSYSTEM=tty");
        BitConverter.TryWriteBytes(message.AsSpan(16), offset);
        BitConverter.TryWriteBytes(message.AsSpan(20), length);

        Assert.Null(Uevent.Parse(message));
    }

    [Fact]
    public void Parse_TooLong_IsNull() => Assert.Null(Uevent.Parse(Kernel([.. Encoding.ASCII.GetString(s_kernel).Split('\0'), new string('x', Uevent.MostBytes)])));

    [Fact]
    public void Parse_EveryCutAndEveryFlippedBit_NeverThrows()
    {
        foreach (byte[] whole in new[] { s_kernel, Udev("ACTION=add", $"DEVPATH={Path}", "SUBSYSTEM=tty") })
        {
            for (int length = 0; length <= whole.Length; length++)
                Uevent.Parse(whole.AsSpan(0, length));
            for (int bit = 0; bit < whole.Length * 8; bit++)
            {
                byte[] flipped = [.. whole];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                Uevent.Parse(flipped);
            }
        }
    }

    [Fact]
    public void Parse_Noise_NeverThrows()
    {
        var random = new Random(15);
        byte[][] seeds = [s_kernel, Udev("ACTION=add", $"DEVPATH={Path}", "SUBSYSTEM=tty"), "libudev\0"u8.ToArray()];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] noise = new byte[random.Next(0, 300)];
            random.NextBytes(noise);
            byte[] seed = seeds[random.Next(seeds.Length)];
            seed.AsSpan(0, Math.Min(noise.Length, random.Next(seed.Length + 1))).CopyTo(noise);
            Uevent.Parse(noise);
        }
    }

    [Theory]
    [InlineData(0u, 1u, 0u, true)] // the kernel
    [InlineData(0u, 1u, null, true)]
    [InlineData(4711u, 1u, 0u, false)] // a process that speaks to the kernel's group
    [InlineData(4711u, 2u, 0u, true)] // udev
    [InlineData(4711u, 2u, 1000u, false)] // somebody who plays udev
    [InlineData(4711u, 2u, null, false)]
    [InlineData(4711u, 0u, 0u, false)] // a letter to us alone
    [InlineData(0u, 0u, 0u, false)]
    public void Believes_OnlyTheKernelAndRoot(uint portId, uint groups, uint? user, bool believes) =>
        Assert.Equal(believes, UeventSocket.Believes(portId, groups, user));

    [Fact]
    public void Socket_NothingSaid_HasNothing()
    {
        Assert.SkipUnless(UeventSocket.TryOpen(out UeventSocket? socket, out string? why), why ?? "");
        using (socket)
        {
            // Somebody may really plug something in.
            while (socket!.TryTake(out Uevent? heard, out _))
                Assert.True(heard is null || heard.Action.Length > 0);
        }
    }

    [Fact]
    public async Task Socket_TheKernelAnnouncesAChange_IsHeard()
    {
        const string Announce = "/sys/class/tty/tty0/uevent";
        Assert.SkipUnless(UeventSocket.TryOpen(out UeventSocket? socket, out string? why), why ?? "");
        using (socket)
        {
            try
            {
                await File.WriteAllTextAsync(Announce, "change", TestContext.Current.CancellationToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Assert.Skip($"the kernel cannot be asked to announce anything here: {failure.Message}");
            }
            Uevent? heard = null;
            for (int i = 0; i < 1000 && heard is not { DeviceName: "tty0" }; i++)
            {
                if (!socket!.TryTake(out heard, out _))
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            }
            Assert.Equal(("change", "tty", true), (heard?.Action, heard?.Subsystem, heard?.ConcernsPorts));
        }
    }

    private static byte[] Kernel(params string[] fields) => Encoding.ASCII.GetBytes(string.Join('\0', fields) + '\0');

    private static byte[] Udev(params string[] fields)
    {
        byte[] properties = Kernel(fields);
        byte[] header = new byte[40];
        "libudev\0"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), 0xFEEDCAFE);
        BitConverter.TryWriteBytes(header.AsSpan(12), 40);
        BitConverter.TryWriteBytes(header.AsSpan(16), 40);
        BitConverter.TryWriteBytes(header.AsSpan(20), properties.Length);
        return [.. header, .. properties];
    }
}
