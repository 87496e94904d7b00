using Drivers.Cameras;
using Drivers.Ports;

namespace Fuzz.Targets;

/// <summary>What the kernel and child programs write: announcements of devices, marks of line errors, pictures.</summary>
internal static class PortTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("uevent", "a netlink announcement of the kernel or udev", input => Uevent.Parse(input), () =>
        [
            [.. "add@/devices/pci/usb1/1-1/ttyUSB0\0ACTION=add\0SUBSYSTEM=tty\0DEVPATH=/devices/pci/usb1/1-1/ttyUSB0\0DEVNAME=ttyUSB0\0"u8],
            [.. "libudev\0"u8, 0xFE, 0xED, 0xCA, 0xFE, 40, 0, 0, 0, 40, 0, 0, 0, 62, 0, 0, 0, .. new byte[16], .. "ACTION=add\0SUBSYSTEM=hidraw\0DEVPATH=/devices/1\0DEVNAME=/dev/hidraw0\0"u8],
        ]),
        new("line-errors", "a terminal's marks of damaged bytes: byte 0 the length of a read", FeedMarks, () => [[3, 0x41, 0xFF, 0xFF, 0x42, 0xFF, 0x00, 0x43, 0x0D], [0, 0xFF, 0x00, 0x01, 0xFF, 0x00, 0x02, 0xFF]]),
        new("picture", "pictures of ffmpeg as PPM", FeedPicture, () => [[.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6], [.. "P6 640 480 255 "u8]]),
    ];

    private static void FeedMarks(byte[] input)
    {
        if (input.Length < 2)
        {
            return;
        }

        var whole = Decode(input.AsSpan(1), int.MaxValue);
        var cut = Decode(input.AsSpan(1), (input[0] % 8) + 1);
        FuzzTarget.Promise(whole.Sound.SequenceEqual(cut.Sound), "the sound bytes are others where they come in pieces");
        FuzzTarget.Promise(whole.Sound.Count <= input.Length - 1, "there are more sound bytes than came");
    }

    private static (List<byte> Sound, int Damages) Decode(ReadOnlySpan<byte> raw, int piece)
    {
        var marks = new LineErrorMarks();
        var (sound, damages) = (new List<byte>(), 0);
        Span<byte> room = stackalloc byte[16];
        while (raw.Length > 0)
        {
            var part = raw[..Math.Min(piece, raw.Length)];
            var written = marks.Decode(part, room, out var used, out var damaged);
            FuzzTarget.Promise(used > 0, "no byte was used: a reader would turn for ever");
            sound.AddRange(room[..written]);
            damages += damaged ? 1 : 0;
            raw = raw[used..];
        }

        return (sound, damages);
    }

    private static void FeedPicture(byte[] input)
    {
        var reader = new PpmReader(new MemoryStream(input));
        try
        {
            for (var pictures = 0; pictures < 64 && reader.ReadSize() is var (width, height) && reader.TryPass(3 * width * height); pictures++)
            {
                FuzzTarget.Promise(width > 0 && height > 0, "a picture has no size");
            }
        }
        catch (IOException)
        {
            // As documented: what came is no picture.
        }
    }
}
