namespace Cloud.Crm.Leases;

/// <summary>The right to ingest one shard. Whoever took the shard later has a higher token; a transaction under a lower one is refused.</summary>
/// <param name="Shard">0 to 63.</param>
/// <param name="Holder">The process that holds it.</param>
/// <param name="Token">The fence.</param>
internal readonly record struct ShardLease(int Shard, string Holder, long Token);
