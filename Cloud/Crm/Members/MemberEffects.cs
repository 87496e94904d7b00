using System.Globalization;

namespace Cloud.Crm.Members;

/// <summary>What members' events do to the tables, in the transaction that stores the events: statements that both databases take, parameters <c>$1</c> and on.</summary>
internal static class MemberEffects
{
    private const string Withdrawal =
        """
        INSERT INTO member_withdrawal (member, at, who) VALUES ($1, $2, $3)
        ON CONFLICT (member) DO UPDATE SET at = excluded.at, who = excluded.who WHERE excluded.at > member_withdrawal.at
        """;

    private const string RecallOthers =
        """
        UPDATE member_consent SET state = 'recalling', attempts = 0, next_at = $4, said = NULL
        WHERE member = $1 AND gateway <> $2 AND state IN ('given', 'relayed') AND given_at <= $3
        """;

    private const string RecallRelayed =
        "UPDATE member_consent SET state = 'recalling', attempts = 0, next_at = $3, said = NULL WHERE member = $1 AND gateway <> $2 AND state = 'relayed'";

    private const string ForgetRelays = "DELETE FROM member_relay WHERE member = $1";

    private const string Withdrawn =
        """
        INSERT INTO member_consent (member, gateway, state, other_stores, given_at, withdrawn_at) VALUES ($1, $2, 'withdrawn', $4, $3, $3)
        ON CONFLICT (member, gateway) DO UPDATE SET state = 'withdrawn', withdrawn_at = excluded.withdrawn_at, said = NULL
        """;

    private const string Given =
        """
        INSERT INTO member_consent (member, gateway, state, text_version, language, other_stores, given_at) VALUES ($1, $2, 'given', $3, $4, $5, $6)
        ON CONFLICT (member, gateway) DO UPDATE SET state = 'given', text_version = excluded.text_version, language = excluded.language,
               other_stores = excluded.other_stores, given_at = excluded.given_at, withdrawn_at = NULL, spread_at = NULL, attempts = 0, said = NULL
        """;

    private const string ForgetRelaysOf = "DELETE FROM member_relay WHERE member = $1 AND giver = $2";

    private const string Visited = "UPDATE member SET last_visit = $2 WHERE id = $1 AND (last_visit IS NULL OR last_visit < $2)";

    // A day is enough here; the store's own does not matter to what counts in months.
    private const string Seen =
        """
        INSERT INTO member_seen (member, store, day) SELECT $1, store, $3 FROM gateway WHERE id = $2
        ON CONFLICT (member, store) DO UPDATE SET day = excluded.day WHERE member_seen.day < excluded.day
        """;

    /// <summary>The statements of one gateway's changes, in the order in which they must run.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">What its events say of one member.</param>
    /// <param name="at">When this is written.</param>
    internal static IEnumerable<(string Sql, object?[] Values)> Of(int gateway, string name, MemberChange change, DateTime at)
    {
        if (change.WithdrawnAt is { } withdrawn)
        {
            yield return (Withdrawal, [change.Member, withdrawn, name]);
            yield return (RecallOthers, [change.Member, gateway, withdrawn, at]);
            yield return (ForgetRelays, [change.Member]);
        }

        if (change.EndedAt is { } ended)
        {
            if (change.IsNarrowed)
            {
                yield return (RecallRelayed, [change.Member, gateway, at]);
            }

            yield return (ForgetRelaysOf, [change.Member, gateway]);
            if (change.Given is null)
            {
                yield return (Withdrawn, [change.Member, gateway, ended, false]);
            }
        }

        if (change.Given is { } given)
        {
            yield return (Given, [change.Member, gateway, given.TextVersion, given.Language, given.OtherStores, given.At]);
            yield return (ForgetRelaysOf, [change.Member, gateway]);
        }

        if (change.ArrivedAt is { } arrived)
        {
            yield return (Visited, [change.Member, arrived]);
            yield return (Seen, [change.Member, gateway, arrived.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);
        }
    }
}
