using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EdgeGateway.Core.Devices;

/// <summary>What the supervisors count; tagged with the driver's name only.</summary>
public sealed class DeviceMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EdgeGateway.Core.Devices";

    private const string DriverTag = "edge_gateway.driver";

    private readonly ConcurrentDictionary<string, int> _online = new(StringComparer.Ordinal);
    private readonly Counter<long> _readings;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _reopens;
    private readonly Counter<long> _dropped;

    /// <summary>Makes the instruments.</summary>
    public DeviceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _readings = meter.CreateCounter<long>("edge_gateway.device.readings", "{reading}", "Readings taken from devices.");
        _failures = meter.CreateCounter<long>("edge_gateway.device.failures", "{failure}", "Failed openings and broken or silent connections.");
        _reopens = meter.CreateCounter<long>("edge_gateway.device.reopens", "{reopen}", "Openings after a failure.");
        _dropped = meter.CreateCounter<long>("edge_gateway.device.signals_dropped", "{signal}", "Signals dropped because the events behind them had nowhere to go.");
        meter.CreateObservableGauge(
            "edge_gateway.device.online",
            () => _online.Select(pair => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>(DriverTag, pair.Key))),
            "{device}",
            "Devices that are online.");
    }

    internal void Read(string driver) => _readings.Add(1, Tag(driver));

    internal void Failed(string driver) => _failures.Add(1, Tag(driver));

    internal void Reopened(string driver) => _reopens.Add(1, Tag(driver));

    internal void SignalDropped(string driver) => _dropped.Add(1, Tag(driver));

    internal void Online(string driver, int change) => _online.AddOrUpdate(driver, change, (_, count) => count + change);

    private static KeyValuePair<string, object?> Tag(string driver) => new(DriverTag, driver);
}
