namespace Simulators.Shelves.Traces;

/// <summary>What the zero of a cell does by itself: random walk, temperature behind the store's air, warm-up, a wiring fault.</summary>
internal sealed class ZeroWander
{
    private const double WarmUpSeconds = 480;

    private readonly LoadCell _cell;
    private readonly double _stepGrams;
    private readonly double _swing;
    private readonly double _cycle;
    private readonly double _phase;
    private readonly Dice _dice;
    private readonly (double Period, double Phase, double Share)[] _fault;
    private double _walk;
    private double _lag;
    private double _poweredAt;

    /// <summary>Starts at power on.</summary>
    public ZeroWander(LoadCell cell, TraceSet set, Dice dice)
    {
        (_cell, _dice, _stepGrams, _swing) = (cell, dice, set.WanderGrams / Math.Sqrt(60), set.Swing);
        (_cycle, _phase) = (dice.Between(700, 1800), dice.Between(0, 6));
        _fault = [.. Enumerable.Range(0, 3).Select(_ => (dice.LogBetween(60, 600), dice.Between(0, 6), dice.Between(0.15, 0.5)))];
    }

    /// <summary>Temperature at the cell in °C.</summary>
    public double Celsius => 22 + _lag;

    /// <summary>Power came back.</summary>
    public void Restart(double seconds) => _poweredAt = seconds;

    /// <summary>The zero in grams.</summary>
    /// <param name="seconds">Now.</param>
    /// <param name="passed">Since the last call.</param>
    public double Next(double seconds, double passed)
    {
        _walk += _stepGrams * Math.Sqrt(passed) * _dice.Normal();
        var air = _swing * Math.Sin((2 * Math.PI * seconds / _cycle) + _phase);
        _lag += (air - _lag) * Math.Min(1, passed / 300);
        var fault = _fault.Sum(part => part.Share * Math.Sin((2 * Math.PI * seconds / part.Period) + part.Phase));
        return _walk + (_cell.GramsAKelvin * _lag) + (_cell.WarmUpGrams * (1 - Math.Exp(-(seconds - _poweredAt) / WarmUpSeconds))) + (_cell.MiswiredGrams * fault);
    }
}
