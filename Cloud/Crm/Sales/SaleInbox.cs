using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Sales that came as events, until they are booked. Rows are locked while they are: several nodes share the work, and none is booked twice.</summary>
internal sealed class SaleInbox(HeadquartersDatabase database, SaleBook book, MemberKeyring keys, TimeProvider clock)
{
    /// <summary>The longest wait for the sale that a return is of, between two looks.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>Books up to <paramref name="most"/> sales or returns in one transaction.</summary>
    /// <returns>How many rows were looked at.</returns>
    internal async Task<int> BookAsync(string kind, int most, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(
                "SELECT 1 FROM sale_inbox WHERE state = 'waiting' AND next_at <= @now AND kind = @kind LIMIT 1", ("now", Now), ("kind", kind)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return 0;
            }
        }

        return await database.WriteAsync(transaction => BookAsync(transaction, kind, most, cancellationToken), cancellationToken);
    }

    /// <summary>Whether the database refused the data itself.</summary>
    internal bool IsRefusal(Exception exception) => database.IsRefusal(exception);

    /// <summary>Puts the first waiting row where people see it: it made the whole transaction fail.</summary>
    internal Task<int> RefuseAsync(string kind, string said, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            $"""
             UPDATE sale_inbox SET state = 'refused', attempts = attempts + 1, said = @said WHERE (gateway, position) IN
             (SELECT gateway, position FROM sale_inbox WHERE state = 'waiting' AND next_at <= @now AND kind = @kind ORDER BY next_at, gateway, position LIMIT 1 {database.SkipLockedSql})
             """,
            ("said", said), ("now", Now), ("kind", kind)).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>What is not booked, oldest first.</summary>
    internal async Task<InboxView> ListAsync(string state, IReadOnlySet<string>? visible, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var of = visible is null ? "" : $"AND {database.In("i.store", "stores")}";
        List<(string, object?)> parameters = [("state", state), ("limit", limit)];
        if (visible is not null)
        {
            parameters.Add(("stores", database.Set(visible)));
        }

        return new InboxView(await connection.Command(
            $"""
             SELECT i.gateway, i.position, coalesce(g.gateway, ''), i.store, i.kind, i.at, i.state, i.sale, i.attempts, i.said
             FROM sale_inbox i LEFT JOIN gateway g ON g.id = i.gateway WHERE i.state = @state {of} ORDER BY i.next_at, i.gateway, i.position LIMIT @limit
             """,
            [.. parameters]).ListAsync(
            r => new InboxRow(
                string.Create(CultureInfo.InvariantCulture, $"{r.GetInt32(0)}-{r.GetInt64(1)}"), r.GetString(2), r.GetInt64(1), r.GetString(3), r.GetString(4), database.ReadTime(r, 5)!.Value,
                r.GetString(6), r.Text(7), r.GetInt32(8), r.Text(9), new EvidenceView("event", null, r.GetString(2), r.GetInt64(1))),
            cancellationToken));
    }

    /// <summary>Lets a row be looked at again at once.</summary>
    /// <returns>False where there is none that the caller may see.</returns>
    internal Task<bool> RetryAsync(int gateway, long position, IReadOnlySet<string>? visible, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var store = await transaction.Command("SELECT store FROM sale_inbox WHERE gateway = @gateway AND position = @position", ("gateway", gateway), ("position", position))
                .ListAsync(r => r.GetString(0), cancellationToken);
            return store.Count > 0 && visible?.Contains(store[0]) != false && await transaction.Command(
                "UPDATE sale_inbox SET state = 'waiting', next_at = @now WHERE gateway = @gateway AND position = @position",
                ("now", Now), ("gateway", gateway), ("position", position)).RunAsync(cancellationToken) > 0;
        },
        cancellationToken);

    /// <summary>Lets returns that wait for sales be looked at: the sales are there now. One that is being looked at just now comes again by itself.</summary>
    internal static Task WakeAsync(DbTransaction transaction, HeadquartersDatabase database, IEnumerable<string> sales, DateTime now, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
             UPDATE sale_inbox SET next_at = @now WHERE (gateway, position) IN
             (SELECT gateway, position FROM sale_inbox WHERE {database.In("original", "sales")} AND state = 'waiting' {database.SkipLockedSql})
             """,
            ("now", database.ToTime(now)), ("sales", database.Set(sales))).RunAsync(cancellationToken);

    private async Task<int> BookAsync(DbTransaction transaction, string kind, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await transaction.Command(
            $"""
             SELECT gateway, position, store, at, received_at, body, attempts FROM sale_inbox WHERE state = 'waiting' AND next_at <= @now AND kind = @kind
             ORDER BY next_at, gateway, position LIMIT @most {database.SkipLockedSql}
             """,
            ("now", Now), ("kind", kind), ("most", most)).ListAsync(
            r => new Entry(r.GetInt32(0), r.GetInt64(1), r.GetString(2), database.ReadTime(r, 3)!.Value, database.ReadTime(r, 4)!.Value, r.GetString(5), r.GetInt32(6)), cancellationToken);
        foreach (var row in rows)
        {
            row.Read(kind, keys.Key?.CountryCode ?? "86");
        }

        // One id twice in a batch: the second is looked at when the first stands in the books.
        Entry[] first = [.. rows.Where(row => row.Sale is not null).DistinctBy(row => row.Sale!.Id)];
        var outcomes = await book.ApplyAsync(transaction, [.. first.Select(row => row.Sale!)], isStrict: false, cancellationToken);
        for (var i = 0; i < first.Length; i++)
        {
            first[i].Outcome = outcomes[i];
        }

        foreach (var again in rows.Except(first).Where(row => row.Sale is not null))
        {
            again.Outcome = new SaleOutcome(SaleOutcomeKind.Waiting, null);
        }

        Entry[] done = [.. rows.Where(row => row.Outcome.Kind is SaleOutcomeKind.Applied or SaleOutcomeKind.Same)];
        await transaction.RunAsync(
            new EffectStatement(
                "DELETE FROM sale_inbox i USING unnest($1, $2) AS n (gateway, position) WHERE i.gateway = n.gateway AND i.position = n.position",
                "DELETE FROM sale_inbox WHERE gateway = @p1 AND position = @p2",
                done.Select(row => row.Gateway).ToArray(),
                done.Select(row => row.Position).ToArray()),
            cancellationToken);
        if (kind == SaleKind.Sale && done.Length > 0)
        {
            await WakeAsync(transaction, database, done.Select(row => row.Sale!.Id), now, cancellationToken);
        }

        Entry[] kept = [.. rows.Except(done)];
        await transaction.RunAsync(
            new EffectStatement(
                """
                UPDATE sale_inbox i SET state = n.state, sale = n.sale, original = n.original, attempts = i.attempts + 1, next_at = n.next_at, said = n.said
                FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (gateway, position, state, sale, original, next_at, said) WHERE i.gateway = n.gateway AND i.position = n.position
                """,
                """
                UPDATE sale_inbox SET state = @p3, sale = @p4, original = @p5, attempts = attempts + 1, next_at = @p6, said = @p7 WHERE gateway = @p1 AND position = @p2
                """,
                kept.Select(row => row.Gateway).ToArray(),
                kept.Select(row => row.Position).ToArray(),
                kept.Select(row => row.Outcome.Kind == SaleOutcomeKind.Waiting ? "waiting" : "refused").ToArray(),
                kept.Select(row => row.Sale?.Id).ToArray(),
                kept.Select(row => row.Sale?.Original).ToArray(),
                kept.Select(row => row.Outcome.Said is null ? now : now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(row.Attempts, 12)), s_longestWait.TotalSeconds))).ToArray(),
                kept.Select(row => row.Outcome.Said).ToArray()),
            cancellationToken);
        return rows.Count;
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    private sealed class Entry(int gateway, long position, string store, DateTime at, DateTime receivedAt, string body, int attempts)
    {
        internal int Gateway => gateway;

        internal long Position => position;

        internal int Attempts => attempts;

        internal Sale? Sale { get; private set; }

        internal SaleOutcome Outcome { get; set; }

        internal void Read(string kind, string countryCode)
        {
            var (data, mistake) = SaleEventJson.Read(body);
            if (data is not null)
            {
                (Sale, mistake) = SaleCheck.Of(
                    data with { Store = store, Kind = kind }, at, receivedAt, countryCode, string.Create(CultureInfo.InvariantCulture, $"event/{gateway}/{position}"));
            }

            if (mistake is not null)
            {
                Outcome = SaleOutcome.Refused(mistake);
            }
        }
    }
}
