namespace Cloud.Uplink;

/// <summary>Keeps the status; one writer, any readers. Logs and tells once a change.</summary>
internal sealed class StatusBoard(TimeProvider clock, Action<UplinkStatus> changed)
{
    private UplinkStatus _status = new(UplinkState.Connecting, clock.GetUtcNow(), null, 0, null);

    internal UplinkStatus Status => Volatile.Read(ref _status);

    internal void Online() => Put(Status with { State = UplinkState.Online, Since = clock.GetUtcNow(), Reason = null });

    /// <summary>Returns whether that is news: a change of state, or another reason.</summary>
    internal bool Offline(string reason)
    {
        var before = Status;
        if (before.State == UplinkState.Offline)
        {
            Put(before with { Reason = reason });
            return before.Reason != reason;
        }

        Put(before with { State = UplinkState.Offline, Since = clock.GetUtcNow(), Reason = reason, InFlightBatches = 0 });
        return true;
    }

    internal void InFlight(int batches) => Put(Status with { InFlightBatches = batches });

    internal void Committed() => Put(Status with { LastCommittedAt = clock.GetUtcNow() });

    private void Put(UplinkStatus status)
    {
        if (status == Status)
        {
            return;
        }

        Volatile.Write(ref _status, status);
        changed(status);
    }
}
