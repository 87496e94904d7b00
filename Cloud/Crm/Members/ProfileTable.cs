using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>Which key each gateway has and which profiles it holds, and what it is still to be sent.</summary>
internal sealed class ProfileTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>Members read for a run; how many go into it is a matter of their length.</summary>
    private const int MostRead = 200;

    /// <summary>A run's length in bytes of JSON, so that it goes over the wire in less than 64 KiB.</summary>
    private const int MostBytes = 40 * 1024;

    /// <summary>As far along the line it pays to look at each change; beyond, a store's members are fewer.</summary>
    private const long MostVersions = 2_000;

    private const string Line = "SELECT line, version FROM member_line WHERE id = 1";

    /// <summary>Makes rows for gateways that are connected and have none.</summary>
    internal async Task MeetAsync(CancellationToken cancellationToken)
    {
        const string strangers = "SELECT id FROM gateway WHERE status = 'online' AND NOT EXISTS (SELECT 1 FROM gateway_members k WHERE k.gateway = gateway.id)";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command($"{strangers} LIMIT 1").ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return;
            }
        }

        await database.WriteAsync(
            transaction => transaction.Command($"INSERT INTO gateway_members (gateway) {strangers} ON CONFLICT (gateway) DO NOTHING").RunAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Takes gateways that are connected and either have not been asked since they are, or hold less than there is.</summary>
    internal async Task<IReadOnlyList<Held>> ClaimAsync(int most, DateTime until, CancellationToken cancellationToken)
    {
        const string due =
            """
            SELECT gateway FROM gateway_members k
            WHERE k.next_at <= @now AND EXISTS (SELECT 1 FROM gateway g WHERE g.id = k.gateway AND g.status = 'online' AND (g.status_since IS DISTINCT FROM k.greeted
                  OR (k.public_key IS NOT NULL AND EXISTS (SELECT 1 FROM member_line l WHERE l.version > 0 AND (l.line IS DISTINCT FROM k.line OR l.version > k.seen))
                      AND EXISTS (SELECT 1 FROM member_placing WHERE id = 1 AND caught_up))))
            ORDER BY k.next_at LIMIT @most
            """;
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
                 UPDATE gateway_members SET attempts = attempts + 1, next_at = @until WHERE gateway IN ({due} {database.SkipLockedSql})
                 RETURNING gateway, public_key, line, version, attempts, greeted, (SELECT status_since FROM gateway g WHERE g.id = gateway_members.gateway)
                 """,
                ("now", Now), ("most", most), ("until", database.ToTime(until)))
                .ListAsync(
                    r => new Held(r.GetInt32(0), r.IsDBNull(1) ? null : (byte[])r[1], r.Text(2), r.GetInt64(3), r.GetInt32(4), database.ReadTime(r, 6), r.IsDBNull(5) || database.ReadTime(r, 5) != database.ReadTime(r, 6)),
                    cancellationToken),
            cancellationToken);
    }

    /// <summary>Notes what a gateway said of itself; another key than before is told as a notice, and what was sealed for the old one is forgotten.</summary>
    internal Task<bool> GreetedAsync(Held gateway, string name, GatewayKeyDocument said, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var changed = gateway.PublicKey is not null && !gateway.PublicKey.AsSpan().SequenceEqual(said.PublicKey);
            await transaction.Command(
                """
                UPDATE gateway_members SET key_since = CASE WHEN public_key = @key THEN key_since ELSE @now END, public_key = @key,
                       seen = CASE WHEN line = @line AND version = @version THEN seen ELSE @version END, line = @line, version = @version, members = @members,
                       greeted = @greeted, attempts = 0, said = NULL
                WHERE gateway = @gateway
                """,
                ("gateway", gateway.Gateway), ("key", said.PublicKey), ("line", said.Profiles.Line), ("version", said.Profiles.Version), ("members", said.Profiles.Members),
                ("greeted", Time(gateway.OnlineSince)), ("now", Now)).RunAsync(cancellationToken);
            if (changed)
            {
                await transaction.Command("DELETE FROM member_relay WHERE receiver = @gateway", ("gateway", gateway.Gateway)).RunAsync(cancellationToken);
                await transaction.Command(
                    "INSERT INTO notice (at, gateway, kind, text) VALUES (@now, @name, 'members', @text)",
                    ("now", Now), ("name", name),
                    ("text", $"the gateway has another key than before, {SealedBox.Fingerprint(said.PublicKey)}: right where it was set up anew; else compare with its own page")).RunAsync(cancellationToken);
            }

            return changed;
        },
        cancellationToken);

    /// <summary>Notes what a gateway holds now; it stays this node's until <paramref name="until"/>, for more may follow.</summary>
    internal Task HoldsAsync(int gateway, HeldProfiles held, DateTime until, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            "UPDATE gateway_members SET line = @line, version = @version, seen = @version, members = @members, attempts = 0, next_at = @until, said = NULL WHERE gateway = @gateway",
            ("gateway", gateway), ("line", held.Line), ("version", held.Version), ("members", held.Members), ("until", database.ToTime(until))).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>It did not answer, or not well.</summary>
    /// <param name="gateway">The gateway as it was claimed.</param>
    /// <param name="said">Why, in words.</param>
    /// <param name="next">When to try again.</param>
    /// <param name="greeted">Whether it need not be asked again while it stays connected.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task AgainAsync(Held gateway, string said, DateTime next, bool greeted, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            $"UPDATE gateway_members SET next_at = @next, said = @said{(greeted ? ", greeted = @greeted, public_key = NULL" : "")} WHERE gateway = @gateway",
            greeted
                ? [("gateway", gateway.Gateway), ("next", database.ToTime(next)), ("said", said), ("greeted", Time(gateway.OnlineSince))]
                : [("gateway", gateway.Gateway), ("next", database.ToTime(next)), ("said", said)]).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>Lets the gateway's turn come again at once.</summary>
    internal Task FreeAsync(int gateway, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command("UPDATE gateway_members SET next_at = @now WHERE gateway = @gateway", ("gateway", gateway), ("now", Now)).RunAsync(cancellationToken), cancellationToken);

    /// <summary>Notes for all gateways at once that there is nothing for their stores beyond what they hold: most changes concern few stores, and no message goes to the others.</summary>
    internal async Task PassOverAsync(CancellationToken cancellationToken)
    {
        const string behind = "line = @line AND version > 0 AND seen < @newest";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            var (line, newest) = await LineAsync(connection.Command(Line), cancellationToken);
            if (line is null || (await connection.Command($"SELECT 1 FROM gateway_members WHERE {behind} LIMIT 1", ("line", line), ("newest", newest)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return;
            }

            await database.WriteAsync(
                transaction => transaction.Command(
                    $"""
                     UPDATE gateway_members SET seen = @newest
                     WHERE {behind}
                       AND NOT EXISTS (SELECT 1 FROM gateway g JOIN member_store s ON s.store = g.store WHERE g.id = gateway_members.gateway AND s.version > gateway_members.seen)
                       AND NOT EXISTS (SELECT 1 FROM member_store s WHERE s.store = '*' AND s.version > gateway_members.seen)
                       AND NOT EXISTS (SELECT 1 FROM member m JOIN member_store s ON s.member = m.id AND s.store = '*' AND NOT s.gone WHERE m.version > gateway_members.seen)
                       AND NOT EXISTS (
                           SELECT 1 FROM member m CROSS JOIN gateway g JOIN member_store s ON s.member = m.id AND s.store = g.store AND NOT s.gone
                           WHERE m.version > gateway_members.seen AND g.id = gateway_members.gateway)
                     """,
                    ("line", line), ("newest", newest)).RunAsync(cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>The next run of changes for a gateway; null where it holds all there is for its store.</summary>
    /// <remarks>Only those who joined go to the stores. Who was merged into another goes under the own id, with the own card, phone and code, as whom that other is: they go on working.</remarks>
    internal async Task<(string Line, long After, long UpTo, ProfileRun Run)?> NextRunAsync(int id, string gateway, HeldProfiles held, MemberKey key, CancellationToken cancellationToken)
    {
        // Of one moment: a member who is erased is taken out of the stores under a later version, and would be in neither.
        if (await database.ReadAsync(snapshot => ChangesAsync(snapshot, id, gateway, held, key, cancellationToken), cancellationToken) is not { } found)
        {
            return null;
        }

        var (line, newest, after, rows) = found;
        if (rows.Count == 0 && after > 0)
        {
            await database.WriteAsync(
                transaction => transaction.Command(
                    "UPDATE gateway_members SET seen = @newest WHERE gateway = @gateway AND line = @line AND version = @after AND seen < @newest",
                    ("newest", newest), ("gateway", id), ("line", line), ("after", after)).RunAsync(cancellationToken),
                cancellationToken);
            return null;
        }

        var isAll = rows.Count < MostRead;
        var taken = Taken([.. rows.Select(r => (r.Version, r.Entry is { } entry ? JsonSerializer.SerializeToUtf8Bytes(entry, MemberJson.Default.ProfileEntry).Length : 64))], isAll);
        var upTo = taken == rows.Count && isAll ? newest : rows[taken - 1].Version;
        return (line, after, upTo, new ProfileRun(
            key.LookupKeyOf(gateway), key.CountryCode, [.. rows.Take(taken).Where(r => r.Entry is not null).Select(r => r.Entry!)], [.. rows.Take(taken).Where(r => r.Entry is null).Select(r => r.Id)]));
    }

    /// <summary>What has changed beyond what a gateway holds, oldest first; an entry is null where the member is to be removed. Null where there is nothing new.</summary>
    private async Task<(string Line, long Newest, long After, List<(string Id, long Version, ProfileEntry? Entry)> Rows)?> ChangesAsync(
        DbTransaction snapshot, int id, string gateway, HeldProfiles held, MemberKey key, CancellationToken cancellationToken)
    {
        var (line, newest) = await LineAsync(snapshot.Command(Line), cancellationToken);
        var after = held.Line == line && held.Version <= newest ? held.Version : 0;
        if (line is null || after >= newest)
        {
            return null;
        }

        var (store, seen) = (await snapshot.Command(
            "SELECT g.store, CASE WHEN k.line = @line AND k.version = @after THEN k.seen ELSE 0 END FROM gateway g JOIN gateway_members k ON k.gateway = g.id WHERE g.id = @gateway",
            ("line", line), ("after", after), ("gateway", id)).ListAsync(r => (r.GetString(0), r.GetInt64(1)), cancellationToken))[0];
        var from = Math.Max(after, seen);
        var lookup = key.LookupKeyOf(gateway);

        // What changed is looked for along the line where it is short, and along the store's own members where it is long.
        var few = newest - from <= MostVersions
            ? """
              AND s.member IN (SELECT id FROM member WHERE version > @after AND version <= @newest
                               UNION SELECT member FROM member_store WHERE store = @store AND version > @after AND version <= @newest
                               UNION SELECT member FROM member_store WHERE store = '*' AND version > @after AND version <= @newest)
              """
            : "";
        var rows = await snapshot.Command(
            $"""
             SELECT id, gone, version, name, level, contact, usual, notes, assigned_to, last_visit, updated_at, code, generation FROM (
                 SELECT m.id, (m.gone OR m.joined_at IS NULL OR n.live = 0) AS gone,
                        CASE WHEN n.live = 1 AND m.version > n.version THEN m.version ELSE n.version END AS version, coalesce(k.name, m.name) AS name,
                        coalesce(k.level, m.level) AS level, m.contact, coalesce(k.usual, m.usual) AS usual, coalesce(k.notes, m.notes) AS notes,
                        coalesce(k.assigned_to, m.assigned_to) AS assigned_to,
                        CASE WHEN k.last_visit IS NOT NULL AND (m.last_visit IS NULL OR k.last_visit > m.last_visit) THEN k.last_visit ELSE m.last_visit END AS last_visit,
                        m.updated_at, m.code, m.generation
                 FROM (SELECT s.member, max(s.version) AS version, max(CASE WHEN s.gone THEN 0 ELSE 1 END) AS live FROM member_store s
                       WHERE s.store IN (@store, '*') {few} GROUP BY s.member) n
                 JOIN member m ON m.id = n.member LEFT JOIN member k ON k.id = m.merged_into) AS c
             WHERE version > @after AND version <= @newest ORDER BY version, id LIMIT @most
             """,
            ("after", from), ("newest", newest), ("store", store), ("most", MostRead))
            .ListAsync(r => (r.GetString(0), r.GetInt64(2), r.GetBoolean(1) ? null : Read(r, key, lookup)), cancellationToken);
        return (line, newest, after, rows);
    }

    /// <summary>How many rows go into a run: as many as its length allows, and never a part of those that changed together under one version.</summary>
    /// <param name="rows">Their versions, ascending, and lengths.</param>
    /// <param name="isAll">Whether there are no more than these.</param>
    internal static int Taken(IReadOnlyList<(long Version, int Length)> rows, bool isAll)
    {
        var (taken, bytes) = (0, 0);
        while (taken < rows.Count && (bytes += rows[taken].Length) <= MostBytes)
        {
            taken++;
        }

        while (taken > 0 && (taken < rows.Count ? rows[taken].Version == rows[taken - 1].Version : !isAll && rows[^1].Version == rows[taken - 1].Version))
        {
            taken--;
        }

        // Nothing less than a whole version can be sent, however long it is.
        return taken > 0 ? taken : rows.TakeWhile(row => row.Version == rows[0].Version).Count();
    }

    private ProfileEntry Read(DbDataReader r, MemberKey key, byte[] lookup)
    {
        var id = r.GetString(0);
        var contact = MemberQueries.Contact(r, 5, id, key);
        return new ProfileEntry(
            id,
            r.GetString(3),
            r.GetString(4),
            database.ReadTime(r, 9) is { } visit ? new DateTimeOffset(visit) : null,
            [.. JsonSerializer.Deserialize(r.GetString(6), MembersJson.Default.MemberGoodsArray)!.Select(goods => new ProfileGoods(goods.Sku, goods.Name))],
            JsonSerializer.Deserialize(r.GetString(7), MembersJson.Default.StringArray)!,
            r.Text(8),
            new DateTimeOffset(database.ReadTime(r, 10)!.Value),
            r.GetString(11),
            key.SecretOf(id, r.GetInt32(12)),
            contact?.Card is { } card ? LookupHash.OfCard(lookup, card) : null,
            contact?.Phone is { } phone ? LookupHash.OfPhone(lookup, phone, key.CountryCode) : null);
    }

    private static async Task<(string? Line, long Newest)> LineAsync(DbCommand command, CancellationToken cancellationToken) =>
        (await command.ListAsync(r => (r.Text(0), r.GetInt64(1)), cancellationToken))[0];

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    private object? Time(DateTime? utc) => utc is { } value ? database.ToTime(value) : null;
}

/// <summary>A gateway and the profiles it was last known to hold.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="PublicKey">Its key, or null where it has not said it.</param>
/// <param name="Line">The line of its profiles.</param>
/// <param name="Version">How far they go.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
/// <param name="OnlineSince">Since when it is connected.</param>
/// <param name="IsNew">Whether it must be asked first.</param>
internal sealed record Held(int Gateway, byte[]? PublicKey, string? Line, long Version, int Attempts, DateTime? OnlineSince, bool IsNew);
