using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Leases;

/// <summary>The leases of one process. Time is the database's on PostgreSQL and the machine's on SQLite.</summary>
/// <param name="database">Where the leases are.</param>
/// <param name="node">This node's name; a restarted process takes its predecessor's leases at once, and the token fences that one off.</param>
/// <param name="duration">How long a lease holds without renewal.</param>
/// <param name="clock">The machine's clock.</param>
internal sealed class LeaseTable(HeadquartersDatabase database, string node, TimeSpan duration, TimeProvider clock)
{
    private bool _adopted;

    /// <summary>This process among the holders.</summary>
    internal string Holder { get; init; } = $"{node}/{Guid.NewGuid():N}";

    /// <summary>Renews what is held and takes what is free, up to this node's fair share.</summary>
    /// <param name="shards">The shards that have gateways.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is held now, and which of it should be given back because another node has too little.</returns>
    internal async Task<LeaseRound> RoundAsync(IReadOnlyCollection<int> shards, CancellationToken cancellationToken)
    {
        await database.EndStalledAsync(duration, cancellationToken);
        var round = await database.WriteAsync(t => RoundAsync(t, shards, cancellationToken), cancellationToken);
        _adopted = true;
        return round;
    }

    /// <summary>Whether a lease still is the newest of its shard.</summary>
    internal async Task<bool> IsHeldAsync(ShardLease lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            "SELECT 1 FROM shard_lease WHERE shard = @shard AND holder = @holder AND token = @token",
            ("shard", lease.Shard), ("holder", lease.Holder), ("token", lease.Token)).ListAsync(r => 1, cancellationToken);
        return found.Count == 1;
    }

    /// <summary>Gives leases back, so that others need not wait for them to expire.</summary>
    internal Task ReleaseAsync(IReadOnlyCollection<ShardLease> leases, bool leaving, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                foreach (var lease in leases.OrderBy(l => l.Shard))
                {
                    await transaction.Command(
                        $"UPDATE shard_lease SET holder = NULL, expires_at = {database.NowSql} WHERE shard = @shard AND holder = @holder AND token = @token",
                        [Now(), ("shard", lease.Shard), ("holder", lease.Holder), ("token", lease.Token)]).RunAsync(cancellationToken);
                }

                return leaving
                    ? await transaction.Command("DELETE FROM node WHERE node = @holder", ("holder", Holder)).RunAsync(cancellationToken)
                    : 0;
            },
            cancellationToken);

    private async Task<LeaseRound> RoundAsync(DbTransaction transaction, IReadOnlyCollection<int> shards, CancellationToken cancellationToken)
    {
        var live = await BeatAsync(transaction, cancellationToken);
        var held = await transaction.Command(
            $"UPDATE shard_lease SET expires_at = {database.NowSql} + @duration WHERE holder = @holder RETURNING shard, token",
            [Now(), Duration(), ("holder", Holder)])
            .ListAsync(r => new ShardLease(r.GetInt32(0), Holder, r.GetInt64(1)), cancellationToken);
        var fair = (shards.Count + live - 1) / live;
        foreach (var shard in shards.Order().Where(s => held.TrueForAll(h => h.Shard != s)))
        {
            if (held.Count >= fair)
            {
                break;
            }

            held.AddRange(await TakeAsync(transaction, shard, cancellationToken));
        }

        return new LeaseRound(held, [.. held.OrderBy(h => h.Shard).Skip(fair)]);
    }

    private Task<List<ShardLease>> TakeAsync(DbTransaction transaction, int shard, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
             UPDATE shard_lease SET holder = @holder, token = token + 1, expires_at = {database.NowSql} + @duration
             WHERE shard = (
                 SELECT shard FROM shard_lease
                 WHERE shard = @shard AND (expires_at <= {database.NowSql} OR (@adopt AND holder LIKE @mine)) {database.SkipLockedSql})
             RETURNING shard, token
             """,
            [Now(), Duration(), ("holder", Holder), ("shard", shard), ("adopt", !_adopted), ("mine", node + "/%")])
            .ListAsync(r => new ShardLease(r.GetInt32(0), Holder, r.GetInt64(1)), cancellationToken);

    /// <summary>Says that this process lives; how many do.</summary>
    private async Task<int> BeatAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.Command(
            $"""
             INSERT INTO node (node, expires_at) VALUES (@holder, {database.NowSql} + @duration)
             ON CONFLICT (node) DO UPDATE SET expires_at = excluded.expires_at
             """,
            [Now(), Duration(), ("holder", Holder)]).RunAsync(cancellationToken);
        await transaction.Command(
            $"DELETE FROM node WHERE node <> @holder AND (expires_at <= {database.NowSql} OR (@adopt AND node LIKE @mine))",
            [Now(), ("holder", Holder), ("adopt", !_adopted), ("mine", node + "/%")]).RunAsync(cancellationToken);
        return (await transaction.Command("SELECT node FROM node").ListAsync(r => 1, cancellationToken)).Count;
    }

    private (string, object?) Now() => ("now", database.ToTime(clock.GetUtcNow().UtcDateTime));

    private (string, object?) Duration() => ("duration", database.ToDuration(duration));
}

/// <summary>What one round of renewing and taking came to.</summary>
/// <param name="Held">Every lease held now.</param>
/// <param name="Excess">Those of it that another node should have.</param>
internal sealed record LeaseRound(IReadOnlyList<ShardLease> Held, IReadOnlyList<ShardLease> Excess);
