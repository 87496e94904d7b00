using Cloud.Crm.Sales;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Looks at levels that change without a sale: when a day ends that counted, and when the rules were changed. An account is looked at once, by whichever node locks it first.</summary>
internal sealed class LevelWatch(HeadquartersDatabase database, ProgrammeTable programmes, LevelBook book, TimeProvider clock)
{
    private static readonly Dictionary<string, string> s_noEvidence = [];

    /// <summary>Looks at some accounts whose day has come, or that were looked at under other rules.</summary>
    /// <returns>How many were looked at.</returns>
    internal Task<int> LookAsync(int most, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var programme = await programmes.CurrentAsync(transaction, cancellationToken);
            if (programme.Version == 0)
            {
                return 0;
            }

            var today = LevelBook.Today(programme.Document, clock.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var due = await transaction.Command(
                $"SELECT member FROM points_account WHERE due_day <= @today ORDER BY due_day, member LIMIT @most {database.SkipLockedSql}", ("today", today), ("most", most))
                .ListAsync(r => r.GetString(0), cancellationToken);
            if (due.Count < most)
            {
                due.AddRange(await transaction.Command(
                    $"SELECT member FROM points_account WHERE programme < @version ORDER BY programme, member LIMIT @most {database.SkipLockedSql}",
                    ("version", programme.Version), ("most", most - due.Count)).ListAsync(r => r.GetString(0), cancellationToken));
            }

            if (due.Count == 0)
            {
                return 0;
            }

            await book.LookAsync(transaction, programme, due, s_noEvidence, cancellationToken);

            // Those who are gone, or were merged into somebody who is looked at instead, need not be looked at again.
            await transaction.Command(
                $"UPDATE points_account SET due_day = NULL, programme = @version WHERE {database.In("member", "members")} AND (programme < @version OR due_day <= @today)",
                ("version", programme.Version), ("today", today), ("members", database.Set(due))).RunAsync(cancellationToken);
            return due.Count;
        },
        cancellationToken);
}
