using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;

namespace Cloud.Crm.Storage;

/// <summary>What stands in the database, locked until the transaction ends.</summary>
internal sealed record IngestSnapshot(IReadOnlyList<ShardLease> Leases, IReadOnlyDictionary<int, GatewayProgress> Gateways);
