namespace Simulation.Verbs;

/// <summary>The planted faults that a camera's world has to find.</summary>
internal static class FaceFaults
{
    /// <summary>Each fault: its name in <c>PLANTED_FAULT</c>, and what it does.</summary>
    public static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("face-not-overwritten", "recognition: the numbers of a face stay when its picture has been looked at"),
        ("template-not-locked", "members: a template lies on the disk as it is"),
        ("withdrawn-stays-open", "members: who has withdrawn is still in the gallery"),
        ("likeness-overrated", "members: a face that is like another's is taken for it"),
        ("visit-not-noted", "visits: told before it is on the disk"),
        ("refused-visit-dropped", "visits: what the outbox refuses for a while is let go"),
    ];
}
