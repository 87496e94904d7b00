namespace Cloud.Crm.Ingest;

/// <summary>Switches that break one promise each, in the planted-fault build only, so that the checks are themselves checked.</summary>
internal static class PlantedFault
{
#if PLANTED_FAULTS
    private static readonly string[] s_names = (Environment.GetEnvironmentVariable("PLANTED_FAULT") ?? "").Split(',');

    internal static bool Is(string name) => s_names.Contains(name);

    internal static bool CursorBeforeCommit { get; } = s_names.Contains("cursor-before-commit");

    internal static bool NoDedupe { get; } = s_names.Contains("no-dedupe");

    private static bool CrashAfterCommit { get; } = s_names.Contains("crash-after-commit");

    private static bool CrashAfterReceive { get; } = s_names.Contains("crash-after-receive");

    internal static void AfterCommit(Func<double> random) => Crash(CrashAfterCommit, random);

    internal static void AfterReceive(Func<double> random) => Crash(CrashAfterReceive, random);

    private static void Crash(bool planted, Func<double> random)
    {
        if (planted && random() < 0.05)
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
    }
#else
    internal static bool Is(string name) => false;

    internal static bool CursorBeforeCommit => false;
    internal static bool NoDedupe => false;

    [System.Diagnostics.Conditional("PLANTED_FAULTS")]
    internal static void AfterCommit(Func<double> random)
    {
    }

    [System.Diagnostics.Conditional("PLANTED_FAULTS")]
    internal static void AfterReceive(Func<double> random)
    {
    }
#endif
}
