using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>
/// An open, locked terminal. Locked means: no second program that asks for the lock gets it, and on a real port the kernel
/// also refuses everybody else (TIOCEXCL).
/// </summary>
/// <remarks>A pty keeps TIOCEXCL after its holder was killed, for as long as the other side lives, so there only the lock is taken.</remarks>
internal sealed class TerminalFile : PortFile
{
    private const string PtyFolder = "/dev/pts/";

    private TerminalFile(string path, int descriptor, bool isPty)
        : base(path, descriptor) => IsPty = isPty;

    /// <summary>Whether it is the terminal end of a pty pair, which has no line: no parity, no speed.</summary>
    public bool IsPty { get; }

    /// <summary>Opens without waiting for modem lines and takes the lock.</summary>
    /// <param name="path">The device node or a link to it.</param>
    /// <param name="exclusive">Whether the kernel shall refuse other opens too, which also keeps out a library of our own.</param>
    /// <exception cref="IOException">Why not, and what to do.</exception>
    public static unsafe TerminalFile Open(string path, bool exclusive)
    {
        int descriptor = Libc.Open(
            path, Libc.OpenReadWrite | Libc.OpenNoControllingTerminal | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var file = new TerminalFile(path, descriptor, target.StartsWith(PtyFolder, StringComparison.Ordinal));
        try
        {
            Termios attributes;
            if (Libc.GetAttributes(file, &attributes) != 0)
                throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
            if (Libc.Lock(file, Libc.LockExclusiveNow) != 0)
                throw PortErrors.Opening(path, Libc.Busy);
            if (exclusive && !file.IsPty && Libc.Control(file, Libc.TakeExclusive) != 0)
                throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Throws away what has arrived.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public void DiscardInput()
    {
        try
        {
            Libc.Flush(this, Libc.FlushInput);
        }
        catch (ObjectDisposedException)
        {
            throw Shut();
        }
    }

    protected override bool ReleaseHandle()
    {
        // Unsent bytes would hold up the close for seconds on a line whose other side does not take them.
        Libc.FlushRaw((int)handle, Libc.FlushOutput);
        return base.ReleaseHandle();
    }
}
