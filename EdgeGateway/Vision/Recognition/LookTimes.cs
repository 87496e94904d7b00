namespace EdgeGateway.Vision.Recognition;

/// <summary>Where the time of one look at a frame went.</summary>
/// <param name="Gate">Seeing whether anything moved.</param>
/// <param name="Detect">Finding faces.</param>
/// <param name="Follow">Joining them to tracks and zones.</param>
/// <param name="Judge">Looking again at the best faces, turning them into numbers and comparing them.</param>
/// <param name="Faces">Faces found.</param>
/// <param name="Judged">Faces turned into numbers.</param>
public readonly record struct LookTimes(TimeSpan Gate, TimeSpan Detect, TimeSpan Follow, TimeSpan Judge, int Faces, int Judged)
{
    /// <summary>All of it.</summary>
    public TimeSpan Total => Gate + Detect + Follow + Judge;
}
