using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>The calls of glibc that serial lines need. Constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int OpenReadWrite = 0x2;
    public const int OpenNoControllingTerminal = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x8_0000;

    public const int NotPermitted = 1; // EPERM
    public const int NoEntry = 2; // ENOENT
    public const int Interrupted = 4; // EINTR
    public const int InputOutput = 5; // EIO
    public const int NoDeviceOrAddress = 6; // ENXIO
    public const int BadDescriptor = 9; // EBADF
    public const int TryAgain = 11; // EAGAIN
    public const int AccessDenied = 13; // EACCES
    public const int Busy = 16; // EBUSY
    public const int NoDevice = 19; // ENODEV
    public const int Invalid = 22; // EINVAL
    public const int NotATerminal = 25; // ENOTTY

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollError = 0x8;
    public const short PollHangUp = 0x10;
    public const short PollInvalid = 0x20;

    public const int ApplyNow = 0; // TCSANOW
    public const int FlushInput = 0; // TCIFLUSH
    public const int FlushOutput = 1; // TCOFLUSH
    public const nuint TakeExclusive = 0x540C; // TIOCEXCL
    public const nuint OutputQueued = 0x5411; // TIOCOUTQ, and SIOCOUTQ of a socket
    public const nuint ModemLines = 0x5415; // TIOCMGET
    public const int DataSetReady = 0x100; // TIOCM_DSR
    public const int LockExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
    public const int LockNone = 8; // LOCK_UN
    public const int EventNonBlocking = 0x800 | 0x8_0000; // EFD_NONBLOCK | EFD_CLOEXEC
    public const uint StatOwner = 0x8 | 0x10; // STATX_UID | STATX_GID
    public const int CurrentFolder = -100; // AT_FDCWD
    public const int MayRead = 4; // R_OK
    public const int MayWrite = 2; // W_OK
    public const int AsEffectiveUser = 0x200; // AT_EACCESS

    private const string Library = "libc.so.6";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeHandle descriptor, nuint request);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeHandle descriptor, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeHandle descriptor, int operation);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int LockRaw(int descriptor, int operation);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(SafeHandle descriptor, Termios* attributes);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(SafeHandle descriptor, int when, Termios* attributes);

    [LibraryImport(Library, EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(SafeHandle descriptor, int queue);

    [LibraryImport(Library, EntryPoint = "tcflush", SetLastError = true)]
    public static partial int FlushRaw(int descriptor, int queue);

    [LibraryImport(Library, EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(Termios* attributes);

    [LibraryImport(Library, EntryPoint = "cfsetspeed", SetLastError = true)]
    public static partial int SetSpeed(Termios* attributes, uint speed);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeout);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "eventfd_read", SetLastError = true)]
    public static partial int TakeEvent(int descriptor, ulong* count);

    [LibraryImport(Library, EntryPoint = "eventfd_write", SetLastError = true)]
    public static partial int RaiseEvent(int descriptor, ulong count);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Stat(int folder, string path, int flags, uint mask, byte* result);

    [LibraryImport(Library, EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(int folder, string path, int mode, int flags);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }
}
