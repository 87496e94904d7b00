using System.Runtime.InteropServices;
using Drivers.Ports;

namespace Drivers.Printers;

/// <summary>An open <c>/dev/usb/lp*</c>, read and written without waiting. Locked, so that no second program prints into a job.</summary>
/// <remarks>Source: Linux, drivers/usb/class/usblp.c and include/uapi/linux/lp.h.</remarks>
internal sealed class LpFile : PortFile
{
    private const nuint GetStatus = 0x060B; // LPGETSTATUS
    private const int NoError = 0x08; // LP_PERRORP
    private const int Selected = 0x10; // LP_PSELECD
    private const int PaperOut = 0x20; // LP_POUTPA
    private const int NoSpace = 28; // ENOSPC

    private LpFile(string path, int descriptor)
        : base(path, descriptor)
    {
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">Why not, and what to do.</exception>
    public static LpFile Open(string path)
    {
        int descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenNoControllingTerminal | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
        var file = new LpFile(path, descriptor);
        if (Libc.Lock(file, Libc.LockExclusiveNow) == 0)
            return file;
        file.Dispose();
        throw PortErrors.Opening(path, Libc.Busy);
    }

    /// <summary>The port's status bits, or null where it has none.</summary>
    public unsafe int? Status()
    {
        int bits = 0;
        try
        {
            return Libc.Control(this, GetStatus, &bits) == 0 ? bits : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Whether bits of <see cref="Status"/> say that paper is out, the printer is not selected, or has an error.</summary>
    public static (bool IsPaperOut, bool IsOffline, bool HasError) Read(int bits) =>
        ((bits & PaperOut) != 0, (bits & Selected) == 0, (bits & NoError) == 0);

    /// <summary>The failure of reading or writing in words.</summary>
    public static IOException Failure(string path, IOException failure) => failure.Message.Contains($"errno {NoSpace}", StringComparison.Ordinal)
        ? new IOException($"{path}: the printer reports that paper is out (ENOSPC)", failure)
        : failure;
}
