using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Clocks;

namespace Cloud.Crm.Fleet;

/// <summary>A store and its gateways.</summary>
/// <param name="Store">The store's name in topics and addresses.</param>
/// <param name="Name">The name people use.</param>
/// <param name="Gateways">Its gateways, by name.</param>
internal sealed record StoreSummary(string Store, string Name, IReadOnlyList<GatewayView> Gateways);

/// <summary>A store, its gateways and their devices.</summary>
/// <param name="Store">The store's name in topics and addresses.</param>
/// <param name="Name">The name people use.</param>
/// <param name="Gateways">Its gateways, by name.</param>
/// <param name="Devices">Their devices, by gateway and name.</param>
internal sealed record StoreView(string Store, string Name, IReadOnlyList<GatewayView> Gateways, IReadOnlyList<DeviceView> Devices);

/// <summary>Whether something answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Availability>))]
internal enum Availability
{
    /// <summary>It has never said.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>It does.</summary>
    [JsonStringEnumMemberName("online")]
    Online,

    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("offline")]
    Offline,
}

/// <summary>Whether an event must arrive.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClassName>))]
internal enum ClassName
{
    /// <summary>It must.</summary>
    [JsonStringEnumMemberName("ledger")]
    Ledger,

    /// <summary>It may be dropped by a full gateway, which says so.</summary>
    [JsonStringEnumMemberName("telemetry")]
    Telemetry,
}

/// <summary>What headquarters knows of a gateway.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="Status">As it or the broker for it last said.</param>
/// <param name="StatusSince">Since when, by headquarters' clock.</param>
/// <param name="Version">The software it said it runs.</param>
/// <param name="LastEventAt">The time of its last event, by its own clock.</param>
/// <param name="LastCommittedAt">When its last batch was committed.</param>
/// <param name="Epoch">The epoch that moved last.</param>
/// <param name="CommittedSeq">How far that is committed.</param>
/// <param name="Events">How many of its events are stored.</param>
/// <param name="Depth">Events waiting in its outbox, as of its last batch.</param>
/// <param name="OldestUnsent">The time of the oldest of those.</param>
/// <param name="GapEvents">Events that will never come, as its batches said.</param>
/// <param name="DeadLetters">Its messages and events that could not be read.</param>
internal sealed record GatewayView(
    string Gateway,
    Availability Status,
    DateTime? StatusSince,
    string? Version,
    DateTime? LastEventAt,
    DateTime? LastCommittedAt,
    string? Epoch,
    long CommittedSeq,
    long Events,
    long Depth,
    DateTime? OldestUnsent,
    long GapEvents,
    long DeadLetters);

/// <summary>What headquarters knows of a device.</summary>
/// <param name="Gateway">The gateway it hangs on.</param>
/// <param name="Device">Its name.</param>
/// <param name="Kind">scale or plate; null until it has said.</param>
/// <param name="Driver">The driver that reads it.</param>
/// <param name="Availability">As its gateway last said.</param>
/// <param name="Since">Since when, by the gateway's clock.</param>
/// <param name="Reason">Why it is offline, or its fault.</param>
/// <param name="Sample">The data of its last device.sample.</param>
/// <param name="SampleAt">When that was, by the gateway's clock.</param>
internal sealed record DeviceView(
    string Gateway,
    string Device,
    string? Kind,
    string? Driver,
    Availability Availability,
    DateTime? Since,
    string? Reason,
    JsonElement? Sample,
    DateTime? SampleAt);

/// <summary>A page of events, newest first.</summary>
internal sealed record EventPage(IReadOnlyList<EventView> Events);

/// <summary>A committed event.</summary>
/// <param name="Gateway">The gateway that accepted it.</param>
/// <param name="Position">Its running number among the gateway's events at headquarters.</param>
/// <param name="Epoch">The gateway's epoch.</param>
/// <param name="Seq">Its number there.</param>
/// <param name="Type">What it is.</param>
/// <param name="Class">Whether it had to arrive.</param>
/// <param name="Time">When, by the gateway's clock.</param>
/// <param name="ReceivedAt">When headquarters received it.</param>
/// <param name="HappenedAt">When it happened, as headquarters reckons it and its figures count it; where only bounds are known, the later one.</param>
/// <param name="TimeQuality">How well that is known.</param>
/// <param name="NotBefore">The earlier bound, where only bounds are known.</param>
/// <param name="Device">The device that said it, or null for the gateway.</param>
/// <param name="Data">The data object.</param>
internal sealed record EventView(
    string Gateway,
    long Position,
    string Epoch,
    long Seq,
    string Type,
    ClassName Class,
    DateTime Time,
    DateTime ReceivedAt,
    DateTime HappenedAt,
    TimeQuality TimeQuality,
    DateTime? NotBefore,
    string? Device,
    JsonElement Data);

/// <summary>Something that could not be read.</summary>
/// <param name="Id">Its row; newer ones are higher.</param>
/// <param name="Topic">Where it came.</param>
/// <param name="Gateway">The gateway the topic names.</param>
/// <param name="Seq">The event it stands for, or the first of the batch.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How often the same came.</param>
/// <param name="FirstAt">First.</param>
/// <param name="LastAt">Last.</param>
/// <param name="Size">Its length in bytes.</param>
internal sealed record DeadLetterView(
    long Id, string Topic, string? Gateway, long? Seq, string Reason, long Count, DateTime FirstAt, DateTime LastAt, long Size);

/// <summary>A gateway's account: rows and tally are equal unless something was applied twice or lost.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Epochs">Its epochs, in the order headquarters met them.</param>
/// <param name="Rows">How many event rows there are.</param>
/// <param name="Tally">The sum of the counters that each event was added to when it was applied.</param>
internal sealed record LedgerView(string Gateway, IReadOnlyList<LedgerEpoch> Epochs, long Rows, long Tally);

/// <summary>An epoch's committed range.</summary>
internal sealed record LedgerEpoch(string Epoch, long First, long Last);

/// <summary>Whether the service answers and its database does.</summary>
internal sealed record Health(string Status);

/// <summary>A request that cannot be answered: a problem document (RFC 9457).</summary>
/// <param name="Detail">Why, in words.</param>
internal sealed record Refusal(string Detail)
{
    /// <summary>No page says more than the detail.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status in words.</summary>
    public string Title { get; init; } = "";

    /// <summary>The status.</summary>
    public int Status { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(IReadOnlyList<StoreSummary>))]
[JsonSerializable(typeof(StoreView))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(IReadOnlyList<EventView>))]
[JsonSerializable(typeof(IReadOnlyList<DeadLetterView>))]
[JsonSerializable(typeof(IReadOnlyList<LedgerView>))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(string))]
internal sealed partial class FleetJson : JsonSerializerContext;
