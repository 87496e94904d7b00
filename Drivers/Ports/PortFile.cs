using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drivers.Ports;

/// <summary>An open device file that is read and written without waiting.</summary>
/// <remarks>A safe handle: closed while another thread is about to read, the number could be another file's by then.</remarks>
internal abstract class PortFile : SafeHandleMinusOneIsInvalid
{
    private volatile bool _isShut;

    protected PortFile(string path, int descriptor)
        : base(ownsHandle: true)
    {
        Path = path;
        SetHandle(descriptor);
    }

    public string Path { get; }

    /// <summary>Whether somebody has closed it, though a call under way may still hold it.</summary>
    public bool IsShut => _isShut;

    /// <summary>Reads what is there.</summary>
    /// <returns>How many bytes, or 0 where there is nothing yet.</returns>
    /// <exception cref="IOException">The port is gone or closed.</exception>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* first = buffer)
            return Transfer(first, buffer.Length, write: false);
    }

    /// <summary>Writes what the device takes now.</summary>
    /// <returns>How many bytes, or 0 where it takes none yet.</returns>
    /// <exception cref="IOException">The port is gone or closed.</exception>
    public unsafe int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            return Transfer(first, bytes.Length, write: true);
    }

    /// <summary>The failure of whoever uses it after it was closed.</summary>
    public IOException Shut() => new($"{Path}: the port was closed");

    /// <summary>Gives up the lock before the file is closed: a program that is just being started, or a wait under way, may hold the file a moment longer than we do.</summary>
    private void Unlock() => Libc.LockRaw((int)handle, Libc.LockNone);

    protected override void Dispose(bool disposing)
    {
        if (!_isShut && !IsInvalid && !IsClosed)
            Unlock();
        _isShut = true;
        if (disposing)
            PortPoller.Shared.Abandon(this);
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

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
