namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Why a window cannot be captured, in words.</summary>
internal static class SteadyRefusal
{
    /// <summary>The refusal; null where it can.</summary>
    /// <param name="window">The window.</param>
    /// <param name="countsPerGram">What noise is judged by; null where nothing is known yet.</param>
    /// <param name="noiseLimitGrams">The noise that is accepted.</param>
    public static CalibrationRefusal? Of(Steadiness window, double? countsPerGram, double noiseLimitGrams) => window.State switch
    {
        SteadyState.Silent => CalibrationRefusal.Conflict(CalibrationRefusalReason.Silent, $"the plate says nothing; expected samples all the time: see whether it is connected"),
        SteadyState.Waiting => CalibrationRefusal.Conflict(
            CalibrationRefusalReason.Waiting, $"{window.Samples} samples have come since the last capture; expected three seconds of them, {SteadyWindow.LeastSamples} at least: wait a moment", ("came", window.Samples)),
        SteadyState.Fault => CalibrationRefusal.Conflict(CalibrationRefusalReason.Fault, $"the plate reports {window.Fault}; expected samples without a fault: see to its cable and load cell", ("fault", window.Fault ?? "")),
        SteadyState.Saturated => CalibrationRefusal.Conflict(CalibrationRefusalReason.Saturated, $"the load cell is at the end of its range; expected less load: take weight off, or see to its cable"),
        SteadyState.Moving => CalibrationRefusal.Conflict(CalibrationRefusalReason.Moving, $"the load is moving; expected three quiet seconds: take your hands off the plate and wait"),
        SteadyState.Noisy => CalibrationRefusal.Conflict(CalibrationRefusalReason.Noisy, $"many samples are far off the others; expected a quiet plate: keep it from shaking, see to its cable"),
        _ when countsPerGram is { } scale && window.NoiseCounts / Math.Abs(scale) is var grams && grams > noiseLimitGrams => Noise(grams, noiseLimitGrams),
        _ => null,
    };

    /// <summary>The samples scatter too much.</summary>
    public static CalibrationRefusal Noise(double grams, double limitGrams) => CalibrationRefusal.Conflict(
        CalibrationRefusalReason.Noise,
        $"a sample scatters by {GramsText.Of(grams)} g; expected at most {GramsText.Of(limitGrams)} g: keep the plate from shaking, see to its cable and supply, or use a heavier weight",
        ("came", GramsText.Of(grams)), ("limit", GramsText.Of(limitGrams)));
}
