namespace Simulators.Shelves.Traces;

/// <summary>From what presses on a plate to what the amplifier sees: mass on a spring, creep, hysteresis, bow, and a zero that wanders.</summary>
internal sealed class CellSignal
{
    /// <summary>Steps a second of the mechanics.</summary>
    public const int Hz = 400;

    private const double Dt = 1.0 / Hz;

    private readonly LoadCell _cell;
    private readonly double _a11;
    private readonly double _a12;
    private readonly double _a21;
    private readonly double _a22;
    private double _x;
    private double _v;
    private double _fastCreep;
    private double _slowCreep;
    private double _lastX;
    private double _play;

    /// <summary>A cell that has carried its load for long.</summary>
    public CellSignal(LoadCell cell, double startGrams)
    {
        _cell = cell;
        (_x, _lastX, _fastCreep, _slowCreep) = (startGrams, startGrams, startGrams, startGrams);

        // The exact solution of x'' + 2 d w x' + w² x = w² F over one step of constant F.
        var w = 2 * Math.PI * cell.RingHz;
        var decay = cell.Damping * w;
        var ring = w * Math.Sqrt(1 - (cell.Damping * cell.Damping));
        var (sine, cosine) = Math.SinCos(ring * Dt);
        var shrink = Math.Exp(-decay * Dt);
        _a11 = shrink * (cosine + (decay / ring * sine));
        _a12 = shrink * sine / ring;
        _a21 = -w * w * _a12;
        _a22 = shrink * (cosine - (decay / ring * sine));
    }

    /// <summary>One step under a load.</summary>
    /// <returns>The deflection in grams.</returns>
    public double Step(double grams)
    {
        var off = _x - grams;
        var next = (_a11 * off) + (_a12 * _v);
        _v = (_a21 * off) + (_a22 * _v);
        return _x = grams + next;
    }

    /// <summary>What the cell's own faults make of a deflection, once a conversion.</summary>
    /// <param name="grams">The deflection.</param>
    /// <param name="seconds">Time since the last conversion.</param>
    public double Distort(double grams, double seconds)
    {
        _fastCreep += (grams - _fastCreep) * Math.Min(1, seconds / 90);
        _slowCreep += (grams - _slowCreep) * Math.Min(1, seconds / 600);
        // Half the range: the maker's figure is that of a full cycle, small loops are narrower by far.
        var width = 0.5 * _cell.FullScale;
        var moved = grams - _lastX;
        _play += moved / width * (1 - (Math.Sign(moved) * _play));
        _play = Math.Clamp(_play, -1, 1);
        _lastX = grams;
        var share = grams / _cell.FullScale;
        return grams + (_cell.Creep * ((0.4 * _fastCreep) + (0.6 * _slowCreep))) + (_cell.Hysteresis * _cell.FullScale * 0.5 * _play)
            + (_cell.Nonlinearity * _cell.FullScale * 4 * share * (1 - share));
    }
}
