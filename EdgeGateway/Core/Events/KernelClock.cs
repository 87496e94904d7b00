using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Events;

/// <summary>What the Linux kernel says about its clocks.</summary>
internal static unsafe partial class KernelClock
{
    private const int TimeError = 5;
    private const int ClockBoottime = 7;
    private const int StatusSlot = 5;
    private const int NanosecondStatus = 0x2000;

    /// <summary>More than <c>struct timex</c> takes on any Linux (208 bytes on 64 bits).</summary>
    private const int TimexLength = 512;

    /// <summary>Whether something such as NTP disciplines the clock (adjtimex(2)); false where the kernel will not say.</summary>
    public static bool IsSynchronised()
    {
        // Mode 0 at the start: read only, needs no privilege.
        var timex = stackalloc byte[TimexLength];
        new Span<byte>(timex, TimexLength).Clear();
        return IsDisciplined(adjtimex(timex));
    }

    /// <summary>How far the kernel still has to move its clock to reach the time it is told, positive where it is behind (adjtimex(2)); null while nothing disciplines it.</summary>
    public static TimeSpan? Offset()
    {
        var timex = stackalloc nint[TimexLength / sizeof(nint)];
        new Span<nint>(timex, TimexLength / sizeof(nint)).Clear();
        return OffsetOf(adjtimex((byte*)timex), new ReadOnlySpan<nint>(timex, StatusSlot + 1));
    }

    /// <summary>Whether this answer of adjtimex says that something disciplines the clock.</summary>
    internal static bool IsDisciplined(int state) => state is >= 0 and not TimeError;

    /// <summary>The offset in this answer; null while nothing disciplines the clock.</summary>
    /// <param name="state">What adjtimex returned.</param>
    /// <param name="timex">struct timex: modes, then longs: offset, freq, maxerror, esterror; then status. The offset is in nanoseconds where the status says so, else in microseconds.</param>
    internal static TimeSpan? OffsetOf(int state, ReadOnlySpan<nint> timex) => !IsDisciplined(state) ? null
        : TimeSpan.FromTicks(((int)timex[StatusSlot] & NanosecondStatus) != 0 ? (long)timex[1] / 100 : (long)timex[1] * TimeSpan.TicksPerMicrosecond);

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
