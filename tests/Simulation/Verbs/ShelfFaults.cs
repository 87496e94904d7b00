namespace Simulation.Verbs;

/// <summary>The planted faults that a shelf's world has to find.</summary>
internal static class ShelfFaults
{
    /// <summary>Each fault: its name in <c>PLANTED_FAULT</c>, and what it does.</summary>
    public static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("state-beside-events", "shelves: writes a plate's state later than its events"),
        ("telling-without-origin", "shelves: gives an event another id each time it is handed over"),
        ("refused-telling-dropped", "shelves: what the outbox refuses for a while is let go"),
        ("untold-forgotten", "shelves: after a restart does not hand over what the outbox may not have"),
        ("count-beside-level", "shelves: what was counted before the plate was seen again is told once more"),
        ("recount-untold", "shelves: does not tell that a later change has settled what was told before"),
    ];
}
