using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>The points in the database. Accounts are locked in the order of members before anything else of them is read: two tills that want the same points stand in line.</summary>
internal sealed class PointsBook(HeadquartersDatabase database)
{
    private const string EntrySql =
        "INSERT INTO points_entry (member, id, at, kind, points, remaining, balance, expires_at, store, sale, evidence, who, why)";

    /// <summary>Locks the accounts of members, making those that are missing.</summary>
    /// <param name="transaction">Holds the locks until it ends.</param>
    /// <param name="members">The members.</param>
    /// <param name="withLots">Those of them from whose lots something may be taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<Dictionary<string, PointsLedger>> LockAsync(
        DbTransaction transaction, IEnumerable<string> members, IReadOnlySet<string> withLots, CancellationToken cancellationToken)
    {
        string[] wanted = [.. members.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (wanted.Length == 0)
        {
            return [];
        }

        await transaction.RunAsync(
            new EffectStatement(
                "INSERT INTO points_account (member) SELECT * FROM unnest($1) ON CONFLICT (member) DO NOTHING",
                "INSERT INTO points_account (member) VALUES (@p1) ON CONFLICT (member) DO NOTHING",
                wanted),
            cancellationToken);
        var accounts = await transaction.Command(
            $"SELECT member, balance, owed FROM points_account WHERE {database.In("member", "members")} {database.InOrderSql("member")}",
            ("members", database.Set(wanted))).ListAsync(r => (Member: r.GetString(0), Balance: r.GetInt64(1), Owed: r.GetInt64(2)), cancellationToken);
        var lots = new List<(string Member, PointsLot Lot)>();
        if (withLots.Count > 0)
        {
            lots = await transaction.Command(
                $"SELECT member, id, at, expires_at, remaining FROM points_entry WHERE {database.In("member", "members")} AND remaining > 0",
                ("members", database.Set(withLots)))
                .ListAsync(r => (r.GetString(0), new PointsLot(r.GetString(1), database.ReadTime(r, 2)!.Value, database.ReadTime(r, 3), r.GetInt64(4))), cancellationToken);
        }

        var byMember = lots.ToLookup(lot => lot.Member, lot => lot.Lot, StringComparer.Ordinal);
        return accounts.ToDictionary(a => a.Member, a => new PointsLedger(a.Member, a.Balance, a.Owed, byMember[a.Member]), StringComparer.Ordinal);
    }

    /// <summary>Writes what changed in accounts that are locked.</summary>
    internal static async Task SaveAsync(DbTransaction transaction, IReadOnlyCollection<PointsLedger> ledgers, CancellationToken cancellationToken)
    {
        PointsEntry[] entries = [.. ledgers.SelectMany(ledger => ledger.Entries)];
        await transaction.RunAsync(
            new EffectStatement(
                $"{EntrySql} SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                $"{EntrySql} VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)",
                entries.Select(e => e.Member).ToArray(),
                entries.Select(e => e.Cause.Id).ToArray(),
                entries.Select(e => e.Cause.At).ToArray(),
                entries.Select(e => e.Kind).ToArray(),
                entries.Select(e => e.Points).ToArray(),
                ledgers.SelectMany(ledger => ledger.Entries.Select(e => e.Points > 0 ? ledger.RemainingOf(e.Cause.Id) : 0)).ToArray(),
                entries.Select(e => e.Balance).ToArray(),
                entries.Select(e => e.ExpiresAt).ToArray(),
                entries.Select(e => e.Cause.Store).ToArray(),
                entries.Select(e => e.Cause.Sale).ToArray(),
                entries.Select(e => e.Cause.Evidence).ToArray(),
                entries.Select(e => e.Cause.Who).ToArray(),
                entries.Select(e => e.Cause.Why).ToArray()),
            cancellationToken);
        var lots = ledgers.SelectMany(ledger => ledger.Changed.Select(lot => (ledger.Member, lot.Id, lot.Remaining))).ToArray();
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE points_entry e SET remaining = n.remaining FROM unnest($1, $2, $3) AS n (member, id, remaining) WHERE e.member = n.member AND e.id = n.id",
                "UPDATE points_entry SET remaining = @p3 WHERE member = @p1 AND id = @p2",
                lots.Select(l => l.Member).ToArray(),
                lots.Select(l => l.Id).ToArray(),
                lots.Select(l => l.Remaining).ToArray()),
            cancellationToken);
        PointsLedger[] changed = [.. ledgers.OrderBy(ledger => ledger.Member, StringComparer.Ordinal)];
        await transaction.RunAsync(
            new EffectStatement(
                "UPDATE points_account a SET balance = n.balance, owed = n.owed FROM unnest($1, $2, $3) AS n (member, balance, owed) WHERE a.member = n.member",
                "UPDATE points_account SET balance = @p2, owed = @p3 WHERE member = @p1",
                changed.Select(l => l.Member).ToArray(),
                changed.Select(l => l.Balance).ToArray(),
                changed.Select(l => l.Owed).ToArray()),
            cancellationToken);
    }

    /// <summary>Takes points from a person: from all the ids that were merged into one, in the order in which lots are burnt.</summary>
    /// <returns>Null where there are too few; then nothing changed.</returns>
    internal static bool TryBurn(IReadOnlyCollection<PointsLedger> person, PointsCause cause, long points, string kind = PointsEntry.Burnt)
    {
        if (person.Sum(ledger => ledger.Balance) < points)
        {
            return false;
        }

        BurnUpTo(person, cause, points, kind);
        return true;
    }

    /// <summary>Takes as many points of a person as there are.</summary>
    /// <returns>How many were taken.</returns>
    internal static long BurnUpTo(IReadOnlyCollection<PointsLedger> person, PointsCause cause, long points, string kind = PointsEntry.Burnt)
    {
        var left = Math.Min(points, person.Sum(ledger => ledger.Balance));
        var taken = new Dictionary<PointsLedger, long>();
        foreach (var (ledger, lot) in person.SelectMany(ledger => ledger.Lots.Select(lot => (ledger, lot)))
            .OrderBy(pair => pair.lot.ExpiresAt ?? DateTime.MaxValue).ThenBy(pair => pair.lot.At).ThenBy(pair => pair.lot.Id, StringComparer.Ordinal))
        {
            var part = Math.Min(left - taken.Values.Sum(), lot.Remaining);
            taken[ledger] = taken.GetValueOrDefault(ledger) + part;
        }

        foreach (var (ledger, part) in taken.Where(pair => pair.Value > 0))
        {
            ledger.TryBurn(cause, part, kind);
        }

        return left;
    }

    /// <summary>The ids that are one person, by the id of any of them.</summary>
    internal async Task<ILookup<string, string>> PersonsAsync(DbTransaction transaction, IEnumerable<string> members, CancellationToken cancellationToken) =>
        (await transaction.Command(
            $"""
             SELECT m.id, p.id FROM member m JOIN member p ON p.id = coalesce(m.merged_into, m.id) OR p.merged_into = coalesce(m.merged_into, m.id)
             WHERE {database.In("m.id", "members")}
             """,
            ("members", database.Set(members))).ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken)).ToLookup(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
}
