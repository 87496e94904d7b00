namespace Cloud.Crm.Ingest;

/// <summary>A gateway that headquarters knows.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Shard">The shard its topics stand on.</param>
/// <param name="Store">The store it is registered in.</param>
/// <param name="Name">Its name, unique in the chain.</param>
internal sealed record RegisteredGateway(int Id, int Shard, string Store, string Name);
