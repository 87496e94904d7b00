namespace Simulators.Shelves.Traces;

/// <summary>One cell with its converter. Figures: senstech's table for a good cell (creep 0.03 % in 30 min, hysteresis and nonlinearity 0.02 %); a cheap bar is an assumption.</summary>
internal sealed record LoadCell
{
    /// <summary>Full scale in grams.</summary>
    public required double FullScale { get; init; }

    /// <summary>What the planogram believes of it.</summary>
    public required double CountsPerGram { get; init; }

    /// <summary>What the planogram believes its zero to be.</summary>
    public required double ZeroCounts { get; init; }

    /// <summary>What is true.</summary>
    public required double TrueCountsPerGram { get; init; }

    /// <summary>What is true.</summary>
    public required double TrueZeroCounts { get; init; }

    /// <summary>Natural frequency with its usual load, in hertz.</summary>
    public required double RingHz { get; init; }

    /// <summary>Damping ratio.</summary>
    public required double Damping { get; init; }

    /// <summary>Creep in 30 minutes as a share of the load.</summary>
    public required double Creep { get; init; }

    /// <summary>Hysteresis as a share of full scale.</summary>
    public required double Hysteresis { get; init; }

    /// <summary>Nonlinearity as a share of full scale.</summary>
    public required double Nonlinearity { get; init; }

    /// <summary>Drift of the zero in grams a kelvin.</summary>
    public required double GramsAKelvin { get; init; }

    /// <summary>Amplitude of shaking in grams.</summary>
    public required double HumGrams { get; init; }

    /// <summary>Its frequency, about 3 Hz.</summary>
    public required double HumHz { get; init; }

    /// <summary>Drift after power on in grams.</summary>
    public required double WarmUpGrams { get; init; }

    /// <summary>Smooth wander by a wiring fault in grams either way.</summary>
    public required double MiswiredGrams { get; init; }

    /// <summary>Whether the converter takes a plain average over its settling time, in place of four one after another.</summary>
    public required bool PlainAverage { get; init; }
}
