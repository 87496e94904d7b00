using System.Collections.Frozen;

namespace Cloud.Contracts;

/// <summary>One event type: its class, whether programs in the store may hand it over, and the members its data must have.</summary>
/// <param name="Type">The wire text, one of <see cref="EventTypes"/>.</param>
/// <param name="Class">What may happen to it when the disk is full.</param>
/// <param name="FromPrograms">Whether the local intake accepts it; false for what only the gateway itself may say.</param>
/// <param name="Required">Members that <c>data</c> must have, in order.</param>
public sealed record EventDescription(string Type, EventClass Class, bool FromPrograms, IReadOnlyList<DataMember> Required)
{
    /// <summary>Members that <c>data</c> may have and whose kind is fixed where it has them; members that are not named may be there too.</summary>
    public IReadOnlyList<DataMember> Optional { get; init; } = [];
}

/// <summary>A member of an event's <c>data</c> and the JSON kind of its value.</summary>
public readonly record struct DataMember(string Name, DataKind Kind);

/// <summary>The JSON kinds that event data is made of. Weights are decimal strings, never floating point.</summary>
public enum DataKind
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number without fraction, within 64 bits.</summary>
    Integer,

    /// <summary>A JSON string holding a decimal number, such as <c>"1.250"</c>.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON array.</summary>
    Array,

    /// <summary>A JSON object.</summary>
    Object,
}

/// <summary>Every event type there is. Source: design section 4.</summary>
public static class EventCatalog
{
    private const bool Program = true;
    private const bool GatewayOnly = false;

    /// <summary>How a gateway is: before <see cref="All"/>, which uses it. What it does not know is not there.</summary>
    private static readonly DataMember[] s_health =
    [
        Integer("outbox_depth"), Integer("outbox_bytes"), Integer("outbox_dropped"), Integer("rss_bytes"), Integer("uptime_seconds"), Integer("devices_online"),
        Integer("devices_total"), Boolean("clock_synced"), Text("boot"), Integer("outbox_oldest_seconds"), Integer("clock_offset_us"), Integer("round_trip_us"), Integer("lag_us"),
        Integer("cpu_permille"), Integer("temperature_decicel"), Integer("memory_total_bytes"), Integer("memory_available_bytes"), Integer("disk_size_bytes"), Integer("disk_free_bytes"),
        Integer("wear_percent"), Boolean("undervoltage"), Boolean("throttled"),
    ];

    /// <summary>Where a gateway stands with its updates beyond what runs: before <see cref="All"/>, which uses it.</summary>
    private static readonly DataMember[] s_updated = [Integer("staged"), Integer("trial"), Integer("failed"), Text("reason")];

    /// <summary>What a scale's capture adds: before <see cref="All"/>, which uses it.</summary>
    private static readonly DataMember[] s_weighed =
    [
        Text("scale"), Text("capture"), Text("net_gross"), Decimal("gross"), Decimal("tare"), Text("plu"), Text("sku"), Integer("unit_price_fen"),
        Text("price_unit"), Integer("total_fen"), Text("currency"), Text("rounding"), Text("label"), Boolean("at_start"), Boolean("after_silence"),
    ];

    /// <summary>What a stocktake adds to a counted line.</summary>
    private static readonly DataMember[] s_counted = [Text("unit"), Text("session"), Integer("lines"), Text("plate"), Integer("expected"), Integer("difference")];

    /// <summary>What a plate adds to goods that were taken or returned.</summary>
    private static readonly DataMember[] s_moved =
    [
        Text("device"), Decimal("grams"), Decimal("confidence"), Text("decided_at"), Text("decision"), Integer("on_plate"), Boolean("restock"), Boolean("at_start"),
        Boolean("after_silence"), Array("candidates"), Array("recounted"),
    ];

    /// <summary>What a plate adds where no goods can be named.</summary>
    private static readonly DataMember[] s_unnamed =
        [Text("device"), Decimal("confidence"), Text("decided_at"), Text("decision"), Boolean("at_start"), Boolean("after_silence"), Array("recounted")];

    /// <summary>Why a plate should be calibrated.</summary>
    private static readonly DataMember[] s_uncalibrated = [Text("device"), Text("reason"), Decimal("noise_grams"), Decimal("drift_grams")];

    /// <summary>What a print job's outcome says beyond the reason.</summary>
    private static readonly DataMember[] s_printing =
    [
        Text("template"), Integer("copies"), Integer("printed"), Boolean("duplicate"), Integer("attempts"), Text("requested_by"), Text("said"), Text("answer"), Text("who"),
    ];

    /// <summary>What a till says of a sale beyond its lines.</summary>
    private static readonly DataMember[] s_sold =
        [Text("at"), Text("member"), Text("phone"), Text("card"), Array("vouchers"), Integer("points_burnt")];

    /// <summary>What it says of a return.</summary>
    private static readonly DataMember[] s_soldBack = [Text("at"), Text("member"), Text("phone"), Text("card"), Text("original"), Text("restock")];

    /// <summary>What a scanner's scan says beyond its text.</summary>
    private static readonly DataMember[] s_scanned = [Text("content"), Text("gtin"), Array("elements"), Object("weighed"), Array("warnings")];

    /// <summary>What a visit's event says of whose it is: a member where one is known, else nobody.</summary>
    private static readonly DataMember[] s_visited = [Text("visit"), Text("member"), Text("camera")];

    /// <summary>What the end of one adds.</summary>
    private static readonly DataMember[] s_left = [.. s_visited, Boolean("staff"), Boolean("cut_short")];

    /// <summary>What a count says of its hour.</summary>
    private static readonly DataMember[] s_peopleCounted = [Text("camera"), Text("from"), Text("until")];

    /// <summary>How a member was recognised.</summary>
    private static readonly DataMember[] s_arrived = [Text("visit"), Text("zone"), Text("camera"), Decimal("confidence"), Integer("frame_ms")];

    /// <summary>What became of the staff's alert.</summary>
    private static readonly DataMember[] s_answered = [Text("visit"), Text("alert"), Integer("seconds"), Text("reason")];

    /// <summary>What was consented to, and how.</summary>
    private static readonly DataMember[] s_consented = [Text("consent"), Text("language"), Text("how"), Text("reason"), Boolean("other_stores"), Text("until")];

    /// <summary>All types, in the order of the design's table.</summary>
    public static IReadOnlyList<EventDescription> All { get; } =
    [
        Ledger(EventTypes.StockItemTaken, Program, Text("plate"), Text("sku"), Integer("count")) with { Optional = s_moved },
        Ledger(EventTypes.StockItemReturned, Program, Text("plate"), Text("sku"), Integer("count")) with { Optional = s_moved },
        Ledger(EventTypes.StockPlateAmbiguous, GatewayOnly, Text("plate"), Decimal("change"), Text("unit"), Array("candidates")) with { Optional = s_unnamed },
        Ledger(EventTypes.StockPlateDisturbed, GatewayOnly, Text("plate")) with { Optional = [Decimal("change"), Text("unit"), .. s_unnamed] },
        Ledger(EventTypes.StockPlateUncalibrated, GatewayOnly, Text("plate")) with { Optional = s_uncalibrated },
        Ledger(EventTypes.StockLevelLow, Program, Text("sku"), Integer("on_hand"), Integer("threshold")) with { Optional = [Text("name")] },
        Ledger(EventTypes.StockLevelRestored, Program, Text("sku"), Integer("on_hand"), Integer("threshold")) with { Optional = [Text("name")] },
        Ledger(EventTypes.StockCountRecorded, Program, Text("location"), Text("sku"), Integer("counted"), Text("who")) with { Optional = s_counted },
        Ledger(EventTypes.GoodsWeighed, Program, Decimal("net"), Text("unit")) with { Optional = s_weighed },
        Ledger(EventTypes.ScanRead, Program, Text("symbology"), Text("text")) with { Optional = s_scanned },
        Ledger(EventTypes.SaleRecorded, Program, Text("sale"), Text("till"), Array("lines"), Integer("total_fen")) with { Optional = s_sold },
        Ledger(EventTypes.SaleReturned, Program, Text("sale"), Text("till"), Array("lines"), Integer("total_fen")) with { Optional = s_soldBack },
        Ledger(EventTypes.VisitStarted, Program, Text("zone")) with { Optional = s_visited },
        Ledger(EventTypes.VisitEnded, Program, Text("zone"), Integer("dwell_seconds")) with { Optional = s_left },
        Ledger(EventTypes.VisitCounted, Program, Text("zone"), Integer("count")) with { Optional = s_peopleCounted },
        Ledger(EventTypes.VipArrived, Program, Text("member"), Text("how")) with { Optional = s_arrived },
        Ledger(EventTypes.VipClaimed, Program, Text("member"), Text("staff")) with { Optional = s_answered },
        Ledger(EventTypes.VipDismissed, Program, Text("member"), Text("staff")) with { Optional = s_answered },
        Ledger(EventTypes.ConsentGiven, Program, Text("member"), Text("text_version"), Text("who")) with { Optional = s_consented },
        Ledger(EventTypes.ConsentWithdrawn, Program, Text("member"), Text("who")) with { Optional = s_consented },
        Ledger(EventTypes.PrintCompleted, GatewayOnly, Text("job"), Text("printer")) with { Optional = [Text("reason"), .. s_printing] },
        Ledger(EventTypes.PrintFailed, GatewayOnly, Text("job"), Text("printer"), Text("reason")) with { Optional = s_printing },
        Ledger(EventTypes.PrintUnknown, GatewayOnly, Text("job"), Text("printer"), Text("reason")) with { Optional = s_printing },
        Ledger(EventTypes.DeviceOnline, GatewayOnly, Text("driver"), Text("stable_name")),
        Ledger(EventTypes.DeviceOffline, GatewayOnly, Text("driver"), Text("stable_name"), Text("reason")),
        Ledger(EventTypes.DeviceFault, GatewayOnly, Text("driver"), Text("stable_name"), Text("reason")),
        Ledger(EventTypes.BufferGap, GatewayOnly, Text("class"), Text("epoch"), Integer("first"), Integer("last"), Integer("count"), Text("why")),
        Ledger(EventTypes.GatewayUpdated, GatewayOnly, Text("version"), Integer("serial"), Text("arch"), Integer("highest")) with { Optional = s_updated },
        new(EventTypes.GatewayHealth, EventClass.Telemetry, GatewayOnly, []) { Optional = s_health },
        new(EventTypes.DeviceSample, EventClass.Telemetry, Program, []),
    ];

    private static readonly FrozenDictionary<string, EventDescription> s_byType = All.ToFrozenDictionary(e => e.Type, StringComparer.Ordinal);

    /// <summary>The description of <paramref name="type"/>, or null where the type is not in the catalogue.</summary>
    public static EventDescription? Find(string type) => s_byType.GetValueOrDefault(type);

    private static EventDescription Ledger(string type, bool fromPrograms, params DataMember[] required) =>
        new(type, EventClass.Ledger, fromPrograms, required);

    private static DataMember Text(string name) => new(name, DataKind.Text);

    private static DataMember Integer(string name) => new(name, DataKind.Integer);

    private static DataMember Decimal(string name) => new(name, DataKind.Decimal);

    private static DataMember Boolean(string name) => new(name, DataKind.Boolean);

    private static DataMember Array(string name) => new(name, DataKind.Array);

    private static DataMember Object(string name) => new(name, DataKind.Object);
}
