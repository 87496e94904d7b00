using Cloud.Contracts.Metrics;

namespace Cloud.Crm.Health;

/// <summary>The fleet as Prometheus reads it from headquarters. What a gateway does not say has no series.</summary>
internal static class FleetMetrics
{
    private const string Prefix = "edge_gateway_fleet_";

    /// <summary>Writes every gateway.</summary>
    internal static void Write(MetricsText text, IReadOnlyList<FleetGateway> fleet)
    {
        text.Family(Prefix + "gateways", "gauge", "Gateways by what headquarters makes of them.");
        foreach (var state in GatewayStates.All)
        {
            text.Value(Prefix + "gateways", MetricsText.Labels(new KeyValuePair<string, object?>("state", state.Word())), fleet.Count(g => g.State == state));
        }

        text.Family(Prefix + "gateway_state", "gauge", "1 for the state each gateway is in.");
        foreach (var gateway in fleet)
        {
            text.Value(Prefix + "gateway_state", Labels(gateway, ("state", gateway.State.Word())), 1);
        }

        text.Family(Prefix + "gateway_condition", "gauge", "1 for each thing that is wrong with a gateway.");
        foreach (var gateway in fleet)
        {
            foreach (var kind in gateway.Reasons)
            {
                text.Value(Prefix + "gateway_condition", Labels(gateway, ("kind", kind.Word())), 1);
            }
        }

        text.Family(Prefix + "gateway_version", "gauge", "1 for the version each gateway runs.");
        foreach (var gateway in fleet.Where(g => g.Version is not null))
        {
            text.Value(Prefix + "gateway_version", Labels(gateway, ("version", gateway.Version!)), 1);
        }

        Gauge("alarms_open", "Open alarms.", g => g.OpenAlarms);
        Gauge("alarms_waiting", "Open alarms that nobody has acknowledged or muted.", g => g.WaitingAlarms);
        Gauge("outbox_depth", "Events that wait in the gateway.", g => g.Health?.Depth);
        Gauge("outbox_oldest_unsent_seconds", "Age of the oldest of them.", g => g.Health?.OldestSeconds);
        Gauge("devices_online", "Devices that answer.", g => g.Health?.DevicesOnline);
        Gauge("devices_configured", "Devices configured.", g => g.Health?.DevicesTotal);
        Gauge("cpu_utilization_ratio", "Share of the processors' time.", g => g.Health?.Cpu);
        Gauge("temperature_celsius", "The hottest thermal zone.", g => g.Health?.Temperature);
        Gauge("memory_available_bytes", "Memory that programs may still have.", g => g.Health?.MemoryAvailable);
        Gauge("disk_free_bytes", "Room left for the gateway's data.", g => g.Health?.DiskFree);
        Gauge("disk_size_bytes", "Size of that file system.", g => g.Health?.DiskSize);
        Gauge("disk_wear_ratio", "Life that the eMMC has used.", g => g.Health?.Wear / 100.0);
        Gauge("undervoltage", "1 while the supply is too weak.", g => Flag(g.Health?.Undervoltage));
        Gauge("clock_synced", "1 while the clock can be trusted.", g => Flag(g.Health?.ClockSynced));
        Gauge("round_trip_seconds", "Until a batch's commit is heard.", g => g.Health?.RoundTripMs / 1000);

        void Gauge(string name, string help, Func<FleetGateway, double?> read)
        {
            text.Family(Prefix + name, "gauge", help);
            foreach (var gateway in fleet)
            {
                if (read(gateway) is { } value)
                {
                    text.Value(Prefix + name, Labels(gateway), value);
                }
            }
        }
    }

    private static double? Flag(bool? value) => value is { } known ? known ? 1 : 0 : null;

    private static string Labels(FleetGateway gateway, (string Name, string Value)? more = null) => MetricsText.Labels(
        new("store", gateway.Store), new("gateway", gateway.Gateway), new(more?.Name ?? "none", more?.Value));
}
