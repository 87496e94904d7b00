using EdgeGateway.Core.Shelves;
using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>What reading 64 plates costs.</summary>
internal static class ShelfCost
{
    /// <summary>Plates of a large store.</summary>
    public const int Plates = 64;

    /// <summary>Length of the trace in seconds.</summary>
    public const double Seconds = 600;

    /// <summary>The share of one core that 64 plates at 10 Hz take, by CPU time of the process; the median of five.</summary>
    public static double ShareOfACore()
    {
        var shelf = SimulatedShelf.Run(TraceSets.Find("hard")!, Plates, Seconds, 64);
        var planogram = ShelfRun.Planogram(shelf);
        var samples = ShelfRun.ByTime(shelf).ToArray();
        var shares = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var inference = new ShelfInference(planogram);
            PlateInference[] plates = [.. planogram.Plates.Select(plate => inference.Plates[plate.Plate])];
            var events = new List<ShelfEvent>();
            var before = Environment.CpuUsage.TotalTime;
            foreach (var (plate, sample) in samples)
            {
                plates[plate].Take(sample, events);
                events.Clear();
            }

            shares.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / Seconds);
        }

        return shares.Order().ElementAt(shares.Count / 2);
    }
}
