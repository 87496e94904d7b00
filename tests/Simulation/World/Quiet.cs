using System.Diagnostics.Metrics;

namespace Simulation.World;

/// <summary>Meters that nobody reads. The runtime keeps each, with all that its gauges look at, until it is disposed of.</summary>
internal sealed class Quiet : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public static Quiet Meters { get; } = new();

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    /// <summary>Lets go of all that were made; more can be made.</summary>
    public void Dispose()
    {
        _meters.ForEach(meter => meter.Dispose());
        _meters.Clear();
    }
}
