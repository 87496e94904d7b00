#if PLANTED_FAULTS
namespace EdgeGateway.Core.Outbox;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Only in the planted-fault build.</summary>
internal static class PlantedFault
{
    private static readonly bool s_ackBeforeCommit =
        Environment.GetEnvironmentVariable("PLANTED_FAULT")?.Split(',').Contains("ack-before-commit") == true;

    /// <summary>Answers appends before they are on the disk.</summary>
    public static void AckBeforeCommit(List<OutboxWork> group, EpochLog epochs)
    {
        if (s_ackBeforeCommit)
        {
            group.ForEach(work => work.Complete(epochs));
            group.Clear();
        }
    }
}
#endif
