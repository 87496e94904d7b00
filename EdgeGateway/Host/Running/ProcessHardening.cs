using System.Runtime.InteropServices;
using EdgeGateway.Core.Memory;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>
/// Keeps the memory of a process that sees faces to itself: no core file, no reading by other processes of the same user. Applied once, before the first picture or key is in memory;
/// not undone, since what was once in memory may still be there.
/// </summary>
/// <remarks>
/// prctl(2), PR_SET_DUMPABLE: 0 forbids core dumps, also through a pipe to systemd-coredump, which RLIMIT_CORE alone does not, and ptrace and /proc/PID/mem to all but root.
/// setrlimit(2), RLIMIT_CORE: inherited by child processes (ffmpeg), which an execve makes dumpable again.
/// </remarks>
internal static partial class ProcessHardening
{
    private const int SetDumpable = 4;
    private const int GetDumpable = 3;
    private const int CoreLimit = 4;
    private const int MemoryLockLimit = 8;

    /// <summary>Applies it and says in the log what the system refused.</summary>
    public static void Apply(ILogger logger)
    {
        var none = default(Limit);
        if (SetLimit(CoreLimit, none) != 0)
        {
            logger.CoreLimitRefused(Marshal.GetLastPInvokeErrorMessage());
        }

        if (Control(SetDumpable, 0, 0, 0, 0) != 0)
        {
            logger.DumpableRefused(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>Whether a core file of this process could be written.</summary>
    public static bool IsDumpable => Control(GetDumpable, 0, 0, 0, 0) != 0;

    /// <summary>How much memory may be locked, in bytes; null where there is no limit.</summary>
    public static long? LockableBytes => ReadLimit(MemoryLockLimit, out var limit) == 0 && limit.Soft != nuint.MaxValue ? (long)Math.Min(limit.Soft, long.MaxValue) : null;

    /// <summary>Says in the log, once there is something to say, that memory could not be locked.</summary>
    public static void TellOfRefusedLocks(ILogger logger)
    {
        if (MemoryLocks.Refused > 0)
        {
            logger.MemoryNotLocked(MemoryLocks.Refused, LockableBytes ?? 0);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int what, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc.so.6", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int what, in Limit limit);

    [LibraryImport("libc.so.6", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int ReadLimit(int what, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
