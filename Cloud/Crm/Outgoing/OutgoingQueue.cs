using Cloud.Crm.Storage;

namespace Cloud.Crm.Outgoing;

/// <summary>Takes what is due, so that of several nodes one has it, and writes down what came of it.</summary>
internal sealed class OutgoingQueue(HeadquartersDatabase database, TimeProvider clock, Func<double> jitter)
{
    /// <summary>After how many attempts a message is given up: about half a day.</summary>
    internal const int MostAttempts = 14;

    /// <summary>After how long it is given up at the latest.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>How long a node that took a message has it for itself; more than any attempt takes. A node that died held it no longer.</summary>
    internal static readonly TimeSpan Held = TimeSpan.FromMinutes(2);

    /// <summary>How long what has ended is kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_most = TimeSpan.FromHours(1);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes up to <paramref name="most"/> messages that are due.</summary>
    internal Task<List<OutgoingMessage>> TakeAsync(int most, CancellationToken cancellationToken) => database.WriteAsync(
        t => t.Command(
            $"""
             UPDATE outgoing SET attempts = attempts + 1, next_at = @held
             WHERE id IN (SELECT id FROM outgoing WHERE state = 'waiting' AND next_at <= @now ORDER BY next_at LIMIT @most {database.SkipLockedSql})
             RETURNING id, kind, key, target, body, attempts, created_at
             """,
            ("held", database.ToTime(Now + Held)), ("now", database.ToTime(Now)), ("most", most))
            .ListAsync(
                r => new OutgoingMessage(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt32(5), database.ReadTime(r, 6)!.Value), cancellationToken),
        cancellationToken);

    /// <summary>Writes down what came of a message that this node took.</summary>
    /// <returns>True where it is given up now.</returns>
    internal async Task<bool> EndAsync(OutgoingMessage message, Carried carried, CancellationToken cancellationToken)
    {
        var gone = carried.Outcome == CarryOutcome.Never
            || (carried.Outcome == CarryOutcome.Again && (message.Attempts >= MostAttempts || Now - message.CreatedAt >= Longest));
        var state = carried.Outcome == CarryOutcome.Sent ? "sent" : gone ? "failed" : "waiting";
        // Only while it is still ours: another node has it where this one was held up for longer than it may.
        await database.WriteAsync(
            t => t.Command(
                "UPDATE outgoing SET state = @state, said = @said, next_at = @next, ended_at = @ended WHERE id = @id AND attempts = @attempts AND state = 'waiting'",
                ("state", state), ("said", carried.Said), ("next", database.ToTime(Now + Backoff(message.Attempts, jitter()))), ("ended", state == "waiting" ? null : database.ToTime(Now)),
                ("id", message.Id), ("attempts", message.Attempts)).RunAsync(cancellationToken),
            cancellationToken);
        return gone;
    }

    /// <summary>Sends what has ended once more.</summary>
    /// <returns>False where there is no such message of that target, or it is under way.</returns>
    internal Task<bool> AgainAsync(string kind, string target, string id, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.Command(
            """
            UPDATE outgoing SET state = 'waiting', attempts = 0, next_at = @now, created_at = @now, ended_at = NULL
            WHERE id = @id AND kind = @kind AND target = @target AND state <> 'waiting'
            """,
            ("now", database.ToTime(Now)), ("id", id), ("kind", kind), ("target", target)).RunAsync(cancellationToken) > 0,
        cancellationToken);

    /// <summary>Deletes what is past, here and in the tables of access.</summary>
    internal Task<int> TidyAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var now = ("now", (object?)database.ToTime(Now));
            await transaction.Command("DELETE FROM idempotent_answer WHERE expires_at <= @now", now).RunAsync(cancellationToken);
            await transaction.Command("DELETE FROM oidc_request WHERE expires_at <= @now", now).RunAsync(cancellationToken);
            await transaction.Command("DELETE FROM session WHERE expires_at <= @now", now).RunAsync(cancellationToken);
            return await transaction.Command("DELETE FROM outgoing WHERE state <> 'waiting' AND ended_at < @old", ("old", database.ToTime(Now - Kept))).RunAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>How long to wait after an attempt: 10 s, doubled each time up to an hour, times 0.5 to 1.5.</summary>
    internal static TimeSpan Backoff(int attempts, double jitter) =>
        TimeSpan.FromSeconds(Math.Min(s_first.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 20)), s_most.TotalSeconds)) * (0.5 + jitter);
}
