namespace Cloud.Crm.Storage;

/// <summary>What a group of messages needs to lock and read.</summary>
/// <param name="Shards">The shards the messages came on.</param>
/// <param name="Gateways">The gateways' rows, ascending, so that two transactions never lock crosswise.</param>
/// <param name="Epochs">The epochs their headers name, each of its gateway.</param>
internal sealed record IngestScope(IReadOnlyList<int> Shards, IReadOnlyList<int> Gateways, IReadOnlyList<(int Gateway, string Name)> Epochs);
