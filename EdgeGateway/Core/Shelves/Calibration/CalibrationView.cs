namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>How the calibration of a plate stands, for the pages. Weights are decimal texts in grams.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="CapacityGrams">The most it may carry; null where nobody said.</param>
/// <param name="Now">What the plate says now; null while nothing is under way.</param>
/// <param name="Session">The calibration under way, or null.</param>
/// <param name="Weighing">The learning of a unit weight under way, or null.</param>
/// <param name="Calibrations">The calibrations that are kept, the one in force first.</param>
/// <param name="Learnt">What was learnt of the plate's goods.</param>
/// <param name="Problem">What is wrong with the files, or null.</param>
public sealed record CalibrationView(
    string Plate,
    string? CapacityGrams,
    SteadinessView? Now,
    CalibrationSessionView? Session,
    WeightLearningView? Weighing,
    IReadOnlyList<KeptCalibrationView> Calibrations,
    IReadOnlyList<LearntWeightView> Learnt,
    string? Problem);

/// <summary>What a plate says now.</summary>
/// <param name="State">A <see cref="SteadyState"/> or <c>noise</c>, snake_case: whether it can be captured.</param>
/// <param name="Counts">Counts of the load cell; null where there are none.</param>
/// <param name="Grams">The load by the points so far, else by the calibration before; null where nothing is known.</param>
/// <param name="NoiseGrams">Scatter of a sample; null where nothing is known.</param>
/// <param name="Samples">Samples in the window.</param>
/// <param name="Fault">What the device reports, or null.</param>
public sealed record SteadinessView(string State, string? Counts, string? Grams, string? NoiseGrams, int Samples, string? Fault);

/// <summary>A calibration under way.</summary>
/// <param name="Who">Who began it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="ExpiresAt">When it is forgotten unless something is captured before.</param>
/// <param name="Points">The points so far.</param>
/// <param name="Fit">The line through them, or null.</param>
public sealed record CalibrationSessionView(string Who, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, IReadOnlyList<CalibrationPointView> Points, CalibrationFitView? Fit);

/// <summary>One point.</summary>
/// <param name="Grams">The known weight.</param>
/// <param name="Counts">Counts of the load cell.</param>
/// <param name="NoiseCounts">Scatter of a sample in counts.</param>
/// <param name="ResidualGrams">By how much it is above the line; null while there is none.</param>
/// <param name="At">When it was captured.</param>
public sealed record CalibrationPointView(string Grams, string Counts, string NoiseCounts, string? ResidualGrams, DateTimeOffset At);

/// <summary>The line through the points.</summary>
/// <param name="CountsPerGram">Counts a gram.</param>
/// <param name="ZeroCounts">Counts of the empty plate.</param>
/// <param name="LinearityGrams">The largest distance of a point from the line; null with two points.</param>
/// <param name="LinearityLimitGrams">How large it may be.</param>
/// <param name="NoiseGrams">Scatter of a sample.</param>
/// <param name="NoiseLimitGrams">How large it may be.</param>
/// <param name="ChangePercent">By how much counts per gram differ from the calibration before; null where there is none.</param>
/// <param name="DiffersMuch">Whether that is so much that something may be wrong.</param>
/// <param name="CanFinish">Whether it can be kept as it is.</param>
public sealed record CalibrationFitView(
    string CountsPerGram, string ZeroCounts, string? LinearityGrams, string LinearityLimitGrams, string NoiseGrams, string NoiseLimitGrams, string? ChangePercent, bool DiffersMuch, bool CanFinish);

/// <summary>The learning of a unit weight under way.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Who">Who began it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="ExpiresAt">When it is forgotten unless something is captured before.</param>
/// <param name="Ready">Whether the load before the first piece is captured: pieces may be put on.</param>
/// <param name="Steps">The steps so far.</param>
/// <param name="Result">What they say, or null.</param>
public sealed record WeightLearningView(
    string Sku, string Who, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, bool Ready, IReadOnlyList<WeightStepView> Steps, WeightResultView? Result);

/// <summary>Pieces that were put on together.</summary>
public sealed record WeightStepView(int Pieces, string Grams);

/// <summary>What a piece weighs by the steps so far; see <see cref="LearntWeight"/>.</summary>
/// <param name="UnitGrams">One piece.</param>
/// <param name="UnitUncertaintyGrams">How uncertain that is.</param>
/// <param name="SigmaGrams">The spread for the planogram.</param>
/// <param name="MeasuredSigmaGrams">The spread as measured; null with a single step.</param>
/// <param name="SigmaUncertaintyGrams">How uncertain that is; null with a single step.</param>
/// <param name="Pieces">Pieces weighed.</param>
/// <param name="ChangePercent">By how much a piece differs from the planogram; null where it says nothing.</param>
/// <param name="DiffersMuch">Whether that is so much that something may be wrong.</param>
public sealed record WeightResultView(
    string UnitGrams, string UnitUncertaintyGrams, string SigmaGrams, string? MeasuredSigmaGrams, string? SigmaUncertaintyGrams, int Pieces, string? ChangePercent, bool DiffersMuch);

/// <summary>A calibration that is kept.</summary>
public sealed record KeptCalibrationView(DateTimeOffset At, string Who, string CountsPerGram, string ZeroCounts, string? LinearityGrams, string NoiseGrams, int Points);

/// <summary>A unit weight that is kept.</summary>
public sealed record LearntWeightView(string Sku, string UnitGrams, string UnitUncertaintyGrams, string SigmaGrams, string? MeasuredSigmaGrams, int Pieces, DateTimeOffset At, string Who);
