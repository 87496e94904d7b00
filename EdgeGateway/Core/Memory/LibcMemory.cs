using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Memory;

/// <summary>The calls of Linux that keep memory out of swap, core files and child processes. Source: mmap(2), mlock(2), madvise(2); the numbers are the same on x86-64 and arm64.</summary>
internal static partial class LibcMemory
{
    /// <summary>Readable and writable.</summary>
    public const int ReadWrite = 0x1 | 0x2;

    /// <summary>MAP_PRIVATE | MAP_ANONYMOUS.</summary>
    public const int PrivateAnonymous = 0x02 | 0x20;

    /// <summary>MADV_DONTDUMP: left out of a core file.</summary>
    public const int DontDump = 16;

    /// <summary>MADV_WIPEONFORK: a child process finds zeros.</summary>
    public const int WipeOnFork = 18;

    [LibraryImport("libc.so.6", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc.so.6", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc.so.6", EntryPoint = "mlock", SetLastError = true)]
    public static partial int Lock(nint address, nuint length);

    [LibraryImport("libc.so.6", EntryPoint = "munlock", SetLastError = true)]
    public static partial int Unlock(nint address, nuint length);

    [LibraryImport("libc.so.6", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint length, int advice);
}
