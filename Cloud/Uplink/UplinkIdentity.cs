using Cloud.Contracts;

namespace Cloud.Uplink;

/// <summary>Who the gateway is on the wire.</summary>
/// <param name="Address">Its shard, store and name; the name is also the MQTT client id.</param>
/// <param name="Version">The software's version, told in the state.</param>
/// <param name="Boot">The machine's boot id, told in the state.</param>
public sealed record UplinkIdentity(GatewayAddress Address, string Version, string Boot);
