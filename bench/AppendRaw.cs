using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench;

/// <summary>The plainest durable append there is: write at the end, fdatasync.</summary>
internal sealed partial class RawAppend : IDisposable
{
    private readonly SafeFileHandle _file;
    private long _length;

    public RawAppend(string path) => _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);

    /// <summary>Appends and waits for the disk.</summary>
    public void Append(byte[] body)
    {
        RandomAccess.Write(_file, body, _length);
        _length += body.Length;
        if (fdatasync(_file.DangerousGetHandle().ToInt32()) != 0)
        {
            throw new IOException($"fdatasync failed with errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(int file);
}
