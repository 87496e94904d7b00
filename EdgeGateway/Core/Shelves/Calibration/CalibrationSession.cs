namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>The known weights of one calibration under way. Pure; one caller at a time.</summary>
/// <param name="capacityGrams">The most the plate may carry, or null where nobody said.</param>
/// <param name="before">The calibration in force, or null.</param>
internal sealed class CalibrationSession(decimal? capacityGrams, PlateCalibration? before)
{
    /// <summary>How many points there may be.</summary>
    public const int MostPoints = 20;

    /// <summary>The heaviest weight that is believed where nobody said what the plate carries.</summary>
    public const decimal MostGrams = 500_000m;

    private const double LeastCounts = 50;
    private const double LeastNoises = 10;
    private const double MistakenShare = 0.02;

    private readonly List<CalibrationPoint> _points = [];

    /// <summary>The points, in the order in which they were captured.</summary>
    public IReadOnlyList<CalibrationPoint> Points => _points;

    /// <summary>The line through them, or null while there are too few.</summary>
    public CalibrationFit? Fit => CalibrationFit.Of(_points);

    /// <summary>By how many percent counts per gram differ from the calibration before; null where there is none or no line yet.</summary>
    public double? ChangePercent => before is not null && Fit is { } fit ? 100 * (fit.CountsPerGram / before.CountsPerGram - 1) : null;

    /// <summary>What scale there is to judge noise by: the points' own, else the calibration before; null where there is none.</summary>
    public double? CountsPerGram => Fit?.CountsPerGram ?? before?.CountsPerGram;

    /// <summary>Captures a known weight from a window.</summary>
    /// <returns>Why not, or null where it is a point now.</returns>
    public CalibrationRefusal? Capture(decimal grams, Steadiness window, DateTimeOffset now)
    {
        if (Weight(grams) is { } wrong)
        {
            return wrong;
        }

        if (SteadyRefusal.Of(window, CountsPerGram, CalibrationFit.NoiseLimit(Math.Max((double)grams, _points.Count == 0 ? 0 : (double)_points.Max(point => point.Grams)))) is { } unsteady)
        {
            return unsteady;
        }

        var point = new CalibrationPoint(grams, window.Counts, window.NoiseCounts, window.Samples, window.Celsius, now);
        if (Contradiction(point) is { } contradiction)
        {
            return contradiction;
        }

        _points.Add(point);
        return null;
    }

    /// <summary>Takes the last point back.</summary>
    public bool TakeBack()
    {
        if (_points.Count == 0)
        {
            return false;
        }

        _points.RemoveAt(_points.Count - 1);
        return true;
    }

    /// <summary>The result.</summary>
    public PlateCalibration? Finish(string plate, string who, DateTimeOffset now, out CalibrationRefusal? refusal)
    {
        refusal = null;
        if (Fit is not { } fit)
        {
            refusal = CalibrationRefusal.Conflict(CalibrationRefusalReason.FewPoints, $"came {_points.Count} points; expected the empty plate and one known weight at least: put a known weight on and capture it");
            return null;
        }

        if (fit.LinearityGrams is { } linearity && linearity > fit.LinearityLimitGrams)
        {
            var worst = fit.ResidualGrams.Select((residual, i) => (Math.Abs(residual), i)).Max().i;
            var (most, limit, weight) = (GramsText.Of(linearity), GramsText.Of(fit.LinearityLimitGrams), GramsText.Of(_points[worst].Grams));
            refusal = CalibrationRefusal.Conflict(
                CalibrationRefusalReason.Linearity,
                $"the points miss a straight line by {most} g, most of all that of {weight} g; expected at most {limit} g: see that the plate touches nothing and that the weights are right, take points back or begin again",
                ("came", most), ("limit", limit), ("weight", weight));
            return null;
        }

        if (fit.NoiseGrams > fit.NoiseLimitGrams)
        {
            refusal = SteadyRefusal.Noise(fit.NoiseGrams, fit.NoiseLimitGrams);
            return null;
        }

        return new PlateCalibration(plate, fit.CountsPerGram, fit.ZeroCounts, now, who, [.. _points], fit.LinearityGrams, fit.NoiseGrams);
    }

    private CalibrationRefusal? Weight(decimal grams)
    {
        var most = capacityGrams ?? MostGrams;
        if (grams < 0 || grams > most || grams.Scale > 6)
        {
            return CalibrationRefusal.Invalid(
                CalibrationRefusalReason.Weight, "grams", $"came {GramsText.Of(grams)} g; expected 0 to {GramsText.Of(most)} g, which is what the plate carries, with at most 6 decimals", ("came", GramsText.Of(grams)), ("limit", GramsText.Of(most)));
        }

        if (_points.Count == 0 && grams != 0)
        {
            return CalibrationRefusal.Conflict(CalibrationRefusalReason.Order, $"came {GramsText.Of(grams)} g first; expected 0: empty the plate and capture that first", ("came", GramsText.Of(grams)));
        }

        return _points.Count >= MostPoints ? CalibrationRefusal.Conflict(CalibrationRefusalReason.Full, $"there are {_points.Count} points already; expected at most {MostPoints}: finish, or take one back", ("limit", MostPoints)) : null;
    }

    /// <summary>Whether what came cannot be that weight, by the points there are.</summary>
    private CalibrationRefusal? Contradiction(CalibrationPoint point)
    {
        foreach (var other in _points.Where(other => other.Grams != point.Grams))
        {
            var (moved, needed) = (Math.Abs(point.Counts - other.Counts), Math.Max(LeastCounts, LeastNoises * Math.Max(point.NoiseCounts, other.NoiseCounts)));
            if (moved < needed)
            {
                return CalibrationRefusal.Conflict(
                    CalibrationRefusalReason.FewCounts,
                    $"between {GramsText.Of(other.Grams)} g and {GramsText.Of(point.Grams)} g the plate moved by {moved:0} counts; expected {needed:0} at least: see that the weight lies on the plate, or use a heavier one",
                    ("came", GramsText.Of(moved, 0)), ("limit", GramsText.Of(needed, 0)), ("weight", GramsText.Of(point.Grams)), ("other", GramsText.Of(other.Grams)));
            }
        }

        if (CalibrationFit.Of([.. _points, point]) is { } then && then.NoiseGrams > then.NoiseLimitGrams)
        {
            return SteadyRefusal.Noise(then.NoiseGrams, then.NoiseLimitGrams);
        }

        if (Fit is not { } fit)
        {
            return null;
        }

        var reads = (point.Counts - fit.ZeroCounts) / fit.CountsPerGram;
        return Math.Abs(reads - (double)point.Grams) <= MistakenShare * Math.Max(fit.SpanGrams, (double)point.Grams) + fit.LinearityLimitGrams
            ? null
            : CalibrationRefusal.Conflict(
                CalibrationRefusalReason.Mistaken,
                $"by the points before, {GramsText.Of(reads, 1)} g lie on the plate; expected {GramsText.Of(point.Grams)} g: see what lies there and what was typed, now and at the points before",
                ("came", GramsText.Of(reads, 1)), ("weight", GramsText.Of(point.Grams)));
    }
}
