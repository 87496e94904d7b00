using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Contracts;

/// <summary>Where a gateway stands on the wire: its shard, store and own name. Source: design section 6.</summary>
/// <param name="Shard">0 to 63, fixed at enrolment.</param>
/// <param name="Store">The store's name.</param>
/// <param name="Gateway">The gateway's name, unique in the chain.</param>
public readonly record struct GatewayAddress(int Shard, string Store, string Gateway)
{
    /// <summary>The address of a gateway on the shard its name falls on.</summary>
    public static GatewayAddress Of(string store, string gateway) => new(Topics.ShardOf(gateway), store, gateway);

    /// <summary>The topic of <paramref name="leaf"/>, one of the constants of <see cref="Topics"/>.</summary>
    public string Topic(string leaf) => $"{Topics.Root}/{Shard}/{Store}/{Gateway}/{leaf}";
}

/// <summary>The topic tree <c>r/v1/{shard}/{store}/{gateway}/{leaf}</c>.</summary>
public static class Topics
{
    /// <summary>The two levels every topic begins with.</summary>
    public const string Root = "r/v1";

    /// <summary>How many shards there are.</summary>
    public const int ShardCount = 64;

    /// <summary>Batches of events, gateway to headquarters, QoS 1.</summary>
    public const string Events = "events";

    /// <summary>What headquarters has committed, retained, QoS 1.</summary>
    public const string Cursor = "cursor";

    /// <summary>Whether the gateway is connected, retained, also its last will.</summary>
    public const string State = "state";

    /// <summary>The configuration headquarters wants, retained, QoS 1.</summary>
    public const string Desired = "config/desired";

    /// <summary>What became of it, retained, QoS 1.</summary>
    public const string Reported = "config/reported";

    /// <summary>Commands to the gateway, each below its name.</summary>
    public const string Command = "command";

    /// <summary>Where answers to commands may be asked for; anything may follow it.</summary>
    public const string Response = "response";

    /// <summary>The shard of a gateway: the first four bytes of SHA-256 of its UTF-8 name, big-endian, modulo 64.</summary>
    public static int ShardOf(string gateway)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(gateway), hash);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % ShardCount);
    }

    /// <summary>The subscription that covers one leaf of every gateway of a shard.</summary>
    public static string Filter(int shard, string leaf) => $"{Root}/{shard}/+/+/{leaf}";

    /// <summary>Reads a topic back. False where it is not of this tree or a name in it is not legal.</summary>
    public static bool TryParse(string topic, out GatewayAddress address, out string leaf)
    {
        address = default;
        leaf = "";
        var levels = topic.Split('/', 6);
        if (levels.Length != 6 || levels[0] != "r" || levels[1] != "v1"
            || !int.TryParse(levels[2], out var shard) || shard is < 0 or >= ShardCount || levels[2] != shard.ToString(System.Globalization.CultureInfo.InvariantCulture)
            || !Identifier.IsValid(levels[3]) || !Identifier.IsValid(levels[4]))
        {
            return false;
        }

        address = new GatewayAddress(shard, levels[3], levels[4]);
        leaf = levels[5];
        return true;
    }
}
