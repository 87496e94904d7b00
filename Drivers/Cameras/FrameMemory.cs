using System.Runtime.InteropServices;

namespace Drivers.Cameras;

/// <summary>Keeps pinned memory out of swap and out of core files. Source: mlock(2), madvise(2).</summary>
internal static unsafe partial class FrameMemory
{
    private const nuint Page = 4096;
    private const int DontDump = 16; // MADV_DONTDUMP
    private const int DoDump = 17; // MADV_DODUMP
    private const string Library = "libc.so.6";

    /// <summary>Locks a pinned array.</summary>
    /// <returns>False where the system does not allow it (RLIMIT_MEMLOCK).</returns>
    public static bool TryLock(byte[] pinned)
    {
        (nuint start, nuint length) = Around(pinned);
        _ = Advise((void*)start, length, DontDump);
        return Lock((void*)start, length) == 0;
    }

    /// <summary>Gives up the pages that are wholly the array's: those at its ends may hold something else that is locked.</summary>
    public static void Unlock(byte[] pinned)
    {
        (nuint start, nuint length) = Around(pinned);
        if (length <= 2 * Page)
            return;
        _ = Advise((void*)(start + Page), length - (2 * Page), DoDump);
        _ = UnlockPages((void*)(start + Page), length - (2 * Page));
    }

    private static (nuint Start, nuint Length) Around(byte[] pinned)
    {
        var first = (nuint)(void*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
        nuint start = first / Page * Page;
        nuint end = (first + (nuint)pinned.Length + Page - 1) / Page * Page;
        return (start, end - start);
    }

    [LibraryImport(Library, EntryPoint = "mlock")]
    private static partial int Lock(void* start, nuint length);

    [LibraryImport(Library, EntryPoint = "munlock")]
    private static partial int UnlockPages(void* start, nuint length);

    [LibraryImport(Library, EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
