namespace EdgeGateway.Core.Memory;

/// <summary>How often the system let memory with faces or keys be locked against swapping, and how often not (RLIMIT_MEMLOCK, mlock(2)).</summary>
public static class MemoryLocks
{
    private static long s_granted;
    private static long s_refused;

    /// <summary>Blocks locked since the start.</summary>
    public static long Granted => Interlocked.Read(ref s_granted);

    /// <summary>Blocks that could not be locked; they may be swapped out where the machine swaps.</summary>
    public static long Refused => Interlocked.Read(ref s_refused);

    /// <summary>Notes one.</summary>
    internal static void Count(bool granted) => Interlocked.Increment(ref granted ? ref s_granted : ref s_refused);
}
