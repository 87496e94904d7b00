using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>An open, locked hidraw device whose report descriptor begins with the usage page asked for.</summary>
/// <remarks>A pty is accepted in its place, as everywhere, so that a simulated device can stand there; it has no descriptor.</remarks>
internal sealed class HidFile : PortFile
{
    private const nuint GetDescriptorSize = 0x8004_4801; // HIDIOCGRDESCSIZE
    private const nuint GetDescriptor = 0x9004_4802; // HIDIOCGRDESC
    private const int MostDescriptor = 4096; // HID_MAX_DESCRIPTOR_SIZE
    private const string PtyFolder = "/dev/pts/";

    private HidFile(string path, int descriptor)
        : base(path, descriptor)
    {
    }

    /// <summary>Whether it is a pty in place of a device.</summary>
    public bool IsPty { get; private init; }

    /// <summary>Opens it, takes the lock, and looks at its descriptor.</summary>
    /// <exception cref="IOException">Why not, and what to do.</exception>
    public static HidFile Open(string path, int usagePage)
    {
        int descriptor = Libc.Open(
            path, Libc.OpenReadWrite | Libc.OpenNoControllingTerminal | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var file = new HidFile(path, descriptor) { IsPty = target.StartsWith(PtyFolder, StringComparison.Ordinal) };
        try
        {
            if (Libc.Lock(file, Libc.LockExclusiveNow) != 0)
                throw PortErrors.Opening(path, Libc.Busy);
            if (file.IsPty)
                file.MakeRaw();
            else if (!HidUsagePages.Of(file.ReadDescriptor()).Contains(usagePage))
                throw new IOException($"{path}: this USB device is none of usage page 0x{usagePage:X2}; its report descriptor says otherwise");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private unsafe byte[] ReadDescriptor()
    {
        int size;
        if (Libc.Control(this, GetDescriptorSize, &size) != 0)
            throw new IOException($"{Path}: is no hidraw device; give one such as /dev/hidraw0");
        // struct hidraw_report_descriptor: the size, then room for the longest descriptor.
        byte* buffer = stackalloc byte[sizeof(int) + MostDescriptor];
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(buffer, sizeof(int)), Math.Clamp(size, 0, MostDescriptor));
        if (Libc.Control(this, GetDescriptor, buffer) != 0)
            throw PortErrors.Opening(Path, Marshal.GetLastPInvokeError());
        return new ReadOnlySpan<byte>(buffer + sizeof(int), Math.Clamp(size, 0, MostDescriptor)).ToArray();
    }

    private unsafe void MakeRaw()
    {
        Termios attributes;
        if (Libc.GetAttributes(this, &attributes) != 0)
            throw PortErrors.Opening(Path, Marshal.GetLastPInvokeError());
        Libc.MakeRaw(&attributes);
        Libc.SetAttributes(this, Libc.ApplyNow, &attributes);
    }
}
