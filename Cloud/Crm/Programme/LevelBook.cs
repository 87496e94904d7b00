using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Looks at customers anew: which level the rules give and what they usually buy, written to the member where it changed, and so to the stores.</summary>
/// <remarks>
/// A level that a person gave stays until a rule gives a higher one; one that the programme does not know stays in any case. Rows that were merged are looked at as
/// one person: what any of them bought counts, and all of them have the level. The accounts' rows are locked meanwhile, in the order of members.
/// </remarks>
internal sealed class LevelBook(HeadquartersDatabase database, LevelNotices notices, TimeProvider clock)
{
    private const string Iso = "yyyy-MM-dd";

    /// <summary>Looks at customers.</summary>
    /// <param name="transaction">The transaction of what made it necessary.</param>
    /// <param name="programme">The rules.</param>
    /// <param name="members">The customers, by any of their ids; those who are not there are left out.</param>
    /// <param name="evidence">What it rests on, by the customers' ids; what is not in it rests on the day.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many levels changed.</returns>
    internal async Task<int> LookAsync(
        DbTransaction transaction, ProgrammeVersion programme, IReadOnlyCollection<string> members, IReadOnlyDictionary<string, string> evidence, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = Today(programme.Document, now);
        var persons = await PersonsAsync(transaction, members, cancellationToken);
        if (persons.Count == 0)
        {
            return 0;
        }

        await ReadAccountsAsync(transaction, persons, cancellationToken);
        await ReadSalesAsync(transaction, programme.Document, persons, today, cancellationToken);
        foreach (var person in persons.Values)
        {
            Decide(person, programme, today);
        }

        await NameUsualAsync(transaction, persons.Values, cancellationToken);
        await WriteAccountsAsync(transaction, programme, persons.Values, today, cancellationToken);
        return await WriteChangesAsync(transaction, programme.Document, [.. persons.Values.Where(p => p.IsChanged)], evidence, now, today, cancellationToken);
    }

    /// <summary>The day in the programme's time zone.</summary>
    internal static DateOnly Today(ProgrammeDocument programme, DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(programme.TimeZone)).DateTime);

    private static void Decide(Person person, ProgrammeVersion programme, DateOnly today)
    {
        var root = person.Rows[0];
        person.From = root.Level;
        person.Usual = UsualGoods.Of(person.Bought, today);
        if (programme.Version == 0)
        {
            person.To = root.Level;
            return;
        }

        person.Given = root.Level == person.WrittenLevel ? person.Given : root.Level;
        var outcome = LevelRules.Of(programme.Document, today, person.Days, person.Paid);
        var isGiven = programme.Document.RankOf(person.Given) > programme.Document.RankOf(outcome.Level);
        (person.To, person.Why, person.DueOn) = (isGiven ? person.Given : outcome.Level, isGiven ? "given by hand" : outcome.Why, outcome.DueOn);
    }

    private async Task<SortedDictionary<string, Person>> PersonsAsync(DbTransaction transaction, IReadOnlyCollection<string> members, CancellationToken cancellationToken)
    {
        var persons = new SortedDictionary<string, Person>(StringComparer.Ordinal);
        var rows = await transaction.Command(
            $"SELECT root, id, level, usual FROM ({PersonSql.Rows("id, level, usual, gone", $"{database.In("id", "members")} AND NOT gone")}) AS p WHERE NOT gone", ("members", database.Set(members)))
            .ListAsync(r => (Root: r.GetString(0), Row: new MemberState(r.GetString(1), r.GetString(2), r.GetString(3))), cancellationToken);
        foreach (var group in rows.GroupBy(row => row.Root, StringComparer.Ordinal))
        {
            // The row that stands for the person comes first; where it is gone, so is the person.
            MemberState[] own = [.. group.Select(row => row.Row).OrderBy(row => row.Id != group.Key).ThenBy(row => row.Id, StringComparer.Ordinal)];
            if (own[0].Id == group.Key)
            {
                persons[group.Key] = new Person(own);
            }
        }

        return persons;
    }

    private async Task ReadAccountsAsync(DbTransaction transaction, SortedDictionary<string, Person> persons, CancellationToken cancellationToken)
    {
        string[] roots = [.. persons.Keys];
        await transaction.RunAsync(
            new EffectStatement(
                "INSERT INTO points_account (member) SELECT * FROM unnest($1) ON CONFLICT (member) DO NOTHING",
                "INSERT INTO points_account (member) VALUES (@p1) ON CONFLICT (member) DO NOTHING",
                roots),
            cancellationToken);
        foreach (var (member, level, given, usual) in await transaction.Command(
            $"SELECT member, level, given, usual FROM points_account WHERE {database.In("member", "roots")} {database.InOrderSql("member")}",
            ("roots", database.Set(roots))).ListAsync(r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)), cancellationToken))
        {
            (persons[member].WrittenLevel, persons[member].Given, persons[member].WrittenUsual) = (level, given, usual);
        }
    }

    private async Task ReadSalesAsync(DbTransaction transaction, ProgrammeDocument programme, SortedDictionary<string, Person> persons, DateOnly today, CancellationToken cancellationToken)
    {
        var byId = persons.Values.SelectMany(person => person.Rows.Select(row => (row.Id, person))).ToDictionary(pair => pair.Id, pair => pair.person, StringComparer.Ordinal);
        var ids = database.Set(byId.Keys);
        var year = today.AddDays(1 - UsualGoods.Days);
        var earliest = LevelRules.Earliest(programme, today) is var first && first < year ? first : year;
        foreach (var (member, day) in await transaction.Command(
            $"""
             SELECT member, counts_day, CAST(sum(spend_fen) AS bigint), CAST(sum(growth) AS bigint) FROM sale
             WHERE {database.In("member", "members")} AND counts_day >= @day GROUP BY member, counts_day
             """,
            ("members", ids), ("day", Text(earliest))).ListAsync(r => (r.GetString(0), new DaySum(Day(r.GetString(1)), r.GetInt64(2), r.GetInt64(3))), cancellationToken))
        {
            byId[member].Days.Add(day);
        }

        foreach (var (member, goods) in await transaction.Command(
            $"""
             SELECT s.member, l.sku, s.counts_day FROM sale s JOIN sale_line l ON l.store = s.store AND l.sale = s.id
             WHERE {database.In("s.member", "members")} AND s.counts_day >= @day AND s.kind = 'sale' AND l.returned < l.quantity
             """,
            ("members", ids), ("day", Text(year))).ListAsync(r => (r.GetString(0), new BoughtGoods(r.GetString(1), Day(r.GetString(2)))), cancellationToken))
        {
            byId[member].Bought.Add(goods);
        }

        if (programme.Levels.Any(level => level.Rules.Any(rule => rule.Kind == LevelRule.Paid)))
        {
            foreach (var (member, paid) in await transaction.Command(
                $"SELECT member, level, sku, until_day FROM level_paid WHERE {database.In("member", "members")}", ("members", ids))
                .ListAsync(r => (r.GetString(0), new PaidLevel(r.GetString(1), r.GetString(2), Day(r.GetString(3)))), cancellationToken))
            {
                byId[member].Paid.Add(paid);
            }
        }
    }

    private async Task NameUsualAsync(DbTransaction transaction, IReadOnlyCollection<Person> persons, CancellationToken cancellationToken)
    {
        string[] skus = [.. persons.SelectMany(person => person.Usual).Distinct(StringComparer.Ordinal)];
        var names = skus.Length == 0 ? [] : (await transaction.Command($"SELECT sku, name FROM product WHERE {database.In("sku", "skus")} AND name <> ''", ("skus", database.Set(skus)))
            .ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken)).ToDictionary(StringComparer.Ordinal);
        foreach (var person in persons)
        {
            var usual = person.Usual.Select(sku => new MemberGoods(sku, names.GetValueOrDefault(sku, sku))).ToArray();

            // What people wrote stays while sales say nothing.
            person.UsualText = usual.Length == 0 && person.Rows[0].Usual != person.WrittenUsual
                ? person.Rows[0].Usual
                : JsonSerializer.Serialize(usual, MembersJson.Default.MemberGoodsArray);
        }
    }

    private static async Task WriteAccountsAsync(
        DbTransaction transaction, ProgrammeVersion programme, IReadOnlyCollection<Person> persons, DateOnly today, CancellationToken cancellationToken)
    {
        var year = today.AddDays(1 - UsualGoods.Days);
        await transaction.RunAsync(
            new EffectStatement(
                """
                UPDATE points_account a SET level = n.level, given = n.given, usual = n.usual, due_day = n.due_day, programme = n.programme, spend_fen = n.spend_fen, growth = n.growth
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (member, level, given, usual, due_day, programme, spend_fen, growth) WHERE a.member = n.member
                """,
                """
                UPDATE points_account SET level = @p2, given = @p3, usual = @p4, due_day = @p5, programme = @p6, spend_fen = @p7, growth = @p8 WHERE member = @p1
                """,
                persons.Select(p => p.Rows[0].Id).ToArray(),
                persons.Select(p => p.To).ToArray(),
                persons.Select(p => p.Given).ToArray(),
                persons.Select(p => p.UsualText).ToArray(),
                persons.Select(p => p.DueOn is { } due ? Text(due) : null).ToArray(),
                persons.Select(_ => programme.Version).ToArray(),
                persons.Select(p => p.Days.Where(d => d.Day >= year).Sum(d => d.SpendFen)).ToArray(),
                persons.Select(p => p.Days.Where(d => d.Day >= year).Sum(d => d.Growth)).ToArray()),
            cancellationToken);
    }

    private async Task<int> WriteChangesAsync(
        DbTransaction transaction, ProgrammeDocument programme, IReadOnlyList<Person> persons, IReadOnlyDictionary<string, string> evidence, DateTimeOffset now, DateOnly today,
        CancellationToken cancellationToken)
    {
        if (persons.Count == 0)
        {
            return 0;
        }

        Person[] changed = [.. persons.Where(person => person.From != person.To)];
        await transaction.RunAsync(
            new EffectStatement(
                "INSERT INTO level_change (member, id, at, from_level, to_level, why, evidence) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
                "INSERT INTO level_change (member, id, at, from_level, to_level, why, evidence) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7)",
                changed.Select(p => p.Rows[0].Id).ToArray(),
                changed.Select(_ => Guid.CreateVersion7(now).ToString()).ToArray(),
                changed.Select(_ => now.UtcDateTime).ToArray(),
                changed.Select(p => p.From).ToArray(),
                changed.Select(p => p.To).ToArray(),
                changed.Select(p => p.Why).ToArray(),
                changed.Select(p => p.Rows.Select(row => evidence.GetValueOrDefault(row.Id)).FirstOrDefault(e => e is not null) ?? $"day/{Text(today)}").ToArray()),
            cancellationToken);
        await notices.RaisedAsync(
            transaction,
            [.. changed.Where(person => programme.RankOf(person.To) > programme.RankOf(person.From)).Select(person => new LevelNotice(person.Rows[0].Id, person.From, person.To, today))],
            cancellationToken);

        var rows = persons.SelectMany(person => person.Rows.Select(row => (row.Id, person.To, person.UsualText, row.Level, row.Usual))).OrderBy(row => row.Id, StringComparer.Ordinal).ToArray();
        var version = await LineMark.VersionsForAsync(transaction, rows.Length, cancellationToken);
        await transaction.Command($"SELECT id FROM member WHERE {database.In("id", "ids")} {database.InOrderSql("id")}", ("ids", database.Set(rows.Select(row => row.Id))))
            .ListAsync(r => 1, cancellationToken);

        // What a person wrote since it was read stays; the next look takes it for given by hand.
        await transaction.RunAsync(
            new EffectStatement(
                """
                UPDATE member m SET level = n.level, usual = n.usual, version = n.version, updated_at = n.at
                FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (id, level, usual, version, at, level_read, usual_read)
                WHERE m.id = n.id AND m.level = n.level_read AND m.usual = n.usual_read
                """,
                "UPDATE member SET level = @p2, usual = @p3, version = @p4, updated_at = @p5 WHERE id = @p1 AND level = @p6 AND usual = @p7",
                rows.Select(r => r.Id).ToArray(),
                rows.Select(r => r.To).ToArray(),
                rows.Select(r => r.UsualText).ToArray(),
                rows.Select((_, i) => version + (i / LineMark.MostOfVersion)).ToArray(),
                rows.Select(_ => now.UtcDateTime).ToArray(),
                rows.Select(r => r.Level).ToArray(),
                rows.Select(r => r.Usual).ToArray()),
            cancellationToken);
        return changed.Length;
    }

    private static string Text(DateOnly day) => day.ToString(Iso, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, Iso, CultureInfo.InvariantCulture);

    private readonly record struct MemberState(string Id, string Level, string Usual);

    /// <summary>A person under the eye: the rows that were merged, what was bought, and what follows.</summary>
    private sealed class Person(IReadOnlyList<MemberState> rows)
    {
        /// <summary>The row that stands for the person first.</summary>
        internal IReadOnlyList<MemberState> Rows { get; } = rows;

        internal List<DaySum> Days { get; } = [];

        internal List<BoughtGoods> Bought { get; } = [];

        internal List<PaidLevel> Paid { get; } = [];

        internal string WrittenLevel { get; set; } = "";

        internal string WrittenUsual { get; set; } = "[]";

        internal string Given { get; set; } = "";

        internal string From { get; set; } = "";

        internal string To { get; set; } = "";

        internal string Why { get; set; } = "";

        internal DateOnly? DueOn { get; set; }

        internal IReadOnlyList<string> Usual { get; set; } = [];

        internal string UsualText { get; set; } = "[]";

        internal bool IsChanged => Rows.Any(row => row.Level != To || row.Usual != UsualText);
    }
}
