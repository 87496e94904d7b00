namespace Bench.Peers;

/// <summary>A gateway in a store, ours or another, as the table knows it.</summary>
/// <param name="Name">The conformance kit's name for it.</param>
/// <param name="Promise">What has become of an event at the moment it says that it is taken.</param>
internal sealed record PeerKind(string Name, string Promise)
{
    /// <summary>The name of ours.</summary>
    public const string Ours = "edge-gateway";

    /// <summary>Ours, and each other in the settings that lose least and in those that the conformance page calls its best.</summary>
    public static IReadOnlyList<PeerKind> All { get; } =
    [
        new(Ours, "on the disk, synced"),
        new("mosquitto-tuned", "in memory; the store is written within a second"),
        new("mosquitto-on-changes", "in memory; the whole store is written next"),
        new("node-red-gate", "in memory of the MQTT node; the queue is written within a second where the node is not connected"),
        new("mqttjs-level", "handed to LevelDB, not synced"),
    ];
}
