using System.Diagnostics.Metrics;

namespace Bench;

/// <summary>Makes meters and adds up what the uplink says it has sent.</summary>
internal sealed class UplinkMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();
    private long _bytes;
    private long _batches;

    public UplinkMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Contains(instrument.Meter) && instrument.Name is "edge_gateway.uplink.bytes" or "edge_gateway.uplink.batches")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name == "edge_gateway.uplink.bytes" ? ref _bytes : ref _batches, value));
        _listener.Start();
    }

    /// <summary>Payload bytes sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Batches sent.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(m => m.Dispose());
    }
}
