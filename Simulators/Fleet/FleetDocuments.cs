using System.Text.Json.Serialization;

namespace Simulators.Fleet;

/// <summary>The message on <c>state</c>. Source: docs/asyncapi.json.</summary>
internal sealed record FleetState(string Status, string Version, string Boot);

/// <summary>The message on <c>cursor</c>. Source: docs/asyncapi.json.</summary>
internal sealed record FleetCursor(string? Epoch, long Seq, bool Replay);

/// <summary>How the fleet is at one moment: a line of standard output each second.</summary>
/// <param name="At">Seconds since the start.</param>
/// <param name="Online">Stores whose broker has acknowledged that they are online.</param>
/// <param name="Attempts">Connections begun so far.</param>
/// <param name="Connects">Connections the broker let in so far.</param>
/// <param name="Losses">Connections that ended so far.</param>
/// <param name="Made">Events that happened so far.</param>
/// <param name="Committed">Events that headquarters has committed.</param>
/// <param name="Waiting">Events that wait.</param>
/// <param name="OldestSeconds">How old the oldest of them is.</param>
/// <param name="Batches">Batches sent so far.</param>
/// <param name="Signs">Signs of life so far.</param>
/// <param name="Replays">How often headquarters asked again.</param>
/// <param name="Resent">Events sent more than once.</param>
/// <param name="Timeouts">Connections given up because headquarters committed nothing.</param>
/// <param name="HalfMs">Median of sending to committed in this second, in milliseconds; null where nothing was committed.</param>
/// <param name="MostMs">The 99th percentile.</param>
/// <param name="Trouble">What last ended a connection.</param>
internal sealed record FleetSample(
    double At, long Online, long Attempts, long Connects, long Losses, long Made, long Committed, long Waiting, double OldestSeconds, long Batches, long Signs,
    long Replays, long Resent, long Timeouts, int? HalfMs, int? MostMs, string? Trouble);

/// <summary>What happened in one store, for a ledger.</summary>
/// <param name="Gateway">The store's gateway.</param>
/// <param name="Epoch">The epoch of its outbox.</param>
/// <param name="Events">How many events, numbered from 1 without a hole.</param>
/// <param name="Sum">The first four bytes of SHA-256 of each event's data, big-endian, added up.</param>
/// <param name="Taken">Items taken from plates.</param>
/// <param name="Returned">Items brought to plates.</param>
/// <param name="People">People counted.</param>
internal sealed record FleetAccount(string Gateway, string Epoch, long Events, long Sum, long Taken, long Returned, long People);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetState))]
[JsonSerializable(typeof(FleetCursor))]
[JsonSerializable(typeof(FleetSample))]
[JsonSerializable(typeof(FleetAccount))]
internal sealed partial class FleetJson : JsonSerializerContext;
