using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>
/// An open, locked terminal: its descriptor and path. Locked means: no second program that asks for the lock gets it,
/// and on a real port the kernel also refuses everybody else (TIOCEXCL).
/// </summary>
/// <remarks>
/// A pty keeps TIOCEXCL after its holder was killed, for as long as the other side lives, so there only the lock is taken.
/// </remarks>
internal sealed class TerminalFile : IDisposable
{
    private const string PtyFolder = "/dev/pts/";

    private int _descriptor;

    private TerminalFile(string path, int descriptor, bool isPty)
    {
        Path = path;
        _descriptor = descriptor;
        IsPty = isPty;
    }

    public string Path { get; }

    /// <summary>Whether it is the terminal end of a pty pair, which has no line: no parity, no speed.</summary>
    public bool IsPty { get; }

    public bool IsClosed => Volatile.Read(ref _descriptor) < 0;

    /// <exception cref="IOException">It is closed.</exception>
    public int Descriptor => _descriptor >= 0 ? _descriptor : throw new IOException($"{Path}: the port was closed");

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
            if (Libc.GetAttributes(descriptor, &attributes) != 0)
                throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
            if (Libc.Lock(descriptor, Libc.LockExclusiveNow) != 0)
                throw PortErrors.Opening(path, Libc.Busy);
            if (exclusive && !file.IsPty && Libc.Control(descriptor, Libc.TakeExclusive) != 0)
                throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor < 0)
            return;
        PortPoller.Shared.Abandon(descriptor);
        // Unsent bytes would hold up the close for seconds on a line whose other side does not take them.
        Libc.Flush(descriptor, Libc.FlushOutput);
        Libc.Close(descriptor);
    }
}
