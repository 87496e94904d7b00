using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>Withdrawals and what is still to be recalled from which gateway. Rows are claimed for a while, so that several nodes share the work.</summary>
internal sealed class ConsentTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>Withdraws a person's consent in the whole chain, under every id that was merged into one: every gateway that may hold the face is to forget it.</summary>
    /// <returns>From when it counts.</returns>
    internal Task<DateTime> WithdrawAsync(string member, string who, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var ids = await transaction.Command("SELECT @member UNION SELECT id FROM member WHERE merged_into = @member ORDER BY 1", ("member", member)).ListAsync(r => r.GetString(0), cancellationToken);
            var at = DateTime.MinValue;
            foreach (var id in ids)
            {
                at = await WithdrawAsync(transaction, id, who, cancellationToken);
            }

            return at;
        },
        cancellationToken);

    /// <summary>Withdraws what was consented to under one id, in a transaction of the caller's.</summary>
    internal async Task<DateTime> WithdrawAsync(DbTransaction transaction, string member, string who, CancellationToken cancellationToken)
    {
        // A gateway's clock may be ahead: what it has said so far is withdrawn all the same.
        var newest = await transaction.Command("SELECT max(given_at) FROM member_consent WHERE member = @member", ("member", member))
            .ListAsync(r => database.ReadTime(r, 0), cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var at = newest[0] is { } given && given > now ? given : now;
        // The next whole millisecond: gateways tell moments no finer, and this one must not be before any of theirs.
        at = new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond) + TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        await transaction.Command(
            """
            INSERT INTO member_withdrawal (member, at, who) VALUES (@member, @at, @who)
            ON CONFLICT (member) DO UPDATE SET at = excluded.at, who = excluded.who WHERE excluded.at > member_withdrawal.at
            """,
            ("member", member), ("at", database.ToTime(at)), ("who", who)).RunAsync(cancellationToken);
        await transaction.Command(
            "UPDATE member_consent SET state = 'recalling', attempts = 0, next_at = @now, said = NULL WHERE member = @member AND state IN ('given', 'relayed')",
            ("member", member), ("now", database.ToTime(now))).RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM member_relay WHERE member = @member", ("member", member)).RunAsync(cancellationToken);
        return at;
    }

    /// <summary>Recalls what a withdrawal should have ended and did not: a consent that was given before it and told of after it.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        const string late =
            "state IN ('given', 'relayed') AND EXISTS (SELECT 1 FROM member_withdrawal w WHERE w.member = member_consent.member AND w.at >= member_consent.given_at)";
        const string stale = "EXISTS (SELECT 1 FROM member_withdrawal w WHERE w.member = member_relay.member AND w.at >= member_relay.given_at)";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command($"SELECT 1 WHERE EXISTS (SELECT 1 FROM member_consent WHERE {late}) OR EXISTS (SELECT 1 FROM member_relay WHERE {stale})")
                .ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return;
            }
        }

        await database.WriteAsync(
            async transaction =>
            {
                await transaction.Command($"UPDATE member_consent SET state = 'recalling', attempts = 0, next_at = @now, said = NULL WHERE {late}", ("now", Now)).RunAsync(cancellationToken);
                return await transaction.Command($"DELETE FROM member_relay WHERE {stale}").RunAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Takes recalls whose gateway is connected and whose turn it is; they are this node's until <paramref name="until"/>.</summary>
    internal async Task<IReadOnlyList<Recall>> ClaimAsync(int most, DateTime until, CancellationToken cancellationToken)
    {
        const string due =
            "SELECT member, gateway FROM member_consent WHERE state = 'recalling' AND next_at <= @now AND gateway IN (SELECT id FROM gateway WHERE status = 'online') ORDER BY next_at LIMIT @most";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(due, ("now", Now), ("most", 1)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return [];
            }
        }

        return await database.WriteAsync(
            transaction => transaction.Command(
                $"""
                 UPDATE member_consent SET attempts = attempts + 1, next_at = @until WHERE (member, gateway) IN ({due} {database.SkipLockedSql})
                 RETURNING member, gateway, attempts, (SELECT at FROM member_withdrawal w WHERE w.member = member_consent.member),
                           (SELECT who FROM member_withdrawal w WHERE w.member = member_consent.member)
                 """,
                ("now", Now), ("most", most), ("until", database.ToTime(until)))
                .ListAsync(r => new Recall(r.GetString(0), r.GetInt32(1), r.GetInt32(2), database.ReadTime(r, 3) ?? clock.GetUtcNow().UtcDateTime, r.Text(4) ?? "headquarters"), cancellationToken),
            cancellationToken);
    }

    /// <summary>The gateway has forgotten.</summary>
    internal Task DoneAsync(Recall recall, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            "UPDATE member_consent SET state = 'withdrawn', withdrawn_at = @now, said = NULL WHERE member = @member AND gateway = @gateway AND state = 'recalling'",
            ("member", recall.Member), ("gateway", recall.Gateway), ("now", Now)).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>The gateway has not answered, or could not.</summary>
    internal Task AgainAsync(Recall recall, string said, DateTime next, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            "UPDATE member_consent SET next_at = @next, said = @said WHERE member = @member AND gateway = @gateway AND state = 'recalling'",
            ("member", recall.Member), ("gateway", recall.Gateway), ("next", database.ToTime(next)), ("said", said)).RunAsync(cancellationToken),
        cancellationToken);

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}

/// <summary>One gateway that is to forget one member.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Attempts">How often it was asked, this time included.</param>
/// <param name="At">When the consent was withdrawn.</param>
/// <param name="Who">By whom.</param>
internal sealed record Recall(string Member, int Gateway, int Attempts, DateTime At, string Who)
{
    /// <summary>The command's id: the same for every attempt at the same withdrawal.</summary>
    internal string CommandId => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Member}/{Gateway}/{At.Ticks}"))).AsSpan(0, 16)).ToString();
}
