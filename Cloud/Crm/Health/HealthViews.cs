using System.Text.Json.Serialization;
using Cloud.Crm.Fleet;

namespace Cloud.Crm.Health;

/// <summary>A gateway of the fleet.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="Store">Its store.</param>
/// <param name="StoreName">The store's name for people.</param>
/// <param name="Region">The store's region, or null.</param>
/// <param name="LatitudeE6">Where the store is, in millionths of a degree; null where nobody has said.</param>
/// <param name="LongitudeE6">The same.</param>
/// <param name="State">What headquarters makes of it.</param>
/// <param name="Since">Since when; null where it is unknown.</param>
/// <param name="Reasons">What is wrong.</param>
/// <param name="Version">The software it said it runs.</param>
/// <param name="LastCommittedAt">When its last batch was committed.</param>
/// <param name="HealthAt">When it last said how it is.</param>
/// <param name="Health">What it said then, or null.</param>
/// <param name="OpenAlarms">Alarms that are open.</param>
/// <param name="WaitingAlarms">Those of them that nobody has acknowledged or muted.</param>
internal sealed record FleetGateway(
    string Gateway,
    string Store,
    string StoreName,
    string? Region,
    int? LatitudeE6,
    int? LongitudeE6,
    GatewayState State,
    DateTime? Since,
    IReadOnlyList<AlarmKind> Reasons,
    string? Version,
    DateTime? LastCommittedAt,
    DateTime? HealthAt,
    HealthNumbers? Health,
    int OpenAlarms,
    int WaitingAlarms);

/// <summary>A page of gateways.</summary>
/// <param name="Rows">They, the ill ones first: lying, offline, degraded, unknown, online; then by store and name.</param>
/// <param name="Next">What to ask for next with after; null at the end.</param>
internal sealed record FleetPage(IReadOnlyList<FleetGateway> Rows, string? Next);

/// <summary>A store on the map.</summary>
/// <param name="Store">The store.</param>
/// <param name="StoreName">Its name for people.</param>
/// <param name="LatitudeE6">In millionths of a degree.</param>
/// <param name="LongitudeE6">The same.</param>
/// <param name="State">The worst state of its gateways that were asked for.</param>
/// <param name="Gateways">How many these are.</param>
/// <param name="Gateway">Its only one, or null where there are several.</param>
internal sealed record FleetPlace(string Store, string StoreName, int LatitudeE6, int LongitudeE6, GatewayState State, int Gateways, string? Gateway);

/// <summary>The fleet in numbers.</summary>
/// <param name="States">How many gateways are in each state.</param>
/// <param name="Regions">The regions that their stores are in.</param>
/// <param name="Versions">The versions that they run.</param>
internal sealed record FleetSummary(FleetCounts States, IReadOnlyList<string> Regions, IReadOnlyList<string> Versions);

/// <summary>Gateways by state.</summary>
internal sealed record FleetCounts(int Online, int Degraded, int Lying, int Offline, int Unknown);

/// <summary>One gateway, with its last day.</summary>
/// <param name="Gateway">What is known of it.</param>
/// <param name="Devices">Its devices.</param>
/// <param name="Samples">A day, one each ten minutes, oldest first.</param>
/// <param name="Changes">How its state has changed, newest first, at most 200.</param>
/// <param name="Alarms">Its alarms, newest first, at most 100.</param>
internal sealed record GatewayDay(
    FleetGateway Gateway, IReadOnlyList<DeviceView> Devices, IReadOnlyList<HealthSample> Samples, IReadOnlyList<StateChange> Changes, IReadOnlyList<GatewayAlarmView> Alarms);

/// <summary>What a gateway said at a moment; null where it did not say.</summary>
/// <param name="At">When.</param>
/// <param name="Cpu">Share of the processors' time, 0 to 1.</param>
/// <param name="Temperature">In °C.</param>
/// <param name="MemoryUsed">Share of the memory, 0 to 1.</param>
/// <param name="DiskFree">In bytes.</param>
/// <param name="Depth">Events waiting.</param>
/// <param name="OldestSeconds">The age of the oldest.</param>
/// <param name="RoundTripMs">Until its commit was heard.</param>
/// <param name="LagMs">How long work waited for a thread.</param>
internal sealed record HealthSample(
    DateTime At, double? Cpu, double? Temperature, double? MemoryUsed, long? DiskFree, long? Depth, long? OldestSeconds, long? RoundTripMs, long? LagMs);

/// <summary>A change of state.</summary>
internal sealed record StateChange(DateTime At, GatewayState State, IReadOnlyList<AlarmKind> Reasons);

/// <summary>An alarm about a gateway.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Store">Its store.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">How much, at its beginning.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="AcknowledgedAt">When somebody has seen it.</param>
/// <param name="AcknowledgedBy">Who: an account's or token's id.</param>
/// <param name="MutedUntil">Until when nobody is told of it.</param>
/// <param name="MutedBy">Who wanted that.</param>
/// <param name="EscalatedAt">When others were told because nobody had seen it.</param>
/// <param name="ClosedAt">When it was over.</param>
internal sealed record GatewayAlarmView(
    string Id,
    string Gateway,
    string Store,
    AlarmKind Kind,
    string Detail,
    DateTime OpenedAt,
    DateTime? AcknowledgedAt,
    string? AcknowledgedBy,
    DateTime? MutedUntil,
    string? MutedBy,
    DateTime? EscalatedAt,
    DateTime? ClosedAt);

/// <summary>For how long nobody is to be told of an alarm.</summary>
/// <param name="Minutes">1 to 43,200 (30 days); 0 ends it.</param>
internal sealed record MuteBody(int? Minutes);

/// <summary>An alarm as subscribers hear of it.</summary>
internal sealed record AlarmTold(string Alarm, string Gateway, AlarmKind Kind, string Detail, DateTime OpenedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(FleetPage))]
[JsonSerializable(typeof(IReadOnlyList<FleetPlace>))]
[JsonSerializable(typeof(FleetSummary))]
[JsonSerializable(typeof(GatewayDay))]
[JsonSerializable(typeof(IReadOnlyList<GatewayAlarmView>))]
[JsonSerializable(typeof(GatewayAlarmView))]
[JsonSerializable(typeof(MuteBody))]
[JsonSerializable(typeof(AlarmTold))]
internal sealed partial class HealthJson : JsonSerializerContext;
