using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;
using Cloud.Crm.Members;

namespace Cloud.Crm.Storage;

/// <summary>Everything one transaction writes, gathered before the first statement, so that each table is written once.</summary>
/// <param name="at">When, for the rows that say so.</param>
internal sealed class IngestWrites(DateTime at)
{
    internal DateTime At { get; } = at;

    /// <summary>How many dead letters stay.</summary>
    internal int MaxDeadLetters { get; init; } = DeadLetter.MaxRows;

    internal List<EventRow> Events { get; } = [];

    internal Dictionary<(int Gateway, string Type), long> Tally { get; } = [];

    internal Dictionary<(int Gateway, string Device), DeviceChange> Devices { get; } = [];

    /// <summary>In the order of members, so that two transactions never lock crosswise.</summary>
    internal SortedDictionary<(string Member, int Gateway), (string Name, MemberChange Change)> Members { get; } =
        new(Comparer<(string Member, int Gateway)>.Create(
            static (one, other) => string.CompareOrdinal(one.Member, other.Member) is not 0 and var order ? order : one.Gateway.CompareTo(other.Gateway)));

    /// <summary>In the order of each gateway's events.</summary>
    internal List<EffectRow> Effects { get; } = [];

    internal HashSet<GatewayProgress> Gateways { get; } = [];

    internal HashSet<(int Gateway, EpochProgress Epoch)> Epochs { get; } = [];

    internal Dictionary<string, (DeadLetter Letter, long Count, DateTime At)> DeadLetters { get; } = new(StringComparer.Ordinal);

    internal List<NoticeRow> Notices { get; } = [];

    internal bool IsEmpty => Gateways.Count == 0 && DeadLetters.Count == 0 && Notices.Count == 0;

    internal void Add(DeadLetter letter, DateTime at)
    {
        var key = Convert.ToHexString(letter.Sha256);
        DeadLetters[key] = DeadLetters.TryGetValue(key, out var known) ? (letter, known.Count + 1, at) : (letter, 1, at);
    }

    internal void Add(int gateway, DeviceChange change)
    {
        var key = (gateway, change.Device);
        Devices[key] = Devices.TryGetValue(key, out var earlier) ? earlier.Then(change) : change;
    }

    internal void Add(GatewayProgress gateway, MemberChange change)
    {
        var key = (change.Member, gateway.Id);
        Members[key] = (gateway.Name, Members.TryGetValue(key, out var earlier) ? earlier.Change.Then(change) : change);
    }

    /// <summary>What members' events do, statement by statement.</summary>
    internal IEnumerable<(string Sql, object?[] Values)> MemberStatements() =>
        Members.SelectMany(member => MemberEffects.Of(member.Key.Gateway, member.Value.Name, member.Value.Change, At));

    internal void Count(int gateway, string type, long count)
    {
        var key = (gateway, type);
        Tally[key] = Tally.GetValueOrDefault(key) + count;
    }
}

/// <summary>One event and its place in the gateway's row of events.</summary>
internal readonly record struct EventRow(int Gateway, long Position, int Epoch, DateTime ReceivedAt, IncomingEvent Event);

/// <summary>Something headquarters' people should know.</summary>
internal readonly record struct NoticeRow(DateTime At, string? Gateway, string Kind, string Text);
