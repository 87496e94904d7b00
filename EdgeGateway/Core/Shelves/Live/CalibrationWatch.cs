namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Notices that a plate should be calibrated. With hysteresis in size and in time, so that nothing goes to and fro. Not thread-safe.</summary>
/// <remarks>
/// Noise: above a tenth of the lightest piece (0.5 g at least) for a minute; over when below 0.7 of that for a minute. Drift: beyond 0.5 % of the
/// capacity (20 g at least); over below half of it. Start load: off by more than half a piece, 3 % and 10 g from what the goods should weigh; over
/// when the plate is counted or calibrated.
/// </remarks>
internal sealed class CalibrationWatch
{
    private const double NoiseShare = 0.1;
    private const double LeastNoiseGrams = 0.5;
    private const double NoiseOver = 0.7;
    private const double DriftShare = 0.005;
    private const double LeastDriftGrams = 20;
    private const double DriftOver = 0.5;
    private const double StartShare = 0.03;
    private const double LeastStartGrams = 10;
    private const long LastsMs = 60_000;

    private readonly List<string> _raised = [];
    private long? _turnedAt;

    /// <summary>What was told and is not over.</summary>
    public IReadOnlyList<string> Raised => _raised;

    /// <summary>What to show first, or null.</summary>
    public string? Reason => _raised.Count == 0 ? null : _raised[^1];

    /// <summary>Takes up what was kept.</summary>
    public void Restore(IEnumerable<string> raised)
    {
        _raised.Clear();
        _raised.AddRange(raised);
    }

    /// <summary>Looks at a plate; about once a second.</summary>
    /// <returns>What is to be told, or null.</returns>
    public string? Look(PlateStanding standing, LivePlate plate, long nowMs)
    {
        var limit = Math.Max(NoiseShare * plate.LightestGrams, LeastNoiseGrams);
        var noisy = _raised.Contains(CalibrationReasons.Noise);
        if (noisy ? standing.NoiseGrams < NoiseOver * limit : standing.NoiseGrams > limit)
        {
            _turnedAt ??= nowMs;
            if (nowMs - _turnedAt >= LastsMs)
            {
                _turnedAt = null;
                return Turn(CalibrationReasons.Noise, !noisy);
            }
        }
        else
        {
            _turnedAt = null;
        }

        var most = Math.Max(DriftShare * (plate.CapacityGrams ?? 0), LeastDriftGrams);
        var drifted = _raised.Contains(CalibrationReasons.Drift);
        var drift = Math.Abs(standing.DriftGrams);
        return (drifted ? drift < DriftOver * most : drift > most) ? Turn(CalibrationReasons.Drift, !drifted) : null;
    }

    /// <summary>Compares a plate's first load with the goods that are said to lie there.</summary>
    /// <returns>What is to be told, or null.</returns>
    public string? LookAtStart(double levelGrams, PlateStanding standing)
    {
        if (standing.Items.Any(item => item.Count is null))
        {
            return null;
        }

        var goods = standing.Items.Sum(item => item.Count!.Value * item.UnitGrams);
        var most = Math.Max(Math.Max(StartShare * goods, LeastStartGrams), 0.5 * standing.Items.Min(item => item.UnitGrams));
        return Turn(CalibrationReasons.StartLoad, Math.Abs(levelGrams - goods) > most);
    }

    /// <summary>Something is so, or no longer so.</summary>
    /// <returns>What is to be told: it, where it is so now and was not.</returns>
    public string? Turn(string reason, bool isSo)
    {
        if (isSo && !_raised.Contains(reason))
        {
            _raised.Add(reason);
            return reason;
        }

        if (!isSo)
        {
            _raised.Remove(reason);
        }

        return null;
    }
}
