using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>What rules do to the levels of everybody.</summary>
internal sealed class LevelPreview(HeadquartersDatabase database, TimeProvider clock)
{
    private const int MostChanges = 50;

    /// <summary>How many customers would have which level by other rules. Reads the days of all customers that count; members are told apart by id, merged rows as one.</summary>
    internal async Task<ProgrammePreview> ReadAsync(ProgrammeDocument rules, CancellationToken cancellationToken)
    {
        var today = LevelBook.Today(rules, clock.GetUtcNow());
        var counts = new SortedDictionary<string, (long Now, long Then)>(StringComparer.Ordinal);
        var (members, up, down) = (0L, 0L, 0L);
        await using var connection = await database.OpenAsync(cancellationToken);
        var paid = (await connection.Command(
            "SELECT coalesce(m.merged_into, m.id), p.level, p.sku, p.until_day FROM level_paid p JOIN member m ON m.id = p.member WHERE p.until_day >= @today", ("today", Text(today)))
            .ListAsync(r => (Member: r.GetString(0), Paid: new PaidLevel(r.GetString(1), r.GetString(2), Day(r.GetString(3)))), cancellationToken))
            .ToLookup(p => p.Member, p => p.Paid, StringComparer.Ordinal);
        await using var command = connection.Command(
            """
            SELECT p.id, p.level, coalesce(a.given, ''), s.counts_day, CAST(sum(s.spend_fen) AS bigint), CAST(sum(s.growth) AS bigint)
            FROM member p LEFT JOIN points_account a ON a.member = p.id
            LEFT JOIN (SELECT coalesce(m.merged_into, m.id) AS person, x.counts_day, x.spend_fen, x.growth FROM sale x JOIN member m ON m.id = x.member WHERE x.counts_day >= @day) s
                   ON s.person = p.id
            WHERE p.merged_into IS NULL AND NOT p.gone GROUP BY p.id, p.level, a.given, s.counts_day ORDER BY p.id
            """,
            ("day", Text(LevelRules.Earliest(rules, today))));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        (string Id, string Level, string Given)? person = null;
        var days = new List<DaySum>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetString(0);
            if (person is { } before && before.Id != id)
            {
                Count(before);
            }

            if (person?.Id != id)
            {
                person = (id, reader.GetString(1), reader.GetString(2));
                days.Clear();
            }

            if (!reader.IsDBNull(3))
            {
                days.Add(new DaySum(Day(reader.GetString(3)), reader.GetInt64(4), reader.GetInt64(5)));
            }
        }

        if (person is { } last)
        {
            Count(last);
        }

        return new ProgrammePreview(members, [.. counts.Select(c => new LevelCount(c.Key, c.Value.Now, c.Value.Then))], up, down);

        void Count((string Id, string Level, string Given) of)
        {
            var outcome = LevelRules.Of(rules, today, days, [.. paid[of.Id]]).Level;
            var then = rules.RankOf(of.Given) > rules.RankOf(outcome) ? of.Given : outcome;
            counts[of.Level] = counts.GetValueOrDefault(of.Level) is var now ? (now.Now + 1, now.Then) : default;
            counts[then] = counts.GetValueOrDefault(then) is var other ? (other.Now, other.Then + 1) : default;
            members++;
            up += rules.RankOf(then) > rules.RankOf(of.Level) ? 1 : 0;
            down += rules.RankOf(then) < rules.RankOf(of.Level) ? 1 : 0;
        }
    }

    /// <summary>The levels as they are, with names where the caller may see customers.</summary>
    internal async Task<LevelsView> LevelsAsync(ProgrammeDocument rules, Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var levels = await connection.Command("SELECT level, count(*) FROM member WHERE NOT gone AND merged_into IS NULL GROUP BY level")
            .ListAsync(r => (Level: r.GetString(0), Count: r.GetInt64(1)), cancellationToken);
        var changes = await connection.Command(
            $"SELECT l.member, {(caller.May(Permission.ViewCustomers) ? SaleQueries.BuyerSql("l.member") : "NULL")}, l.at, l.from_level, l.to_level, l.why, l.evidence FROM level_change l ORDER BY l.id DESC LIMIT @most",
            ("most", MostChanges)).ListAsync(
            r => new MemberLevelChange(r.GetString(0), r.Text(1), database.ReadTime(r, 2)!.Value, r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), cancellationToken);
        return new LevelsView(
            [
                .. levels.Select(l => l.Level).Union(rules.Levels.Select(l => l.Name)).OrderByDescending(rules.RankOf).ThenBy(l => l, StringComparer.Ordinal)
                    .Select(l => new LevelMembers(l, levels.Find(row => row.Level == l).Count, l.Length == 0 ? false : rules.Levels.FirstOrDefault(level => level.Name == l)?.Everywhere)),
            ],
            changes);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
