using System.Data.Common;
using Cloud.Crm.Storage;
using Npgsql;

namespace Cloud.Crm.Visits;

/// <summary>Keeps the sums by time zone right when a store's time zone changes.</summary>
internal static class VisitZones
{
    /// <summary>Takes a store's hours out of one zone's sums and adds them to another's, in the transaction that changes the store, before it does.</summary>
    internal static async Task MoveAsync(DbTransaction transaction, string store, string from, string to, CancellationToken cancellationToken)
    {
        if (transaction is NpgsqlTransaction)
        {
            // Whoever adds to the sums meanwhile waits, and then reads the store's new zone.
            await transaction.Command("LOCK TABLE visit_hour_zone IN EXCLUSIVE MODE").RunAsync(cancellationToken);
        }

        foreach (var (zone, sign) in new[] { (from, '-'), (to, '+') })
        {
            await transaction.Command(
                $"""
                 INSERT INTO visit_hour_zone (time_zone, hour, shard, people)
                 SELECT @zone, hour, 0, {sign}sum(people) FROM visit_hour WHERE store = @store AND people > 0 GROUP BY hour
                 ON CONFLICT (time_zone, hour, shard) DO UPDATE SET people = visit_hour_zone.people + excluded.people
                 """,
                ("zone", zone), ("store", store)).RunAsync(cancellationToken);
        }
    }
}
