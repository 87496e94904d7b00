namespace EdgeGateway.Core.Visits;

/// <summary>From which similarity on a face is somebody, measured at this very place.</summary>
/// <param name="Pack">The id of the model pack they hold for; with another one they are not used.</param>
/// <param name="Match">At least this is a match.</param>
/// <param name="Possible">At least this, and below a match, is possible.</param>
/// <param name="Margin">How much nearer than anybody else the best must be.</param>
/// <param name="Measured">What they rest on; null where the owner typed them in.</param>
public sealed record SiteThresholds(string Pack, double Match, double Possible, double Margin, SimilarityFigures? Measured)
{
    /// <summary>What is wrong with them, or null.</summary>
    public string? Wrong() =>
        string.IsNullOrEmpty(Pack) ? "name no model pack"
        : !(Match is > 0 and < 1) ? "match: expected a similarity above 0 and below 1"
        : !(Possible > 0 && Possible < Match) ? "possible: expected a similarity above 0 and below that of a match"
        : !(Margin is >= 0 and <= 0.3) ? "margin: expected 0 to 0.3"
        : Measured?.Wrong();
}

/// <summary>How alike faces of the same people and of different people are at a place: counts only, no face can be made of them.</summary>
/// <param name="Genuine">How many faces were so like their own template, a step of <see cref="Step"/> each, from similarity 0 up.</param>
/// <param name="Impostor">How many were so like somebody else's.</param>
/// <param name="People">How many people stood in front.</param>
/// <param name="At">When it was measured.</param>
public sealed record SimilarityFigures(IReadOnlyList<int> Genuine, IReadOnlyList<int> Impostor, int People, DateTimeOffset At)
{
    /// <summary>How many steps there are.</summary>
    public const int Steps = 200;

    /// <summary>How wide a step is.</summary>
    public const double Step = 1d / Steps;

    /// <summary>The step that a similarity falls into; below 0 is the first, 1 and above the last.</summary>
    public static int StepOf(double similarity) => Math.Clamp((int)(similarity * Steps), 0, Steps - 1);

    /// <summary>What share of faces is at least so like their own template; null where there are none. Exact to a step.</summary>
    public double? NamedAt(double threshold) => Above(Genuine, threshold);

    /// <summary>What share of faces is at least so like somebody else's; null where there are none.</summary>
    public double? MistakenAt(double threshold) => Above(Impostor, threshold);

    internal string? Wrong() =>
        Genuine.Count != Steps || Impostor.Count != Steps ? $"measured: expected {Steps} steps of each"
        : Genuine.Any(count => count < 0) || Impostor.Any(count => count < 0) || People < 0 ? "measured: a count is below 0"
        : null;

    private static double? Above(IReadOnlyList<int> counts, double threshold)
    {
        // A step belongs to what is above it where any of it is: neither share is made to look better than it is by more than a step.
        var from = StepOf(threshold);
        long all = 0, above = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            all += counts[i];
            above += i >= from ? counts[i] : 0;
        }

        return all == 0 ? null : (double)above / all;
    }
}
