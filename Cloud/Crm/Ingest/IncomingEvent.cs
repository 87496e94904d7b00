using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;

namespace Cloud.Crm.Ingest;

/// <summary>One readable event of a batch, in the form the database takes.</summary>
/// <param name="Seq">Its number in the batch's epoch.</param>
/// <param name="Type">What it is; any text of at most 64 printable characters.</param>
/// <param name="Class">Ledger or telemetry.</param>
/// <param name="Device">The device that said it, or null for the gateway itself.</param>
/// <param name="Time">The gateway's time of it, UTC.</param>
/// <param name="ClockSynced">Whether that clock could be trusted.</param>
/// <param name="UptimeMs">Milliseconds since the gateway's machine started, or null where it did not say.</param>
/// <param name="OriginId">The id a program in the store gave, or null.</param>
/// <param name="Data">The data object as it came.</param>
/// <param name="DeviceChange">What it says about the device, or null.</param>
/// <param name="MemberChange">What it says about a member's consent and visits, or null.</param>
/// <param name="Effect">What it means to stock, sales or visits, or null.</param>
internal sealed record IncomingEvent(
    long Seq,
    string Type,
    EventClass Class,
    string? Device,
    DateTime Time,
    bool ClockSynced,
    long? UptimeMs,
    Guid? OriginId,
    string Data,
    DeviceChange? DeviceChange,
    MemberChange? MemberChange,
    EventEffect? Effect)
{
    /// <summary>When it happened as headquarters reckons it, where the gateway's clock could not be trusted and something is known; UTC.</summary>
    public DateTime? CorrectedAt { get; init; }

    /// <summary>When it happened, as headquarters goes by: never later than it came, and when it came where nothing better is known.</summary>
    internal DateTime At(DateTime receivedAt) => ClockSynced ? Time < receivedAt ? Time : receivedAt : CorrectedAt ?? receivedAt;
}
