using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Simulators.Fleet;

/// <summary>One simulated store and its gateway. Source: docs/asyncapi.json, parameters of the channels.</summary>
/// <param name="Number">From 1.</param>
internal readonly record struct FleetAddress(int Number)
{
    private const int Shards = 64;

    /// <summary>The store's name.</summary>
    public string Store => string.Create(CultureInfo.InvariantCulture, $"store-{Number:00000}");

    /// <summary>The gateway's name.</summary>
    public string Gateway => string.Create(CultureInfo.InvariantCulture, $"fleet-{Number:00000}");

    /// <summary>The first four bytes of SHA-256 of the gateway's name, big-endian, modulo 64.</summary>
    public int Shard => (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Gateway))) % Shards);

    /// <summary>The name at the broker: what stands in a certificate as its common name. Source: deploy/broker/mosquitto.conf.</summary>
    public string User => string.Create(CultureInfo.InvariantCulture, $"{Shard}/{Store}/{Gateway}");

    /// <summary>The topic of a leaf.</summary>
    public string Topic(string leaf) => $"r/v1/{User}/{leaf}";
}
