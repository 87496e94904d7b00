using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drivers.Ports;

/// <summary>
/// An open, locked terminal. Locked means: no second program that asks for the lock gets it, and on a real port the kernel
/// also refuses everybody else (TIOCEXCL).
/// </summary>
/// <remarks>
/// <para>A pty keeps TIOCEXCL after its holder was killed, for as long as the other side lives, so there only the lock is
/// taken.</para>
/// <para>A safe handle: closed while another thread is about to read, the number could be another file's by then.</para>
/// </remarks>
internal sealed class TerminalFile : SafeHandleMinusOneIsInvalid
{
    private const string PtyFolder = "/dev/pts/";

    private volatile bool _isShut;

    private TerminalFile(string path, int descriptor, bool isPty)
        : base(ownsHandle: true)
    {
        Path = path;
        IsPty = isPty;
        SetHandle(descriptor);
    }

    public string Path { get; }

    /// <summary>Whether it is the terminal end of a pty pair, which has no line: no parity, no speed.</summary>
    public bool IsPty { get; }

    /// <summary>Whether somebody has closed it, though a call under way may still hold it.</summary>
    public bool IsShut => _isShut;

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

    /// <summary>Reads what is there.</summary>
    /// <returns>How many bytes, or 0 where there is nothing yet.</returns>
    /// <exception cref="IOException">The port is gone or closed.</exception>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* first = buffer)
            return Transfer(first, buffer.Length, write: false);
    }

    /// <summary>Writes what the line takes now.</summary>
    /// <returns>How many bytes, or 0 where it takes none yet.</returns>
    /// <exception cref="IOException">The port is gone or closed.</exception>
    public unsafe int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            return Transfer(first, bytes.Length, write: true);
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

    /// <summary>The failure of whoever uses it after it was closed.</summary>
    public IOException Shut() => new($"{Path}: the port was closed");

    protected override void Dispose(bool disposing)
    {
        _isShut = true;
        if (disposing)
            PortPoller.Shared.Abandon(this);
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        // Unsent bytes would hold up the close for seconds on a line whose other side does not take them.
        Libc.FlushRaw((int)handle, Libc.FlushOutput);
        return Libc.Close((int)handle) == 0;
    }

    private unsafe int Transfer(byte* bytes, int length, bool write)
    {
        while (!_isShut)
        {
            nint count;
            try
            {
                count = write ? Libc.Write(this, bytes, (nuint)length) : Libc.Read(this, bytes, (nuint)length);
            }
            catch (ObjectDisposedException)
            {
                break;
            }
            if (count > 0 || (count == 0 && write))
                return (int)count;
            int error = count == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error == Libc.TryAgain)
                return 0;
            if (error != Libc.Interrupted)
                throw PortErrors.Gone(Path, error);
        }
        throw Shut();
    }
}
