using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Cloud.Contracts.Joining;

/// <summary>What a gateway sends to join.</summary>
/// <param name="Code">The whole code.</param>
/// <param name="Request">PEM of a PKCS#10 request for an ECDSA P-256 key; what it asks for beside the key is passed over.</param>
public sealed record JoinRequest(
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("request")] string? Request);

/// <summary>What a gateway sends to get its next certificate, or to come back after its last one has ended.</summary>
/// <param name="Serial">The serial number of the certificate it has, hexadecimal.</param>
/// <param name="Request">PEM of a request for the next key.</param>
/// <param name="Signature">By the key it has: ECDSA with SHA-256 over <see cref="Signed"/>, 64 bytes r and s, base 64.</param>
public sealed record RenewalRequest(
    [property: JsonPropertyName("serial")] string? Serial,
    [property: JsonPropertyName("request")] string? Request,
    [property: JsonPropertyName("signature")] string? Signature)
{
    /// <summary>What the signature is made over, so that it can be taken for nothing else.</summary>
    public static byte[] Signed(string serial, string request) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"edge-gateway renewal 1\n{serial}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}\n"));
}

/// <summary>Headquarters' answer: who the gateway is, and all that it needs to connect.</summary>
/// <param name="Store">Its store.</param>
/// <param name="Gateway">Its name.</param>
/// <param name="Shard">The shard its topics stand on.</param>
/// <param name="Certificate">PEM of its certificate.</param>
/// <param name="Authority">PEM of the authority that vouches for the broker and for headquarters.</param>
/// <param name="BrokerHost">The broker's name or address, as it stands in the broker's certificate.</param>
/// <param name="BrokerPort">The broker's port for gateways.</param>
/// <param name="TwinVersion">The version of the configuration that headquarters wants; null where it wants none yet.</param>
public sealed record JoinAnswer(
    [property: JsonPropertyName("store")] string Store,
    [property: JsonPropertyName("gateway")] string Gateway,
    [property: JsonPropertyName("shard")] int Shard,
    [property: JsonPropertyName("certificate")] string Certificate,
    [property: JsonPropertyName("authority")] string Authority,
    [property: JsonPropertyName("brokerHost")] string BrokerHost,
    [property: JsonPropertyName("brokerPort")] int BrokerPort,
    [property: JsonPropertyName("twinVersion")] long? TwinVersion);

/// <summary>The answer to a gateway whose certificate has ended: a person at headquarters must confirm it.</summary>
/// <param name="Key">The fingerprint of the next key, as the person sees it.</param>
public sealed record RenewalPending([property: JsonPropertyName("key")] string Key);

/// <summary>The documents of joining, for both ends.</summary>
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(JoinAnswer))]
[JsonSerializable(typeof(RenewalPending))]
public sealed partial class JoinJson : JsonSerializerContext;
