namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The shelves of a store at one moment, for the pages. Weights are decimal texts in grams; shares and probabilities are numbers from 0 to 1.</summary>
/// <param name="Planogram">The planogram in force.</param>
/// <param name="Plates">Every plate that is in the planogram or connected, in the order of the planogram.</param>
public sealed record ShelvesView(PlanogramView Planogram, IReadOnlyList<PlateView> Plates)
{
    /// <summary>A store without shelves.</summary>
    public static ShelvesView Empty { get; } = new(new PlanogramView(PlanogramSource.None, null, null, []), []);
}

/// <summary>The planogram in force, and what is wrong with the one that was offered last.</summary>
/// <param name="Source">One of <see cref="PlanogramSource"/>.</param>
/// <param name="Version">What its maker calls it, or the start of its hash; null where there is none.</param>
/// <param name="AppliedAt">When it came into force; null where there is none.</param>
/// <param name="Errors">Every mistake in the one that was offered last and refused; then the one before stays in force.</param>
public sealed record PlanogramView(string Source, string? Version, DateTimeOffset? AppliedAt, IReadOnlyList<PlanogramMistake> Errors);

/// <summary>One mistake in a planogram.</summary>
/// <param name="Path">Where, such as <c>plates[0].items[1].sigma_g</c>.</param>
/// <param name="Message">What came and what was expected.</param>
public sealed record PlanogramMistake(string Path, string Message);

/// <summary>One plate.</summary>
/// <param name="Plate">Its name in the planogram.</param>
/// <param name="Device">The device that weighs it; null where none is connected.</param>
/// <param name="Name">The device's name for people, else the plate's.</param>
/// <param name="State">One of <see cref="PlateStates"/>.</param>
/// <param name="Grams">The load now; null where it is not known.</param>
/// <param name="CapacityGrams">The most it may carry; null where nobody said.</param>
/// <param name="Fill">Load by capacity, 0 to 1; null where one of them is not known.</param>
/// <param name="NoiseGrams">Scatter of a sample, one standard deviation; null before the first load has settled.</param>
/// <param name="DriftGrams">What idle tracking has taken up since the plate was last calibrated or begun; null before the first load has settled.</param>
/// <param name="Celsius">Its temperature where it is measured.</param>
/// <param name="Items">Its goods.</param>
/// <param name="Confidence">The confidence of the last event, 0 to 1; null before the first.</param>
/// <param name="LastEvent">What happened last; null before the first.</param>
/// <param name="Calibration">The calibration made on the console; null where there is none.</param>
public sealed record PlateView(
    string Plate,
    string? Device,
    string Name,
    string State,
    string? Grams,
    string? CapacityGrams,
    double? Fill,
    string? NoiseGrams,
    string? DriftGrams,
    string? Celsius,
    IReadOnlyList<PlateItemView> Items,
    double? Confidence,
    PlateEventView? LastEvent,
    PlateCalibrationView? Calibration)
{
    /// <summary>Why the plate needs calibration, one of <see cref="CalibrationReasons"/>; null where it does not.</summary>
    public string? Reason { get; init; }
}

/// <summary>One SKU of a plate.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Name">Its name for people, else the SKU.</param>
/// <param name="Count">Pieces on the plate; null where nobody has counted.</param>
/// <param name="Counted">Whether the count is known.</param>
/// <param name="UnitGrams">What one piece weighs, as learnt.</param>
/// <param name="Low">On hand in the store at which it is low; null where it is not watched.</param>
/// <param name="IsLow">Whether <c>stock.level.low</c> has been told and not <c>stock.level.restored</c>.</param>
public sealed record PlateItemView(string Sku, string Name, int? Count, bool Counted, string UnitGrams, int? Low, bool IsLow);

/// <summary>Something that happened on a plate.</summary>
/// <param name="At">When the hand moved.</param>
/// <param name="Kind"><c>taken</c>, <c>returned</c>, <c>ambiguous</c>, <c>disturbed</c> or <c>counted</c>.</param>
/// <param name="Sku">The SKU; null where it is not known.</param>
/// <param name="Name">Its name for people; null where it is not known.</param>
/// <param name="Count">Pieces; 0 where it is not known.</param>
/// <param name="Grams">The change of load, negative when it became less.</param>
/// <param name="Confidence">The probability of the decision, 0 to 1.</param>
/// <param name="Candidates">What else could explain it, most likely first.</param>
public sealed record PlateEventView(
    DateTimeOffset At, string Kind, string? Sku, string? Name, int Count, string Grams, double Confidence, IReadOnlyList<PlateCandidateView> Candidates);

/// <summary>One SKU of a possible explanation.</summary>
/// <param name="Explanation">Which explanation, from 0: those of one number belong together.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Count">Pieces; negative taken, positive returned.</param>
/// <param name="Probability">The probability of the explanation, 0 to 1.</param>
public sealed record PlateCandidateView(int Explanation, string Sku, int Count, double Probability);

/// <summary>A plate's calibration.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Who">By whom.</param>
/// <param name="LinearityGrams">By how much the points miss a straight line at the most; null where two points leave nothing to check it with.</param>
/// <param name="NoiseGrams">Scatter of a sample then.</param>
/// <param name="CountsPerGram">Counts a gram.</param>
public sealed record PlateCalibrationView(DateTimeOffset At, string Who, string? LinearityGrams, string NoiseGrams, string CountsPerGram);

/// <summary>The load of a plate at one instant.</summary>
/// <param name="At">When.</param>
/// <param name="Grams">The load.</param>
public readonly record struct TracePoint(DateTimeOffset At, decimal Grams);

/// <summary>Where a planogram comes from.</summary>
public static class PlanogramSource
{
    /// <summary>There is none.</summary>
    public const string None = "none";

    /// <summary>The file of the configuration.</summary>
    public const string File = "file";

    /// <summary>Headquarters; it beats the file.</summary>
    public const string Headquarters = "headquarters";
}

/// <summary>How a plate is.</summary>
public static class PlateStates
{
    /// <summary>Nothing moves, everything is decided.</summary>
    public const string Ready = "ready";

    /// <summary>The load is changing, or has changed and is being decided.</summary>
    public const string Busy = "busy";

    /// <summary>It has no goods assigned, or its first load has not settled yet.</summary>
    public const string Waiting = "waiting";

    /// <summary>Something lies there that is not goods.</summary>
    public const string Disturbed = "disturbed";

    /// <summary>It sends counts, and nobody knows how many make a gram.</summary>
    public const string Uncalibrated = "uncalibrated";

    /// <summary>It works, but its noise, its drift or its load says that it should be calibrated.</summary>
    public const string NeedsCalibration = "needs_calibration";

    /// <summary>No samples come.</summary>
    public const string Offline = "offline";
}

/// <summary>Why a plate should be calibrated.</summary>
public static class CalibrationReasons
{
    /// <summary>Counts come, and nobody knows how many make a gram.</summary>
    public const string None = "no_calibration";

    /// <summary>Its samples scatter too much for the lightest of its goods.</summary>
    public const string Noise = "noise";

    /// <summary>Its zero has drifted too far.</summary>
    public const string Drift = "drift";

    /// <summary>Its first load is not that of the goods that are said to lie there.</summary>
    public const string StartLoad = "start_load";
}
