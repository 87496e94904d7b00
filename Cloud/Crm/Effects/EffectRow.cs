using Cloud.Crm.Ingest;

namespace Cloud.Crm.Effects;

/// <summary>An effect and the event it came by.</summary>
/// <param name="Gateway">The gateway's number.</param>
/// <param name="Store">Its store.</param>
/// <param name="Position">The event's place in the gateway's row of events: with the gateway, the evidence.</param>
/// <param name="ReceivedAt">When it came, by headquarters' clock.</param>
/// <param name="Event">The event.</param>
/// <param name="Effect">What it means.</param>
internal readonly record struct EffectRow(int Gateway, string Store, long Position, DateTime ReceivedAt, IncomingEvent Event, EventEffect Effect)
{
    /// <summary>When it happened, as headquarters goes by.</summary>
    internal DateTime At => Event.At(ReceivedAt);
}
