using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Effects;
using Cloud.Crm.Programme;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>Decides which stores a member's profile goes to, and keeps a row for each: gateways are sent what their stores' rows and the members' line say, and nothing else.</summary>
/// <remarks>
/// A profile goes to the home store, to stores that were visited or bought at in the last months, to stores that hold the face with consent, and to all stores for levels that
/// say so; a member of whom no store is known goes everywhere, unless the rules say nowhere. Rows that were merged share their stores. Who never joined goes nowhere.
/// A row that ends stays as gone under a version of its own, so that gateways learn that they are to forget. What is to be looked at is found by indexes: members whose
/// version is beyond the mark, consents whose state is not the one looked at last, stores where somebody is seen for the first time, rows whose days are over.
/// </remarks>
internal sealed class MemberStores(HeadquartersDatabase database, ProgrammeTable programmes, TimeProvider clock)
{
    /// <summary>The store that stands for all of them.</summary>
    internal const string Everywhere = "*";

    /// <summary>Its mark on the members' line.</summary>
    internal const int Mark = 1;

    private const int Most = 200;
    private const string Unplaced = "SELECT member, gateway, state FROM member_consent WHERE placed IS NULL OR placed <> state LIMIT @most";
    private const string NewlySeen = "SELECT member, store FROM member_seen WHERE NOT placed LIMIT @most";
    private const string Over = "SELECT DISTINCT member FROM member_store WHERE NOT gone AND until_day IS NOT NULL AND until_day < @today LIMIT @most";

    /// <summary>Looks at some members.</summary>
    /// <returns>Whether there may be more.</returns>
    internal async Task<bool> PlaceAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (!await LineMark.IsBehindAsync(connection, Mark, cancellationToken)
                && (await connection.Command(Unplaced, ("most", 1)).ListAsync(r => 1, cancellationToken)).Count == 0
                && (await connection.Command(NewlySeen, ("most", 1)).ListAsync(r => 1, cancellationToken)).Count == 0
                && (await connection.Command(Over, ("today", Today), ("most", 1)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return false;
            }
        }

        return await database.WriteAsync(
            async transaction =>
            {
                if (await LineMark.NextAsync(transaction, database, Mark, Most, cancellationToken) is not { } changed)
                {
                    return false;
                }

                var consents = await transaction.Command(Unplaced, ("most", Most)).ListAsync(r => (Member: r.GetString(0), Gateway: r.GetInt32(1), State: r.GetString(2)), cancellationToken);
                var seen = await transaction.Command(NewlySeen, ("most", Most)).ListAsync(r => (Member: r.GetString(0), Store: r.GetString(1)), cancellationToken);
                var over = await transaction.Command(Over, ("today", Today), ("most", Most)).ListAsync(r => r.GetString(0), cancellationToken);
                await PlaceAsync(
                    transaction, [.. changed.Concat(consents.Select(c => c.Member)).Concat(seen.Select(s => s.Member)).Concat(over).Distinct(StringComparer.Ordinal)], cancellationToken);
                await NoteAsync(
                    transaction, [.. consents.OrderBy(c => c.Member, StringComparer.Ordinal).ThenBy(c => c.Gateway)],
                    [.. seen.OrderBy(s => s.Member, StringComparer.Ordinal).ThenBy(s => s.Store, StringComparer.Ordinal)], over, cancellationToken);
                return changed.Count == Most || consents.Count == Most || seen.Count == Most || over.Count == Most;
            },
            cancellationToken);
    }

    /// <summary>Notes what was looked at, as it was then: what changed meanwhile is looked at again. Comes after the line, in the order that sales take.</summary>
    private async Task NoteAsync(
        DbTransaction transaction, (string Member, int Gateway, string State)[] consents, (string Member, string Store)[] seen, List<string> over, CancellationToken cancellationToken)
    {
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE member_consent c SET placed = n.state FROM unnest($1, $2, $3) AS n (member, gateway, state) WHERE c.member = n.member AND c.gateway = n.gateway",
                "UPDATE member_consent SET placed = @p3 WHERE member = @p1 AND gateway = @p2",
                consents.Select(c => c.Member).ToArray(),
                consents.Select(c => c.Gateway).ToArray(),
                consents.Select(c => c.State).ToArray()),
            cancellationToken);
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE member_seen m SET placed = TRUE FROM unnest($1, $2) AS n (member, store) WHERE m.member = n.member AND m.store = n.store",
                "UPDATE member_seen SET placed = TRUE WHERE member = @p1 AND store = @p2",
                seen.Select(s => s.Member).ToArray(),
                seen.Select(s => s.Store).ToArray()),
            cancellationToken);
        if (over.Count > 0)
        {
            // Who comes again after so long is seen there anew.
            await transaction.Command(
                $"DELETE FROM member_seen WHERE {database.In("member", "members")} AND day < @first",
                ("members", database.Set(over)), ("first", First((await programmes.CurrentAsync(transaction, cancellationToken)).Document))).RunAsync(cancellationToken);
        }
    }

    private async Task PlaceAsync(DbTransaction transaction, string[] members, CancellationToken cancellationToken)
    {
        if (members.Length == 0)
        {
            return;
        }

        var rules = (await programmes.CurrentAsync(transaction, cancellationToken)).Document;
        var persons = await PersonsAsync(transaction, members, cancellationToken);
        var ids = persons.Values.SelectMany(person => person.Members).Concat(members).Distinct(StringComparer.Ordinal).ToArray();
        await ReadAsync(transaction, persons, rules, cancellationToken);
        var present = (await transaction.Command(
            $"SELECT member, store, gone, until_day FROM member_store WHERE {database.In("member", "members")}", ("members", database.Set(ids)))
            .ListAsync(r => (Key: (r.GetString(0), r.GetString(1)), Gone: r.GetBoolean(2), Until: r.Text(3)), cancellationToken)).ToDictionary(row => row.Key, row => (row.Gone, row.Until));
        var wanted = persons.Values.SelectMany(person => person.Wanted(rules)).ToDictionary(row => (row.Member, row.Store), row => row.Until);
        var changed = wanted.Where(row => !present.TryGetValue(row.Key, out var there) || there.Gone).Select(row => (row.Key.Member, row.Key.Store, Gone: false, Until: row.Value))
            .Concat(present.Where(row => !row.Value.Gone && !wanted.ContainsKey(row.Key)).Select(row => (Member: row.Key.Item1, Store: row.Key.Item2, Gone: true, Until: (string?)null)))
            .OrderBy(row => row.Member, StringComparer.Ordinal).ThenBy(row => row.Store, StringComparer.Ordinal).ToArray();
        var longer = wanted.Where(row => present.TryGetValue(row.Key, out var there) && !there.Gone && there.Until != row.Value)
            .OrderBy(row => row.Key.Member, StringComparer.Ordinal).ThenBy(row => row.Key.Store, StringComparer.Ordinal).ToArray();
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE member_store m SET until_day = n.until_day FROM unnest($1, $2, $3) AS n (member, store, until_day) WHERE m.member = n.member AND m.store = n.store",
                "UPDATE member_store SET until_day = @p3 WHERE member = @p1 AND store = @p2",
                longer.Select(row => row.Key.Member).ToArray(),
                longer.Select(row => row.Key.Store).ToArray(),
                longer.Select(row => row.Value).ToArray()),
            cancellationToken);
        if (changed.Length == 0)
        {
            return;
        }

        var version = await LineMark.VersionsForAsync(transaction, changed.Length, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        const string update = "ON CONFLICT (member, store) DO UPDATE SET gone = excluded.gone, since = excluded.since, version = excluded.version, until_day = excluded.until_day";
        await transaction.RunAsync(
            new EffectStatement(
                $"INSERT INTO member_store (member, store, gone, since, version, until_day) SELECT * FROM unnest($1, $2, $3, $4, $5, $6) {update}",
                $"INSERT INTO member_store (member, store, gone, since, version, until_day) VALUES (@p1, @p2, @p3, @p4, @p5, @p6) {update}",
                changed.Select(row => row.Member).ToArray(),
                changed.Select(row => row.Store).ToArray(),
                changed.Select(row => row.Gone).ToArray(),
                changed.Select(_ => now).ToArray(),
                changed.Select((_, i) => version + (i / LineMark.MostOfVersion)).ToArray(),
                changed.Select(row => row.Until).ToArray()),
            cancellationToken);
    }

    private async Task<Dictionary<string, Person>> PersonsAsync(DbTransaction transaction, string[] members, CancellationToken cancellationToken)
    {
        var persons = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var (root, id, home, level, isMember) in await transaction.Command(
            PersonSql.Rows("id, home_store, level, joined_at IS NOT NULL AND NOT gone", database.In("id", "members")), ("members", database.Set(members)))
            .ListAsync(r => (r.GetString(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetBoolean(4)), cancellationToken))
        {
            if (!persons.TryGetValue(root, out var person))
            {
                persons[root] = person = new Person();
            }

            person.Add(id, home, level, isMember);
        }

        return persons;
    }

    private async Task ReadAsync(DbTransaction transaction, Dictionary<string, Person> persons, ProgrammeDocument rules, CancellationToken cancellationToken)
    {
        var byId = persons.Values.SelectMany(person => person.Members.Select(id => (id, person))).ToDictionary(pair => pair.id, pair => pair.person, StringComparer.Ordinal);
        var ids = database.Set(byId.Keys);
        foreach (var (member, store) in await transaction.Command(
            $"SELECT c.member, g.store FROM member_consent c JOIN gateway g ON g.id = c.gateway WHERE {database.In("c.member", "members")} AND c.state IN ('given', 'relayed')",
            ("members", ids)).ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken))
        {
            byId[member].Stores[store] = null;
        }

        foreach (var (member, store, day) in await transaction.Command(
            $"SELECT member, store, day FROM member_seen WHERE {database.In("member", "members")} AND day >= @first", ("members", ids), ("first", First(rules)))
            .ListAsync(r => (r.GetString(0), r.GetString(1), r.GetString(2)), cancellationToken))
        {
            byId[member].Seen(store, Text(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(rules.Stores.Months)));
        }
    }

    /// <summary>The first day that counts.</summary>
    private string First(ProgrammeDocument rules) => Text(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddMonths(-rules.Stores.Months));

    private string Today => Text(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A person: the rows that were merged, and the stores with the last day on which each holds by itself, null for good.</summary>
    private sealed class Person
    {
        private readonly List<string> _joined = [];
        private readonly HashSet<string> _levels = [];

        internal List<string> Members { get; } = [];

        internal Dictionary<string, string?> Stores { get; } = new(StringComparer.Ordinal);

        internal void Add(string id, string? home, string level, bool isMember)
        {
            Members.Add(id);
            if (isMember)
            {
                _joined.Add(id);
                _levels.Add(level);
            }

            if (home is not null)
            {
                Stores[home] = null;
            }
        }

        internal void Seen(string store, string until)
        {
            if (!Stores.TryGetValue(store, out var known) || string.CompareOrdinal(known, until) < 0 && known is not null)
            {
                Stores[store] = until;
            }
        }

        internal IEnumerable<(string Member, string Store, string? Until)> Wanted(ProgrammeDocument rules)
        {
            var stores = new Dictionary<string, string?>(Stores, StringComparer.Ordinal);
            if (rules.Levels.Any(level => level.Everywhere && _levels.Contains(level.Name)) || (stores.Count == 0 && rules.Stores.Unplaced == StoresRule.Everywhere))
            {
                stores[Everywhere] = null;
            }

            return _joined.SelectMany(member => stores.Select(store => (member, store.Key, store.Value)));
        }
    }
}
