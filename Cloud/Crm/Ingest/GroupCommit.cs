using System.Globalization;
using Cloud.Contracts;
using Cloud.Crm.Effects;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Ingest;

/// <summary>Applies a group of messages, possibly of many gateways, in one transaction: all of it happens or nothing.</summary>
internal sealed class GroupCommit
{
    private const int MaxVersion = 64;

    private readonly IngestWrites _writes;
    private IngestSnapshot _snapshot = new([], new Dictionary<int, GatewayProgress>());

    private GroupCommit(DateTime now, int maxDeadLetters) => _writes = new IngestWrites(now) { MaxDeadLetters = maxDeadLetters };

    /// <summary>Applies the group; the outcomes, in the group's order, hold once this returns.</summary>
    /// <param name="database">Where.</param>
    /// <param name="tickets">The messages, in order of arrival within each shard.</param>
    /// <param name="now">The moment of the commit, by this node's clock, UTC.</param>
    /// <param name="beforeCommit">Called with the outcomes just before the commit; for tests and planted faults.</param>
    /// <param name="cancellationToken">Gives up; nothing has happened then, unless the commit was already on its way.</param>
    /// <param name="maxDeadLetters">How many dead letters stay.</param>
    internal static async Task<IngestOutcome[]> RunAsync(
        HeadquartersDatabase database,
        IReadOnlyList<IngestTicket> tickets,
        DateTime now,
        Func<IngestOutcome[], Task>? beforeCommit,
        CancellationToken cancellationToken,
        int maxDeadLetters = DeadLetter.MaxRows)
    {
        var group = new GroupCommit(now, maxDeadLetters);
        await using var transaction = await database.BeginIngestAsync(cancellationToken);
        group._snapshot = await transaction.LoadAsync(Scope(tickets), cancellationToken);
        var outcomes = new IngestOutcome[tickets.Count];
        for (var i = 0; i < tickets.Count; i++)
        {
            outcomes[i] = group.Apply(tickets[i]);
        }

        if (!group._writes.IsEmpty)
        {
            await transaction.WriteAsync(group._writes, cancellationToken);
        }

        if (beforeCommit is not null)
        {
            await beforeCommit(outcomes);
        }

        await transaction.CommitAsync(cancellationToken);
        return outcomes;
    }

    private static IngestScope Scope(IReadOnlyList<IngestTicket> tickets)
    {
        var shards = new SortedSet<int>();
        var gateways = new SortedSet<int>();
        var epochs = new HashSet<(int, string)>();
        foreach (var ticket in tickets)
        {
            shards.Add(ticket.Lease.Shard);
            switch (ticket.Message)
            {
                case IncomingBatch batch:
                    gateways.Add(batch.Gateway.Id);
                    epochs.Add((batch.Gateway.Id, batch.Header.Epoch));
                    if (batch.Header.After is { } after)
                    {
                        epochs.Add((batch.Gateway.Id, after.Epoch));
                    }

                    break;
                case IncomingState state:
                    gateways.Add(state.Gateway.Id);
                    break;
            }
        }

        return new IngestScope([.. shards], [.. gateways], [.. epochs]);
    }

    private IngestOutcome Apply(IngestTicket ticket)
    {
        if (!_snapshot.Leases.Contains(ticket.Lease))
        {
            return new IngestOutcome(OutcomeKind.LeaseLost);
        }

        switch (ticket.Message)
        {
            case IncomingDeadLetter { Letter: var letter }:
                _writes.Add(letter, ticket.ReceivedAt);
                return new IngestOutcome(OutcomeKind.DeadLettered, DeadLetters: 1);
            case IncomingState state when _snapshot.Gateways.TryGetValue(state.Gateway.Id, out var gateway):
                return ApplyState(gateway, state.State, ticket.ReceivedAt);
            case IncomingBatch batch when _snapshot.Gateways.TryGetValue(batch.Gateway.Id, out var gateway):
                return ApplyBatch(gateway, batch, ticket);
            default:
                return new IngestOutcome(OutcomeKind.None);
        }
    }

    private IngestOutcome ApplyState(GatewayProgress gateway, StateDocument state, DateTime at)
    {
        if (gateway.Status != state.Status)
        {
            gateway.Status = state.Status;
            gateway.StatusSince = at;
        }

        gateway.Version = PlainText.Bounded(state.Version, MaxVersion);
        gateway.Boot = PlainText.Bounded(state.Boot, MaxVersion);
        _writes.Gateways.Add(gateway);
        return new IngestOutcome(OutcomeKind.State, state.Status == StateDocument.Online ? gateway.Cursor() : null);
    }

    private IngestOutcome ApplyBatch(GatewayProgress gateway, IncomingBatch batch, IngestTicket ticket)
    {
        var admission = gateway.Admit(batch.Header, ticket.CannotResend);
        switch (admission.Kind)
        {
            case AdmissionKind.Seen when PlantedFault.NoDedupe:
                Count(gateway, batch.Events);
                _writes.Gateways.Add(gateway);
                return new IngestOutcome(OutcomeKind.Seen, admission.Cursor);
            case AdmissionKind.Seen when PlantedFault.Is("seen-effects"):
                AddEffects(gateway, batch, batch.Events, ticket);
                return new IngestOutcome(OutcomeKind.Seen, admission.Cursor);
            case AdmissionKind.Seen:
                return new IngestOutcome(OutcomeKind.Seen, admission.Cursor);
            case AdmissionKind.Hole when PlantedFault.Is("hole-acknowledged"):
                return new IngestOutcome(OutcomeKind.Hole, new CursorDocument(batch.Header.Epoch, batch.Header.Last));
            case AdmissionKind.Hole:
                return new IngestOutcome(OutcomeKind.Hole, admission.Cursor);
            case AdmissionKind.Unresolved:
                return new IngestOutcome(OutcomeKind.Unresolved, admission.Cursor);
        }

        if (admission.Notice is { } notice)
        {
            _writes.Notices.Add(new NoticeRow(ticket.ReceivedAt, gateway.Name, "epoch", notice));
        }

        return ApplyNew(gateway, admission.Epoch!, batch, ticket);
    }

    private IngestOutcome ApplyNew(GatewayProgress gateway, EpochProgress epoch, IncomingBatch batch, IngestTicket ticket)
    {
        var position = epoch.Position;
        var fresh = epoch.Clock.Take([.. batch.Events.Where(e => e.Seq > position || PlantedFault.Is("overlap-applied"))], gateway.Position + 1, ticket.ReceivedAt);
        foreach (var e in fresh)
        {
            gateway.Position++;
            _writes.Events.Add(new EventRow(gateway.Id, gateway.Position, epoch.Ordinal, ticket.ReceivedAt, e));
            if (e.DeviceChange is { } change)
            {
                _writes.Add(gateway.Id, e.ClockSynced ? change : change.Happened(e.At(ticket.ReceivedAt)));
            }

            if (e.MemberChange is { } said)
            {
                _writes.Add(gateway, said.Received(e.ClockSynced, ticket.ReceivedAt, epoch.Clock.StartedMs is null ? null : e.CorrectedAt));
            }

            if (e.Effect is { } effect)
            {
                _writes.Effects.Add(new EffectRow(gateway.Id, batch.Gateway.Store, gateway.Position, ticket.ReceivedAt, e, effect));
            }
        }

        Count(gateway, PlantedFault.NoDedupe ? batch.Events : fresh);
        var deadLetters = 0;
        foreach (var letter in batch.Unreadable.Where(l => l.Seq > position || batch.Events.Count == 0))
        {
            _writes.Add(letter, ticket.ReceivedAt);
            deadLetters++;
        }

        gateway.GapEvents += batch.Header.Gaps.Sum(g => Math.Max(0, g.Last - Math.Max(g.First - 1, position)));
        gateway.Advance(epoch, batch.Header.Last);
        Observe(gateway, batch.Header, fresh, ticket.ReceivedAt);
        _writes.Gateways.Add(gateway);
        if (!PlantedFault.Is("epoch-not-saved"))
        {
            _writes.Epochs.Add((gateway.Id, epoch));
        }

        return new IngestOutcome(OutcomeKind.Applied, gateway.Cursor(), fresh.Count, deadLetters);
    }

    /// <summary>A planted fault: effects without their events.</summary>
    private void AddEffects(GatewayProgress gateway, IncomingBatch batch, IReadOnlyList<IncomingEvent> events, IngestTicket ticket)
    {
        foreach (var e in events)
        {
            if (e.Effect is { } effect)
            {
                _writes.Effects.Add(new EffectRow(gateway.Id, batch.Gateway.Store, gateway.Position + e.Seq, ticket.ReceivedAt, e, effect));
            }
        }

        _writes.Gateways.Add(gateway);
    }

    private void Observe(GatewayProgress gateway, BatchHeader header, IReadOnlyList<IncomingEvent> fresh, DateTime receivedAt)
    {
        gateway.LastCommittedAt = _writes.At;
        if (fresh.Count > 0)
        {
            gateway.LastEventAt = fresh[^1].ClockSynced ? fresh[^1].Time : fresh[^1].At(receivedAt);
        }

        gateway.Depth = Math.Max(0, header.Depth - header.EventCount);
        gateway.OldestUnsent = gateway.Depth > 0
            && DateTimeOffset.TryParse(header.OldestUnsent, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var oldest)
                ? oldest.UtcDateTime
                : null;
    }

    private void Count(GatewayProgress gateway, IReadOnlyList<IncomingEvent> events)
    {
        foreach (var group in events.CountBy(e => e.Type, StringComparer.Ordinal))
        {
            _writes.Count(gateway.Id, group.Key, group.Value);
        }
    }
}
