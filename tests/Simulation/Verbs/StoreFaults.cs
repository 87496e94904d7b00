namespace Simulation.Verbs;

/// <summary>The planted faults that a store's world has to find.</summary>
internal static class StoreFaults
{
    /// <summary>Each fault: its name in <c>PLANTED_FAULT</c>, and what it does.</summary>
    public static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("ticket-sent-again", "printing: sends a ticket again although some of it has left"),
        ("unknown-is-printed", "printing: takes a printer's silence for its word"),
        ("sending-not-noted", "printing: sends before it is on the disk"),
        ("duplicate-unmarked", "printing: leaves the mark of a duplicate out"),
        ("job-sync-skipped", "printing: never syncs its file"),
        ("motion-ignored", "weighing: takes a weight that has not come to rest"),
        ("load-forgotten", "weighing: after a restart takes the same load for another"),
        ("capture-not-restored", "weighing: forgets a capture that the outbox may not have"),
        ("checksum-ignored", "scales: takes a frame whose check is wrong"),
    ];
}
