using System.Diagnostics.Metrics;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Health;

/// <summary>The meter <c>EdgeGateway.Core.Health</c>: the last reading, the outbox and every device. What is not known has no measurement.</summary>
public sealed class HealthMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Health";

    private readonly Func<HealthReading?> _last;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="last">The last reading, null before the first.</param>
    /// <param name="outbox">The outbox at a glance; does no I/O.</param>
    /// <param name="board">The devices.</param>
    public HealthMetrics(IMeterFactory meters, Func<HealthReading?> last, Func<OutboxSnapshot> outbox, DeviceBoard board)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _last = last;
        var meter = meters.Create(MeterName);
        Gauge(meter, "system.cpu.utilization", "1", "Share of the processors' time that was used.", r => r.Machine.Cpu);
        Gauge(meter, "system.memory.limit", "By", "Memory of the machine.", r => r.Machine.MemoryTotal);
        Gauge(meter, "system.linux.memory.available", "By", "Memory that programs may still have.", r => r.Machine.MemoryAvailable);
        Gauge(meter, "hw.temperature", "Cel", "The hottest thermal zone.", r => r.Machine.Temperature);
        Gauge(meter, "edge_gateway.machine.undervoltage", "{supply}", "1 while the supply's voltage is too low.", r => Flag(r.Machine.Undervoltage));
        Gauge(meter, "edge_gateway.machine.throttled", "{processor}", "1 while the processor is held back by heat or voltage.", r => Flag(r.Machine.Throttled));
        Gauge(meter, "edge_gateway.disk.free", "By", "Room left for the gateway's data.", r => r.Machine.DiskFree);
        Gauge(meter, "edge_gateway.disk.size", "By", "Size of the file system of the gateway's data.", r => r.Machine.DiskSize);
        Gauge(meter, "edge_gateway.disk.wear", "1", "Life that the eMMC has used at most; SD cards do not say.", r => r.Machine.Wear / 100.0);
        Gauge(meter, "process.memory.usage", "By", "Memory of the process.", r => r.ResidentBytes);
        Gauge(meter, "process.uptime", "s", "How long the process runs.", r => r.Uptime.TotalSeconds);
        Gauge(meter, "edge_gateway.clock.synced", "{clock}", "1 while the clock can be trusted.", r => Flag(r.ClockSynced));
        Gauge(meter, "edge_gateway.clock.offset", "s", "How far the clock is from the time it is told.", r => r.ClockOffset?.TotalSeconds);
        Gauge(meter, "edge_gateway.uplink.round_trip", "s", "How long the last batch took until headquarters' commit was heard.", r => r.RoundTrip?.TotalSeconds);
        Gauge(meter, "edge_gateway.runtime.lag", "s", "How long a piece of work waited for a thread.", r => r.Lag?.TotalSeconds);
        Gauge(meter, "edge_gateway.outbox.oldest_unsent", "s", "Age of the oldest event that headquarters has not committed; 0 where none waits.", r => r.OldestUnsent?.TotalSeconds ?? 0);
        _ = meter.CreateObservableGauge("edge_gateway.outbox.depth", () => outbox().Depth, "{event}", "Events that headquarters has not committed.");
        _ = meter.CreateObservableGauge("edge_gateway.outbox.size", () => outbox().Bytes, "By", "Their size on disk.");
        _ = meter.CreateObservableGauge("edge_gateway.outbox.refusing", () => outbox().Refused is null ? 0 : 1, "{outbox}", "1 while it takes no more events.");
        _ = meter.CreateObservableGauge(
            "edge_gateway.device.available",
            () => board.Snapshot().Select(device => new Measurement<int>(
                device.Availability == Availability.Online ? 1 : 0,
                new KeyValuePair<string, object?>("edge_gateway.device", device.Id),
                new KeyValuePair<string, object?>("edge_gateway.driver", device.Driver))),
            "{device}",
            "1 for each device that answers, 0 for each that does not.");
    }

    private static double? Flag(bool? value) => value is { } known ? known ? 1 : 0 : null;

    private void Gauge(Meter meter, string name, string unit, string description, Func<HealthReading, double?> read) => meter.CreateObservableGauge(
        name, () => _last() is { } reading && read(reading) is { } value ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>(), unit, description);
}
