using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Mqtt.Native;

/// <summary>What is used of the C library. The constants are the same on x64 and arm64 Linux.</summary>
internal static unsafe partial class Libc
{
    internal const short PollIn = 0x001;
    internal const short PollOut = 0x004;
    internal const short PollError = 0x008;
    internal const short PollHangUp = 0x010;
    internal const int EventNonBlocking = 0x800;
    internal const int EventCloseOnExec = 0x80000;
    internal const int ShutdownBoth = 2;
    internal const int ProtocolTcp = 6;
    internal const int TcpQuickAck = 12;

    private const string Library = "libc.so.6";

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial SafeFileHandle eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(SafeFileHandle file, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(SafeFileHandle file, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setsockopt(int socket, int level, int option, int* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int shutdown(int socket, int how);
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int File;
    internal short Events;
    internal short Returned;
}
