namespace EdgeGateway.Core.Outbox;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Does nothing outside the planted-fault build.</summary>
internal static class PlantedFault
{
#if PLANTED_FAULTS
    private static readonly string[] s_names = (Environment.GetEnvironmentVariable("PLANTED_FAULT") ?? "").Split(',');

    /// <summary>As slow as an SD card: on a quick disk a kill would hardly ever fall between answer and commit.</summary>
    private static readonly TimeSpan s_slowDisk = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether a fault is planted. Those of the outbox are listed in docs/simulation.md.</summary>
    public static bool Is(string name) => s_names.Contains(name);

    /// <summary>Answers appends before they are on the disk.</summary>
    public static void AckBeforeCommit(List<OutboxWork> group, EpochLog epochs)
    {
        if (Is("ack-before-commit") || Is("ack-before-quick-commit"))
        {
            group.ForEach(work => work.Complete(epochs));
            group.Clear();
        }

        if (Is("ack-before-commit"))
        {
            using var never = new ManualResetEventSlim();
            never.Wait(s_slowDisk);
        }
    }
#else
    /// <summary>Whether a fault is planted.</summary>
    public static bool Is(string name) => false;

    /// <summary>Answers appends before they are on the disk.</summary>
    [System.Diagnostics.Conditional("PLANTED_FAULTS")]
    public static void AckBeforeCommit(List<OutboxWork> group, EpochLog epochs)
    {
    }
#endif
}
