using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Events;

/// <summary>What the Linux kernel says about its clocks.</summary>
internal static unsafe partial class KernelClock
{
    private const int TimeError = 5;
    private const int ClockBoottime = 7;

    /// <summary>More than <c>struct timex</c> takes on any Linux (208 bytes on 64 bits).</summary>
    private const int TimexLength = 512;

    /// <summary>Whether something such as NTP disciplines the clock (adjtimex(2)); false where the kernel will not say.</summary>
    public static bool IsSynchronised()
    {
        // Mode 0 at the start: read only, needs no privilege.
        var timex = stackalloc byte[TimexLength];
        new Span<byte>(timex, TimexLength).Clear();
        return adjtimex(timex) is >= 0 and not TimeError;
    }

    /// <summary>Time since boot, suspended time included.</summary>
    public static TimeSpan SinceBoot()
    {
        var now = stackalloc nint[2];
        return clock_gettime(ClockBoottime, now) == 0
            ? TimeSpan.FromSeconds((long)now[0]) + TimeSpan.FromMicroseconds(now[1] / 1000)
            : TimeSpan.FromMilliseconds(Environment.TickCount64);
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int adjtimex(byte* timex);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int clock_gettime(int clock, nint* time);
}
