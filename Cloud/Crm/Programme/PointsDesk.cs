using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Points as tills and people ask for them and change them. A change has a UUID of whoever asks, and is done once.</summary>
internal sealed class PointsDesk(HeadquartersDatabase database, PointsBook book, ProgrammeTable programmes, CustomerBook customers, AuditTable audit, TimeProvider clock)
{
    private const int MostLevelChanges = 20;

    /// <summary>Takes points at a till.</summary>
    internal Task<(PointsBurnt? Burnt, string? Missing, string? Refusal)> BurnAsync(PointsBurn burn, CustomerKey key, Caller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<(PointsBurnt?, string?, string?)>(
            async transaction =>
            {
                if (await customers.FindAsync(transaction, key, cancellationToken) is not { } member)
                {
                    return (null, "nobody is known by what the till said of the customer", null);
                }

                var person = await LockAsync(transaction, member, cancellationToken);
                var id = $"burn/{burn.Id:D}";
                if (await DoneAsync(transaction, person, id, cancellationToken) is { Count: > 0 } done)
                {
                    var burnt = -done.Sum(entry => entry.Points);
                    return burnt == burn.Points
                        ? (new PointsBurnt(member, burnt, Then(person, done)), null, null)
                        : (null, null, $"{burnt} points were taken under the id '{burn.Id}'; now {burn.Points} are asked for");
                }

                var now = clock.GetUtcNow().UtcDateTime;
                var isThere = PointsBook.TryBurn(person, new PointsCause(id, now, burn.Store, null, $"points/{id}", burn.Till, $"by {caller.Name}"), burn.Points);
                await PointsBook.SaveAsync(transaction, [.. person.Where(ledger => ledger.IsChanged)], cancellationToken);
                var balance = person.Sum(ledger => ledger.Balance);
                return isThere ? (new PointsBurnt(member, burn.Points, balance), null, null) : (null, null, $"the customer has {balance} points; {burn.Points} are asked for");
            },
            cancellationToken);

    /// <summary>Gives or takes points by hand; kept in the audit.</summary>
    /// <returns>Null and why not where there are too few, both null where there is no such customer.</returns>
    internal Task<(PointsBalance? Balance, string? Refusal)> AdjustAsync(string customer, PointsAdjustment adjustment, Caller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<(PointsBalance?, string?)>(
            async transaction =>
            {
                if (await customers.FindAsync(transaction, CustomerKey.OfId(customer), cancellationToken) is not { } member)
                {
                    return (null, null);
                }

                var person = await LockAsync(transaction, member, cancellationToken);
                var id = $"adjust/{adjustment.Id:D}";
                if (await DoneAsync(transaction, person, id, cancellationToken) is { Count: > 0 } done)
                {
                    var points = done.Sum(entry => entry.Points);
                    return points == adjustment.Points
                        ? (new PointsBalance(Then(person, done), person.Sum(ledger => ledger.Owed)), null)
                        : (null, $"{points} points were given under the id '{adjustment.Id}'; now it is {adjustment.Points}");
                }

                var now = clock.GetUtcNow().UtcDateTime;
                var cause = new PointsCause(id, now, null, null, $"points/{id}", caller.Name, adjustment.Why);
                var programme = await programmes.CurrentAsync(transaction, cancellationToken);
                if (adjustment.Points > 0)
                {
                    person.First(ledger => ledger.Member == member).Earn(
                        cause, adjustment.Points, programme.Document.Points.ExpireDays is { } days ? now.AddDays(days) : null, PointsEntry.Adjusted);
                }
                else if (!PointsBook.TryBurn(person, cause, -adjustment.Points, PointsEntry.Adjusted))
                {
                    await PointsBook.SaveAsync(transaction, [.. person.Where(ledger => ledger.IsChanged)], cancellationToken);
                    return (null, $"the customer has {person.Sum(ledger => ledger.Balance)} points; {-adjustment.Points} are to be taken");
                }

                await PointsBook.SaveAsync(transaction, [.. person.Where(ledger => ledger.IsChanged)], cancellationToken);
                await audit.AddAsync(transaction, caller, "points.adjusted", "customer", member, null, $$"""{"points":{{adjustment.Points}}}""", cancellationToken);
                return (new PointsBalance(person.Sum(ledger => ledger.Balance), person.Sum(ledger => ledger.Owed)), null);
            },
            cancellationToken);

    /// <summary>A person's points, newest entries first; null where there is no such customer.</summary>
    internal async Task<PointsView?> ReadAsync(string customer, SaleMark? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await customers.FindAsync(connection, CustomerKey.OfId(customer), cancellationToken) is not { } member)
        {
            return null;
        }

        const string person = "member IN (SELECT id FROM member WHERE id = @member OR merged_into = @member)";
        var account = (await connection.Command(
            $"""
             SELECT CAST(coalesce(sum(balance), 0) AS bigint), CAST(coalesce(sum(owed), 0) AS bigint), CAST(coalesce(max(CASE WHEN member = @member THEN spend_fen END), 0) AS bigint),
                    CAST(coalesce(max(CASE WHEN member = @member THEN growth END), 0) AS bigint), (SELECT level FROM member WHERE id = @member) FROM points_account WHERE {person}
             """,
            ("member", member)).ListAsync(r => (Balance: r.GetInt64(0), Owed: r.GetInt64(1), Spend: r.GetInt64(2), Growth: r.GetInt64(3), Level: r.GetString(4)), cancellationToken))[0];
        var lots = await connection.Command($"SELECT remaining, expires_at, at, sale, id FROM points_entry WHERE {person} AND remaining > 0", ("member", member))
            .ListAsync(r => (Lot: new PointsLotView(r.GetInt64(0), database.ReadTime(r, 1), database.ReadTime(r, 2)!.Value, r.Text(3)), Id: r.GetString(4)), cancellationToken);
        List<(string, object?)> parameters = [("member", member), ("limit", limit + 1)];
        if (before is { } mark)
        {
            parameters.AddRange([("at", database.ToTime(mark.At)), ("id", mark.Id)]);
        }

        var entries = await connection.Command(
            $"""
             SELECT id, at, kind, points, expires_at, store, sale, evidence, who, why FROM points_entry WHERE {person} {(before is null ? "" : "AND (at, id) < (@at, @id)")}
             ORDER BY at DESC, id DESC LIMIT @limit
             """,
            [.. parameters]).ListAsync(
            r => new PointsEntryView(
                r.GetString(0), database.ReadTime(r, 1)!.Value, r.GetString(2), r.GetInt64(3), database.ReadTime(r, 4), r.Text(5), r.Text(6), r.GetString(7), r.GetString(8), r.Text(9)),
            cancellationToken);
        var levels = await connection.Command(
            $"SELECT at, from_level, to_level, why, evidence FROM level_change WHERE {person} ORDER BY id DESC LIMIT @limit", ("member", member), ("limit", MostLevelChanges))
            .ListAsync(r => new LevelChangeView(database.ReadTime(r, 0)!.Value, r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), cancellationToken);
        return new PointsView(
            member, account.Balance, account.Owed, account.Level, account.Spend, account.Growth,
            [.. lots.OrderBy(l => l.Lot.ExpiresAt ?? DateTime.MaxValue).ThenBy(l => l.Lot.At).ThenBy(l => l.Id, StringComparer.Ordinal).Select(l => l.Lot)],
            [.. entries.Take(limit)], levels, entries.Count > limit ? new SaleMark(entries[limit - 1].At, entries[limit - 1].Id).ToString() : null);
    }

    /// <summary>Ends points that have expired, of some customers at a time.</summary>
    /// <returns>How many customers.</returns>
    internal async Task<int> ExpireAsync(int most, CancellationToken cancellationToken)
    {
        const string due = "SELECT DISTINCT member FROM points_entry WHERE remaining > 0 AND expires_at <= @now LIMIT @most";
        var now = clock.GetUtcNow().UtcDateTime;
        List<string> members;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            members = await connection.Command(due, ("now", database.ToTime(now)), ("most", most)).ListAsync(r => r.GetString(0), cancellationToken);
        }

        return members.Count == 0 ? 0 : await database.WriteAsync(
            async transaction =>
            {
                var ledgers = await book.LockAsync(transaction, members, members.ToHashSet(StringComparer.Ordinal), cancellationToken);
                foreach (var ledger in ledgers.Values)
                {
                    ledger.Expire(now);
                }

                await PointsBook.SaveAsync(transaction, [.. ledgers.Values.Where(ledger => ledger.IsChanged)], cancellationToken);
                return members.Count;
            },
            cancellationToken);
    }

    /// <summary>A person's accounts, locked, without what has expired.</summary>
    private async Task<IReadOnlyCollection<PointsLedger>> LockAsync(DbTransaction transaction, string member, CancellationToken cancellationToken)
    {
        var ids = (await book.PersonsAsync(transaction, [member], cancellationToken))[member].ToHashSet(StringComparer.Ordinal);
        var ledgers = await book.LockAsync(transaction, ids, ids, cancellationToken);
        foreach (var ledger in ledgers.Values)
        {
            ledger.Expire(clock.GetUtcNow().UtcDateTime);
        }

        return ledgers.Values;
    }

    private async Task<List<(string Member, long Points, long Balance)>> DoneAsync(
        DbTransaction transaction, IReadOnlyCollection<PointsLedger> person, string id, CancellationToken cancellationToken) =>
        await transaction.Command(
            $"SELECT member, points, balance FROM points_entry WHERE {database.In("member", "members")} AND id = @id", ("members", database.Set(person.Select(ledger => ledger.Member))), ("id", id))
            .ListAsync(r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2)), cancellationToken);

    /// <summary>The balance as it was just after entries that were made before.</summary>
    private static long Then(IReadOnlyCollection<PointsLedger> person, List<(string Member, long Points, long Balance)> done) =>
        person.Sum(ledger => done.Where(entry => entry.Member == ledger.Member).Select(entry => (long?)entry.Balance).FirstOrDefault() ?? ledger.Balance);
}
