using System.Text.Json;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Puts what is known of a plate's calibration into texts.</summary>
internal static class CalibrationViews
{
    public static CalibrationView Of(
        PlateFacts known, PlateWork? work, Steadiness now, DateTimeOffset expiresAt, IReadOnlyList<PlateCalibration> history, IReadOnlyList<LearntWeight> learnt, string? problem,
        double muchPercent, double muchWeightPercent) => new(
        known.Plate,
        known.CapacityGrams is { } most ? GramsText.Of(most) : null,
        work is null ? null : Now(work, now),
        work?.Calibration is { } session ? Session(work, session, expiresAt, muchPercent) : null,
        work?.Learning is { } learning ? Weighing(work, learning, expiresAt, muchWeightPercent) : null,
        [.. history.Select(one => new KeptCalibrationView(
            one.At, one.Who, GramsText.Of(one.CountsPerGram, 4), GramsText.Of(one.ZeroCounts, 1), Text(one.LinearityGrams), GramsText.Of(one.NoiseGrams, 3), one.Points.Count))],
        [.. learnt.Select(one => new LearntWeightView(
            one.Sku, GramsText.Of(one.UnitGrams), GramsText.Of(one.UnitUncertaintyGrams), GramsText.Of(one.SigmaGrams, 3), Text(one.MeasuredSigmaGrams, 3), one.Pieces, one.At, one.Who))],
        problem);

    private static SteadinessView Now(PlateWork work, Steadiness now)
    {
        var fit = work.Calibration?.Fit;
        var scale = fit is null ? work.Scale : new PlateScale(fit.CountsPerGram, fit.ZeroCounts);
        var heard = now.Samples > 0;
        var limit = work.Calibration is { Points.Count: > 0 } session ? CalibrationFit.NoiseLimit((double)session.Points.Max(point => point.Grams)) : CalibrationFit.NoiseLimit(0);
        var refusal = SteadyRefusal.Of(now, scale?.CountsPerGram, limit);
        return new SteadinessView(
            refusal?.Reason ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(now.State.ToString()),
            heard ? GramsText.Of(now.Counts, 1) : null,
            heard && scale is { } known ? Text(known.Grams(now.Counts), 1) : null,
            heard && now.State != SteadyState.Waiting && scale is { } judged ? Text(now.NoiseCounts / Math.Abs(judged.CountsPerGram), 3) : null,
            now.Samples,
            now.Fault);
    }

    private static CalibrationSessionView Session(PlateWork work, CalibrationSession session, DateTimeOffset expiresAt, double muchPercent)
    {
        var fit = session.Fit;
        var change = session.ChangePercent;
        return new CalibrationSessionView(
            work.Who,
            work.StartedAt,
            expiresAt,
            [.. session.Points.Select((point, i) => new CalibrationPointView(
                GramsText.Of(point.Grams), GramsText.Of(point.Counts, 1), GramsText.Of(point.NoiseCounts, 1), fit is null ? null : GramsText.Of(fit.ResidualGrams[i]), point.At))],
            fit is null ? null : new CalibrationFitView(
                GramsText.Of(fit.CountsPerGram, 4), GramsText.Of(fit.ZeroCounts, 1), Text(fit.LinearityGrams), GramsText.Of(fit.LinearityLimitGrams), GramsText.Of(fit.NoiseGrams, 3),
                GramsText.Of(fit.NoiseLimitGrams), Text(change), change is { } percent && Math.Abs(percent) > muchPercent, session.Finish(work.Plate, work.Who, expiresAt, out _) is not null));
    }

    private static WeightLearningView Weighing(PlateWork work, WeightLearning learning, DateTimeOffset expiresAt, double muchPercent)
    {
        var change = learning.ChangePercent;
        return new WeightLearningView(
            learning.Sku,
            work.Who,
            work.StartedAt,
            expiresAt,
            learning.IsReady,
            [.. learning.Steps.Select(step => new WeightStepView(step.Pieces, GramsText.Of(step.Grams, 1)))],
            learning.Estimate is { } estimate
                ? new WeightResultView(
                    GramsText.Of(estimate.UnitGrams), GramsText.Of(estimate.UnitUncertaintyGrams), GramsText.Of(estimate.SigmaGrams, 3), Text(estimate.MeasuredSigmaGrams, 3),
                    Text(estimate.SigmaUncertaintyGrams, 3), learning.Steps.Sum(step => step.Pieces), Text(change), change is { } percent && Math.Abs(percent) > muchPercent)
                : null);
    }

    private static string? Text(double? number, int decimals = 2) => number is { } known ? GramsText.Of(known, decimals) : null;
}
