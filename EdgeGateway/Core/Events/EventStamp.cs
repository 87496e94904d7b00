using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Core.Events;

/// <summary>Turns drafts into outbox entries: puts the gateway's name, the state of its clock and the time since boot on them.</summary>
/// <remarks>Safe for use from several threads.</remarks>
public sealed class EventStamp
{
    /// <summary>No clock is believed before this moment: the software did not exist.</summary>
    public static readonly DateTimeOffset EarliestCredible = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const long Never = long.MaxValue;

    private readonly Func<bool> _synchronised;
    private readonly Func<TimeSpan> _sinceBoot;

    /// <summary>From when on the clock's own time is believed, in ticks: what it said before it was synchronised was another time.</summary>
    private long _believedFrom = EarliestCredible.UtcTicks;

    /// <summary>Makes a stamp of one gateway.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="gateway">The gateway's name.</param>
    /// <param name="clock">The clock of the events.</param>
    /// <param name="synchronised">Whether the system clock is disciplined; null asks the kernel.</param>
    /// <param name="sinceBoot">Time since boot, suspended time included; null asks the kernel.</param>
    public EventStamp(
        string store,
        string gateway,
        TimeProvider clock,
        Func<bool>? synchronised = null,
        Func<TimeSpan>? sinceBoot = null)
    {
        if (!Identifier.IsValid(store))
        {
            throw new ArgumentException($"'{store}' is not a store's name; expected 1 to 64 of a-z, 0-9 and -.", nameof(store));
        }

        if (!Identifier.IsValid(gateway))
        {
            throw new ArgumentException($"'{gateway}' is not a gateway's name; expected 1 to 64 of a-z, 0-9 and -.", nameof(gateway));
        }

        Store = store;
        Gateway = gateway;
        Clock = clock;
        _synchronised = synchronised ?? KernelClock.IsSynchronised;
        _sinceBoot = sinceBoot ?? KernelClock.SinceBoot;
    }

    /// <summary>The store's name.</summary>
    public string Store { get; }

    /// <summary>The gateway's name.</summary>
    public string Gateway { get; }

    /// <summary>The clock of the events.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whether the clock can be trusted now: the kernel says it is disciplined, and it is not in the past.</summary>
    public bool IsClockSynced
    {
        get
        {
            var now = Clock.GetUtcNow();
            var synced = now >= EarliestCredible && _synchronised();
            if (!synced)
            {
                Volatile.Write(ref _believedFrom, Never);
            }
            else if (Volatile.Read(ref _believedFrom) > now.UtcTicks)
            {
                // Synchronised again, or set back by what disciplines it.
                Volatile.Write(ref _believedFrom, now.UtcTicks);
            }

            return synced;
        }
    }

    /// <summary>How far the system clock is from the time it is told; null while nothing disciplines it.</summary>
    public static TimeSpan? ClockOffset => KernelClock.Offset();

    /// <summary>The entry of a draft.</summary>
    /// <exception cref="ArgumentException">Its type is not in the catalogue, or its body would be larger than <see cref="EventBody.MaxLength"/>.</exception>
    public OutboxEntry Stamp(EventDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var description = EventCatalog.Find(draft.Type)
            ?? throw new ArgumentException($"'{draft.Type}' is not an event type.", nameof(draft));
        var source = new EventSource(Store, Gateway, draft.DeviceId);

        // Drafted before the clock was set and stamped after it: its time is of the wrong clock, and the uptime tells the right one.
        var isSynced = IsClockSynced && draft.Time.UtcTicks >= Volatile.Read(ref _believedFrom);
        var body = EventBody.Write(draft.Type, source, draft.Time, isSynced, _sinceBoot(), draft.OriginId, draft.Data);
        if (body.Length > EventBody.MaxLength)
        {
            throw new ArgumentException(
                $"The {draft.Type} event is {body.Length} bytes; at most {EventBody.MaxLength} are kept. Send less data.", nameof(draft));
        }

        return new OutboxEntry(description.Class, draft.Time, body, draft.OriginId);
    }
}
