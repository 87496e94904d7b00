#if PLANTED_FAULTS
namespace EdgeGateway.Core.Outbox;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Only in the planted-fault build.</summary>
internal static class PlantedFault
{
    private static readonly bool s_ackBeforeCommit =
        Environment.GetEnvironmentVariable("PLANTED_FAULT")?.Split(',').Contains("ack-before-commit") == true;

    /// <summary>As slow as an SD card: on a quick disk a kill would hardly ever fall between answer and commit.</summary>
    private static readonly TimeSpan s_slowDisk = TimeSpan.FromMilliseconds(10);

    /// <summary>Answers appends before they are on the disk.</summary>
    public static void AckBeforeCommit(List<OutboxWork> group, EpochLog epochs)
    {
        if (s_ackBeforeCommit)
        {
            group.ForEach(work => work.Complete(epochs));
            group.Clear();
            using var never = new ManualResetEventSlim();
            never.Wait(s_slowDisk);
        }
    }
}
#endif
