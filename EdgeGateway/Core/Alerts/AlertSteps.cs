namespace EdgeGateway.Core.Alerts;

/// <summary>How an alert goes from one state to the next. Pure; null as answer leaves it as it is.</summary>
internal static class AlertSteps
{
    /// <summary>A clock that was set back by more than this is noticed: what was offered later than now is offered anew.</summary>
    private static readonly TimeSpan s_setBack = TimeSpan.FromSeconds(5);

    /// <summary>Offers an alert to whoever is next.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="assigned">Who looks after the member, goes first; or null.</param>
    /// <param name="onShift">Who is on shift, in order.</param>
    /// <param name="rounds">How often all are asked in turn.</param>
    /// <param name="now">Now.</param>
    public static Alert Offer(Alert alert, string? assigned, IReadOnlyList<string> onShift, int rounds, DateTimeOffset now)
    {
        var offered = alert with { State = AlertState.New, OfferedAt = now, OfferedTo = null };
        var order = assigned is not null && onShift.Contains(assigned) ? [assigned, .. onShift.Where(staff => staff != assigned)] : onShift;
        if (order.Count == 0)
        {
            return offered;
        }

        var next = order.FirstOrDefault(staff => !alert.Asked.Contains(staff));
        if (next is not null)
        {
            return offered with { OfferedTo = next, Asked = [.. alert.Asked, next] };
        }

        var round = alert.Round + 1;
        return round >= rounds
            ? offered with { Round = round, IsForAll = true, Asked = [] }
            : offered with { Round = round, OfferedTo = order[0], Asked = [order[0]] };
    }

    /// <summary>What the passing of time does to an alert.</summary>
    public static Alert? Pass(Alert alert, AlertOptions options, string? assigned, IReadOnlyList<string> onShift, DateTimeOffset now)
    {
        switch (alert.State)
        {
            case AlertState.Snoozed when alert.SnoozedUntil is not { } until || now >= until || until - now > options.LongestSnooze + s_setBack:
                return Return(alert, onShift, assigned, options.Rounds, now);
            case AlertState.Claimed when now >= alert.Since + options.CloseClaimedAfter:
                return alert with { State = AlertState.Done, Since = now, Reason = "expired" };
            case AlertState.New when now >= alert.WaitsSince + options.CloseUnclaimedAfter:
                return Close(alert, now);
            case AlertState.New when alert.OfferedTo is { } asked && (!onShift.Contains(asked) || IsOver(alert, options, now)):
            case AlertState.New when alert is { OfferedTo: null, IsForAll: false } && onShift.Count > 0:
                return Offer(alert, assigned, onShift, options.Rounds, now);
            case AlertState.New when alert is { OfferedTo: null, IsForAll: false } && IsOver(alert, options, now):
                return alert with { IsForAll = true, OfferedAt = now };
            default:
                return null;
        }
    }

    /// <summary>Ends an alert that nobody has claimed.</summary>
    public static Alert Close(Alert alert, DateTimeOffset now) =>
        alert with { State = AlertState.Unclaimed, Since = now, OfferedTo = null, Reason = DismissReasons.Unclaimed, AnsweredBy = null, WantsSlip = false };

    /// <summary>When time does something next; null where it does nothing.</summary>
    public static DateTimeOffset? DueAt(Alert alert, AlertOptions options) => alert.State switch
    {
        AlertState.Snoozed => alert.SnoozedUntil ?? DateTimeOffset.MinValue,
        AlertState.Claimed => alert.Since + options.CloseClaimedAfter,
        AlertState.New when !alert.IsForAll => Earlier(alert.OfferedAt + options.ClaimWithin, alert.WaitsSince + options.CloseUnclaimedAfter),
        AlertState.New => alert.WaitsSince + options.CloseUnclaimedAfter,
        _ => null,
    };

    /// <summary>Somebody claims it.</summary>
    public static Alert Claim(Alert alert, string staff, DateTimeOffset now) => alert with
    {
        State = AlertState.Claimed, Since = now, ClaimedBy = staff, AnsweredBy = staff, Claims = alert.Claims + 1, OfferedTo = null, SnoozedUntil = null,
    };

    /// <summary>Somebody sends it away for a while.</summary>
    public static Alert Snooze(Alert alert, string staff, TimeSpan span, DateTimeOffset now) => alert with
    {
        State = AlertState.Snoozed, Since = now, ClaimedBy = null, AnsweredBy = staff, OfferedTo = null, SnoozedUntil = now + span,
    };

    /// <summary>Somebody ends it without service.</summary>
    public static Alert Dismiss(Alert alert, string staff, string reason, DateTimeOffset now) => alert with
    {
        State = AlertState.Dismissed, Since = now, AnsweredBy = staff, OfferedTo = null, SnoozedUntil = null, Reason = reason, WantsSlip = false,
    };

    /// <summary>Somebody has served the member.</summary>
    public static Alert Finish(Alert alert, string staff, DateTimeOffset now) => alert with
    {
        State = AlertState.Done, Since = now, AnsweredBy = staff, OfferedTo = null, SnoozedUntil = null,
    };

    /// <summary>Comes back from a snooze, first to who sent it away.</summary>
    private static Alert Return(Alert alert, IReadOnlyList<string> onShift, string? assigned, int rounds, DateTimeOffset now)
    {
        var back = alert with { State = AlertState.New, Since = now, WaitsSince = now, SnoozedUntil = null, Round = 0, IsForAll = false, Asked = [] };
        return Offer(back, alert.AnsweredBy is { } who && onShift.Contains(who) ? who : assigned, onShift, rounds, now);
    }

    private static bool IsOver(Alert alert, AlertOptions options, DateTimeOffset now) =>
        now >= alert.OfferedAt + options.ClaimWithin || now < alert.OfferedAt - s_setBack;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
