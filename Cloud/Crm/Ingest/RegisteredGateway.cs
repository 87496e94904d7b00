namespace Cloud.Crm.Ingest;

/// <summary>A gateway that headquarters knows.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Shard">The shard its topics stand on.</param>
/// <param name="Store">The store it is registered in.</param>
/// <param name="Name">Its name, unique in the chain.</param>
/// <param name="IsRevoked">Whether it had certificates and all were taken back: what it sends is not taken.</param>
internal sealed record RegisteredGateway(int Id, int Shard, string Store, string Name, bool IsRevoked = false);
