namespace Simulators.Shelves.Traces;

/// <summary>One conversion as it comes out of a trace.</summary>
/// <param name="TimeMs">When it was read.</param>
/// <param name="Counts">Raw counts.</param>
/// <param name="Celsius">The temperature where the set tells it.</param>
internal readonly record struct TraceRow(long TimeMs, long Counts, double? Celsius);

/// <summary>The converter of one plate: four conversions of averaging (400 ms at 10, 50 to 100 ms at 80 a second), noise, spikes, whole counts, its own clock.</summary>
internal sealed class Converter(TraceSet set, SimulatedPlate plate, IReadOnlyList<(double From, double To)> cuts, Dice dice)
{
    private const long MostCounts = (1 << 24) - 1;
    private const double MainsHz = 50;

    /// <summary>Converts a whole trace.</summary>
    public List<TraceRow> Run(double seconds)
    {
        var cell = plate.Cell;
        var load = plate.Load;
        var signal = new CellSignal(cell, load.At(0));
        var zero = new ZeroWander(cell, set, dice.Fork());
        var kernel = Kernel(set.SampleHz > 40 ? 0.1 : 0.4, cell.PlainAverage ? 1 : 4);
        var past = new double[kernel.Length];
        Array.Fill(past, load.At(0));
        var period = 1 / set.SampleHz * (1 + (0.005 * dice.Normal()));
        var rows = new List<TraceRow>((int)(seconds * set.SampleHz) + 8);
        double slow = 0, fast = 0;
        var mains = set.SampleHz > 40 ? dice.Between(0, 0.4) * set.HumGrams : 0;
        var mainsHz = MainsHz * (1 + (0.0004 * dice.Normal()));
        var (humPhase, beatPhase) = (dice.Between(0, 6), dice.Between(0, 6));
        var (steps, next, cut, last) = ((long)0, period, 0, -1L);
        while (next < seconds)
        {
            while (steps < next * CellSignal.Hz)
            {
                var t = (double)steps / CellSignal.Hz;
                var shaking = cell.HumGrams * (1 + (0.3 * Math.Sin((0.7 * t) + beatPhase))) * Math.Sin((2 * Math.PI * cell.HumHz * t) + humPhase);
                past[steps % past.Length] = signal.Step(load.At(t) - (plate.LossGramsASecond * t)) + shaking;
                steps++;
            }

            var grams = 0.0;
            for (var i = 0; i < kernel.Length; i++)
            {
                grams += kernel[i] * past[(steps + i) % past.Length];
            }

            grams = signal.Distort(grams, period) + zero.Next(next, period) + (mains * Math.Sin(2 * Math.PI * mainsHz * next));
            slow = Coloured(slow, period / 20);
            fast = Coloured(fast, period / 0.3);
            var counts = cell.TrueZeroCounts + (cell.TrueCountsPerGram * grams) + (set.NoiseCounts * dice.Normal()) + fast + slow;
            var late = 0.0;
            if (dice.Chance(set.Spikes))
            {
                counts += (dice.Chance(0.5) ? 1 : -1) * dice.LogBetween(400, 4_000_000);
                late = dice.Chance(0.5) ? period : 0;
            }

            while (cut < cuts.Count && next > cuts[cut].To + 0.5)
            {
                zero.Restart(cuts[cut++].To);
            }

            var time = (long)Math.Round((next * 1000) + dice.Between(0, 4));
            if ((cut == cuts.Count || next < cuts[cut].From) && time > last)
            {
                double? celsius = set.Celsius ? Math.Round((zero.Celsius + (0.05 * dice.Normal())) * 16) / 16 : null;
                rows.Add(new TraceRow(time, Math.Clamp((long)Math.Round(counts), 0, MostCounts), celsius));
                last = time;
            }

            next += period + late;
        }

        return rows;
    }

    /// <summary>The next of a noise that forgets in so many of its own lifetimes; two of them make the wiring's share.</summary>
    private double Coloured(double noise, double lifetimes)
    {
        var kept = Math.Exp(-lifetimes);
        return (kept * noise) + (Math.Sqrt((1 - (kept * kept)) / 2) * set.PinkCounts * dice.Normal());
    }

    /// <summary>So many averages one after another over a time, oldest first: 4 are sinc⁴.</summary>
    private static double[] Kernel(double seconds, int stages)
    {
        var box = (int)Math.Round(seconds / stages * CellSignal.Hz);
        double[] kernel = [1];
        for (var stage = 0; stage < stages; stage++)
        {
            var next = new double[kernel.Length + box - 1];
            for (var i = 0; i < kernel.Length; i++)
            {
                for (var j = 0; j < box; j++)
                {
                    next[i + j] += kernel[i] / box;
                }
            }

            kernel = next;
        }

        return kernel;
    }
}
