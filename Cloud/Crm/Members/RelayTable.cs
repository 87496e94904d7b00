using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>Templates on their way from the gateway where consent was given to the chain's others: wanted, sealed, delivered or refused. Headquarters holds sealed boxes only.</summary>
internal sealed class RelayTable(HeadquartersDatabase database, TimeProvider clock)
{
    private const string Online = "(SELECT id FROM gateway WHERE status = 'online')";

    /// <summary>A key is dated before it is committed: for so long after the last one, consents are looked at again.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(5);

    /// <summary>Writes down which templates are wanted where, for consents that reach other stores and have not been looked at since the last gateway said its key.</summary>
    internal async Task SpreadAsync(CancellationToken cancellationToken)
    {
        const string open =
            "state = 'given' AND other_stores AND (spread_at IS NULL OR spread_at <= (SELECT max(key_since) FROM gateway_members WHERE public_key IS NOT NULL) + @late)";
        var late = ("late", database.ToDuration(s_late));
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command($"SELECT 1 FROM member_consent WHERE {open} LIMIT 1", late).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return;
            }
        }

        await database.WriteAsync(
            async transaction =>
            {
                // Marked first: what is committed between the two statements is seen by the second, or stays open.
                var now = Now;
                await transaction.Command($"UPDATE member_consent SET spread_at = @now WHERE {open}", ("now", now), late).RunAsync(cancellationToken);
                return await transaction.Command(
                    """
                    INSERT INTO member_relay (member, receiver, giver, given_at, state)
                    SELECT c.member, k.gateway, c.gateway, c.given_at, 'wanted'
                    FROM member_consent c CROSS JOIN gateway_members k
                    WHERE c.state = 'given' AND c.other_stores AND c.spread_at = @now AND k.public_key IS NOT NULL AND k.gateway <> c.gateway
                      AND NOT EXISTS (SELECT 1 FROM member_consent o WHERE o.member = c.member AND o.gateway = k.gateway AND o.state = 'given')
                      AND NOT EXISTS (SELECT 1 FROM member_withdrawal w WHERE w.member = c.member AND w.at >= c.given_at)
                    ON CONFLICT (member, receiver) DO NOTHING
                    """,
                    ("now", now)).RunAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Takes wishes whose giver is connected.</summary>
    internal Task<IReadOnlyList<Relay>> ClaimWantedAsync(int most, DateTime until, CancellationToken cancellationToken) => ClaimAsync("wanted", "giver", most, until, cancellationToken);

    /// <summary>Takes boxes whose receiver is connected; from now on the receiver counts among those that may hold the face.</summary>
    internal Task<IReadOnlyList<Relay>> ClaimSealedAsync(int most, DateTime until, CancellationToken cancellationToken) => ClaimAsync("sealed", "receiver", most, until, cancellationToken);

    /// <summary>The giver sealed it.</summary>
    internal Task SealedAsync(Relay relay, byte[] box, CancellationToken cancellationToken) => ChangeAsync(
        relay, "UPDATE member_relay SET state = 'sealed', box = @box, attempts = 0, next_at = @now, said = NULL", [("box", box), ("now", Now)], cancellationToken);

    /// <summary>The receiver has it; headquarters forgets the box. A withdrawal may have come between: then the receiver is to forget as well.</summary>
    internal Task DeliveredAsync(Relay relay, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command(
                "UPDATE member_relay SET state = 'delivered', box = NULL, said = NULL WHERE member = @member AND receiver = @receiver AND giver = @giver",
                Names(relay)).RunAsync(cancellationToken) == 0)
            {
                await transaction.Command(
                    "UPDATE member_consent SET state = 'recalling', next_at = @now WHERE member = @member AND gateway = @receiver AND state IN ('relayed', 'withdrawn')",
                    [.. Names(relay)[..2], ("now", Now)]).RunAsync(cancellationToken);
            }

            return true;
        },
        cancellationToken);

    /// <summary>One of the two will not have it; it is not tried again until consent is given anew.</summary>
    internal Task RefusedAsync(Relay relay, string said, CancellationToken cancellationToken) => ChangeAsync(
        relay, "UPDATE member_relay SET state = 'refused', box = NULL, said = @said", [("said", said)], cancellationToken);

    /// <summary>No answer, or not now.</summary>
    internal Task AgainAsync(Relay relay, string said, DateTime next, CancellationToken cancellationToken) => ChangeAsync(
        relay, "UPDATE member_relay SET next_at = @next, said = @said", [("next", database.ToTime(next)), ("said", said)], cancellationToken);

    /// <summary>The public keys of gateways.</summary>
    internal async Task<IReadOnlyDictionary<int, byte[]>> KeysAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command("SELECT gateway, public_key FROM gateway_members WHERE public_key IS NOT NULL")
            .ListAsync(r => (r.GetInt32(0), (byte[])r[1]), cancellationToken)).ToDictionary();
    }

    private async Task<IReadOnlyList<Relay>> ClaimAsync(string state, string side, int most, DateTime until, CancellationToken cancellationToken)
    {
        var due = $"SELECT member, receiver FROM member_relay WHERE state = '{state}' AND next_at <= @now AND {side} IN {Online} ORDER BY next_at LIMIT @most";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(due, ("now", Now), ("most", 1)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return [];
            }
        }

        return await database.WriteAsync(
            async transaction =>
            {
                var relays = await transaction.Command(
                    $"""
                     UPDATE member_relay SET attempts = attempts + 1, next_at = @until WHERE (member, receiver) IN ({due} {database.SkipLockedSql})
                     RETURNING member, receiver, giver, given_at, attempts, box
                     """,
                    ("now", Now), ("most", most), ("until", database.ToTime(until)))
                    .ListAsync(
                        r => new Relay(r.GetString(0), r.GetInt32(1), r.GetInt32(2), database.ReadTime(r, 3)!.Value, r.GetInt32(4), r.IsDBNull(5) ? null : (byte[])r[5]), cancellationToken);
                foreach (var relay in relays.Where(_ => state == "sealed"))
                {
                    await transaction.Command(
                        """
                        INSERT INTO member_consent (member, gateway, state, other_stores, given_at) VALUES (@member, @receiver, 'relayed', @other, @given)
                        ON CONFLICT (member, gateway) DO UPDATE SET state = 'relayed', given_at = excluded.given_at, withdrawn_at = NULL, attempts = 0, said = NULL
                        WHERE member_consent.state <> 'given'
                        """,
                        [.. Names(relay)[..2], ("other", false), ("given", database.ToTime(relay.GivenAt))]).RunAsync(cancellationToken);
                }

                return (IReadOnlyList<Relay>)relays;
            },
            cancellationToken);
    }

    private Task<int> ChangeAsync(Relay relay, string update, (string, object?)[] values, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command($"{update} WHERE member = @member AND receiver = @receiver AND giver = @giver", [.. Names(relay), .. values]).RunAsync(cancellationToken),
        cancellationToken);

    private static (string, object?)[] Names(Relay relay) => [("member", relay.Member), ("receiver", relay.Receiver), ("giver", relay.Giver)];

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}

/// <summary>One template on its way.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Receiver">The gateway it is for.</param>
/// <param name="Giver">The gateway that holds it.</param>
/// <param name="GivenAt">When its consent was given.</param>
/// <param name="Attempts">How often this step was tried, this time included.</param>
/// <param name="Box">The sealed template, where the giver has made it.</param>
internal sealed record Relay(string Member, int Receiver, int Giver, DateTime GivenAt, int Attempts, byte[]? Box)
{
    /// <summary>Says nothing of the box.</summary>
    public override string ToString() => $"template of {Member} from {Giver} to {Receiver}";
}
