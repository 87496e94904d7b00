namespace Simulators.Shelves.Traces;

/// <summary>How a simulated store behaves: cells, goods and shoppers. Figures of the cell: HX711 and cell makers' data, docs/shelf-traces.md.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What it is for.</param>
internal sealed record TraceSet(string Name, string What)
{
    /// <summary>Fewest SKUs a plate.</summary>
    public int LeastSkus { get; init; } = 1;

    /// <summary>Most SKUs a plate.</summary>
    public int MostSkus { get; init; } = 3;

    /// <summary>Lightest goods in grams.</summary>
    public double LightestGrams { get; init; } = 15;

    /// <summary>Heaviest goods in grams.</summary>
    public double HeaviestGrams { get; init; } = 1100;

    /// <summary>How likely the next SKU of a plate is another flavour of one that is there.</summary>
    public double LookAlikes { get; init; }

    /// <summary>How likely the next SKU of a plate is a double pack of one that is there.</summary>
    public double DoublePacks { get; init; }

    /// <summary>How far batches are off the planogram, one standard deviation as a share.</summary>
    public double BatchShare { get; init; } = 0.001;

    /// <summary>How likely a delivery is of another batch than the last.</summary>
    public double NewBatches { get; init; } = 0.3;

    /// <summary>Conversions a second.</summary>
    public double SampleHz { get; init; } = 10;

    /// <summary>Noise of the chip in counts rms: 21 at 10 and 39 at 80 conversions a second.</summary>
    public double NoiseCounts { get; init; } = 21;

    /// <summary>Slower noise of the wiring in counts rms.</summary>
    public double PinkCounts { get; init; } = 12;

    /// <summary>Amplitude of shaking by compressors and traffic in grams, at most; each plate has its own.</summary>
    public double HumGrams { get; init; }

    /// <summary>How likely a conversion is a spike.</summary>
    public double Spikes { get; init; } = 0.00003;

    /// <summary>Wander of the zero in grams in a minute (random walk).</summary>
    public double WanderGrams { get; init; } = 0.05;

    /// <summary>Smooth wander by a wiring fault, in grams either way.</summary>
    public double MiswiredGrams { get; init; }

    /// <summary>Swing of the store's temperature in K either way.</summary>
    public double Swing { get; init; } = 0.5;

    /// <summary>Whether the trace tells temperatures.</summary>
    public bool Celsius { get; init; }

    /// <summary>Drift after power on in grams, at most.</summary>
    public double WarmUpGrams { get; init; }

    /// <summary>How many plates have a cheap bar cell in place of a good one.</summary>
    public double CheapCells { get; init; } = 0.3;

    /// <summary>How many actions follow the last by 0.7 to 1.8 s.</summary>
    public double Quick { get; init; }

    /// <summary>How many actions follow the last by 0.1 to 0.7 s: two people at one plate.</summary>
    public double Together { get; init; }

    /// <summary>How many actions follow the last by 2 to 6 s: somebody hesitates.</summary>
    public double Hesitating { get; init; } = 0.06;

    /// <summary>How many actions have one on the next plate at the same time: two hands or two people.</summary>
    public double TwoPlates { get; init; } = 0.02;

    /// <summary>Mean time to the next action of the others, beyond the 6.5 s they keep, in seconds.</summary>
    public double PauseSeconds { get; init; } = 16;

    /// <summary>How often an action puts down something that is not goods.</summary>
    public double Foreign { get; init; }

    /// <summary>How often somebody leans on the plate for 2 to 12 s.</summary>
    public double Leaning { get; init; }

    /// <summary>How often somebody pushes or knocks and takes nothing.</summary>
    public double Pushing { get; init; } = 0.02;

    /// <summary>How often somebody touches goods and takes nothing.</summary>
    public double Touching { get; init; } = 0.02;

    /// <summary>How often a plate is cleaned.</summary>
    public double Cleaning { get; init; }

    /// <summary>How often goods of another plate are put here.</summary>
    public double Misplacing { get; init; }

    /// <summary>How often pieces come that nobody took from here.</summary>
    public double Unasked { get; init; } = 0.003;

    /// <summary>How eagerly staff refills in bulk.</summary>
    public double Restocking { get; init; } = 0.05;

    /// <summary>What goods dry out or leak a plate and hour, in grams.</summary>
    public double LossGramsAnHour { get; init; }

    /// <summary>Power cuts an hour, of 20 to 90 s.</summary>
    public double CutsAnHour { get; init; }
}
