namespace EdgeGateway.Core.Alerts;

/// <content>What staff do with alerts.</content>
public sealed partial class AlertDesk
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 500;

    /// <summary>The most notes of one alert.</summary>
    public const int MostNotes = 20;

    /// <summary>Somebody looks after the member. Of two who claim at once exactly one does, and the other is told who.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="staff">Who, 1 to 64 characters.</param>
    /// <param name="cancellationToken">Stops what has not begun.</param>
    public Task<AlertOutcome> ClaimAsync(Guid alert, string staff, CancellationToken cancellationToken) => AnswerAsync(
        alert, staff, AlertState.Claimed, one => AlertSteps.Claim(one, staff, _clock.GetUtcNow()), after => _metrics?.Claimed(after.Since - after.At), cancellationToken);

    /// <summary>It goes away and comes back.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="staff">Who.</param>
    /// <param name="span">After how long it comes back: 1 minute up to <see cref="AlertOptions.LongestSnooze"/>.</param>
    /// <param name="cancellationToken">Stops what has not begun.</param>
    public Task<AlertOutcome> SnoozeAsync(Guid alert, string staff, TimeSpan span, CancellationToken cancellationToken) =>
        span < TimeSpan.FromMinutes(1) || span > _options.LongestSnooze
            ? InvalidAsync(alert, FormattableString.Invariant($"came {span}; expected 00:01:00 to {_options.LongestSnooze}"))
            : AnswerAsync(
                alert, staff, null, one => AlertSteps.Snooze(one, staff, span, _clock.GetUtcNow()), _ => _metrics?.Answered(AlertStates.Snoozed), cancellationToken);

    /// <summary>It ends without service.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="staff">Who.</param>
    /// <param name="reason">One of <see cref="DismissReasons.All"/>.</param>
    /// <param name="cancellationToken">Stops what has not begun.</param>
    public Task<AlertOutcome> DismissAsync(Guid alert, string staff, string reason, CancellationToken cancellationToken) =>
        !DismissReasons.All.Contains(reason)
            ? InvalidAsync(alert, $"expected one of {string.Join(", ", DismissReasons.All)} as reason")
            : AnswerAsync(
                alert, staff, AlertState.Dismissed, one => AlertSteps.Dismiss(one, staff, reason, _clock.GetUtcNow()), _ => _metrics?.Answered(reason), cancellationToken);

    /// <summary>The member was served.</summary>
    public Task<AlertOutcome> DoneAsync(Guid alert, string staff, CancellationToken cancellationToken) => AnswerAsync(
        alert, staff, AlertState.Done, one => AlertSteps.Finish(one, staff, _clock.GetUtcNow()), _ => _metrics?.Answered(AlertStates.Done), cancellationToken);

    /// <summary>Somebody writes down what the next one should know. Anybody may, also after the alert has ended.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="staff">Who.</param>
    /// <param name="text">1 to <see cref="LongestNote"/> characters; of control characters only line breaks.</param>
    /// <param name="cancellationToken">Stops what has not begun.</param>
    public Task<AlertOutcome> NoteAsync(Guid alert, string staff, string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var note = (text ?? "").ReplaceLineEndings("\n").Trim();
        if (!IsStaff(staff) || note.Length is 0 or > LongestNote || note.Any(c => char.IsControl(c) && c != '\n'))
        {
            return InvalidAsync(alert, $"expected a note of 1 to {LongestNote} characters without control characters, and who writes it");
        }

        try
        {
            if (_store.Find(alert) is not { State: not AlertState.Forgotten } found)
            {
                return Task.FromResult(NotFound(alert));
            }

            if (!_store.Note(alert, new SealedNote(staff, _clock.GetUtcNow(), _cards.Seal(note)), MostNotes))
            {
                return Task.FromResult(new AlertOutcome(AlertResult.Invalid, _cards.Of(found), $"this alert has {MostNotes} notes, which is the most it may have"));
            }

            Changed?.Invoke();
            return Task.FromResult(new AlertOutcome(AlertResult.Done, _cards.Of(found), null));
        }
        catch (AlertStoreException refused)
        {
            return Task.FromResult(new AlertOutcome(AlertResult.Unavailable, null, refused.Message));
        }
    }

    private static bool IsStaff(string? staff) => staff is { Length: > 0 and <= 64 } && !staff.Any(char.IsControl);

    private Task<AlertOutcome> InvalidAsync(Guid alert, string message) => Task.FromResult(new AlertOutcome(AlertResult.Invalid, Find(alert), message));

    private static AlertOutcome NotFound(Guid alert) => new(AlertResult.NotFound, null, $"there is no alert {alert:D}");

    /// <param name="id">The alert.</param>
    /// <param name="staff">Who.</param>
    /// <param name="already">The state in which the same answer by the same person changes nothing; null for none.</param>
    /// <param name="step">The change of an open alert that nobody else has.</param>
    /// <param name="count">Told of the change.</param>
    /// <param name="cancellationToken">Stops what has not begun.</param>
    private Task<AlertOutcome> AnswerAsync(
        Guid id, string staff, AlertState? already, Func<Alert, Alert> step, Action<Alert> count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsStaff(staff))
        {
            return InvalidAsync(id, "expected who does it, 1 to 64 characters");
        }

        Alert? seen = null;
        Alert? after;
        try
        {
            after = _store.Change(id, one =>
            {
                seen = one;
                return !one.IsOpen || IsOthers(one, staff) || IsAlready(one, staff, already) ? null : step(one);
            });
        }
        catch (AlertStoreException refused)
        {
            return Task.FromResult(new AlertOutcome(AlertResult.Unavailable, null, refused.Message));
        }

        if (after is not null)
        {
            count(after);
            Changed?.Invoke();
            return Task.FromResult(new AlertOutcome(AlertResult.Done, _cards.Of(after), null));
        }

        return Task.FromResult(seen switch
        {
            null or { State: AlertState.Forgotten } => NotFound(id),
            _ when IsAlready(seen, staff, already) => new AlertOutcome(AlertResult.Done, _cards.Of(seen), null),
            _ when IsOthers(seen, staff) => new AlertOutcome(AlertResult.Taken, _cards.Of(seen), $"{seen.ClaimedBy} has it"),
            _ => new AlertOutcome(AlertResult.Ended, _cards.Of(seen), "it has ended"),
        });
    }

    private static bool IsOthers(Alert alert, string staff) => alert.State == AlertState.Claimed && alert.ClaimedBy != staff;

    private static bool IsAlready(Alert alert, string staff, AlertState? already) => alert.State == already && alert.AnsweredBy == staff;
}
