using System.Diagnostics.Metrics;

namespace Simulation.World;

/// <summary>Meters that nobody reads.</summary>
internal sealed class Quiet : IMeterFactory
{
    public static Quiet Meters { get; } = new();

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
