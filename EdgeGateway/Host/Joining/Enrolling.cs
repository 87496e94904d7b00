using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Joining;

namespace EdgeGateway.Host.Joining;

/// <summary>Joins headquarters with a one-time code. May be cut short at any step and begun again: the box has joined, or has not.</summary>
/// <param name="dataFolder">Where the gateway keeps its files.</param>
/// <param name="findAuthority">The authority of an address, held to the code.</param>
/// <param name="post">Sends a document to a path at an address whose authority is known.</param>
internal sealed class Enrolling(
    string dataFolder,
    Func<Uri, JoinCode, CancellationToken, Task<X509Certificate2>> findAuthority,
    Func<Uri, X509Certificate2, JoinRequest, CancellationToken, Task<(int Status, byte[] Body)>> post)
{
    /// <summary>Called after each step that changes something, for tests of being cut short there.</summary>
    internal Action<string> Done { get; init; } = _ => { };

    /// <summary>Over HTTPS.</summary>
    public static Enrolling Over(string dataFolder) => new(dataFolder, HeadquartersDoor.FindAuthorityAsync, async (address, authority, document, cancellationToken) =>
    {
        using var door = new HeadquartersDoor(address, authority);
        return await door.PostAsync("/api/join", document, JoinJson.Default.JoinRequest, cancellationToken);
    });

    /// <summary>Joins.</summary>
    /// <exception cref="JoinException">It did not succeed; the message says what to do.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<Identity> RunAsync(JoinCode code, Uri headquarters, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        using var authority = await findAuthority(headquarters, code, cancellationToken);
        using var key = NextKey.Take(dataFolder, $"code {HashOf(code)}");
        Done("key kept");
        var (status, body) = await post(headquarters, authority, new JoinRequest(code.ToString(), key.Request()), cancellationToken);
        Done("answered");
        if (status != 200)
        {
            throw new JoinException(RefusalOf(status, body));
        }

        var identity = Take(body, key, authority, headquarters, HashOf(code));
        identity.Write(Identity.FileIn(dataFolder));
        Done("identity kept");
        File.Delete(NextKey.FileIn(dataFolder));
        Done("key forgotten");
        return identity;
    }

    /// <summary>What is kept of a used code.</summary>
    internal static string HashOf(JoinCode code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code.ToString())));

    /// <summary>Reads headquarters' answer, and holds it to the key that was sent and to the authority that is known.</summary>
    /// <exception cref="JoinException">It does not fit.</exception>
    internal static Identity Take(byte[] body, NextKey key, X509Certificate2 authority, Uri headquarters, string? codeHash)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, JoinJson.Default.JoinAnswer) is { Certificate: not null, Authority: not null, BrokerHost.Length: > 0, BrokerPort: > 0 and <= 65_535 } answer
                && Identifier.IsValid(answer.Store) && Identifier.IsValid(answer.Gateway) && answer.Shard == Topics.ShardOf(answer.Gateway))
            {
                using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
                using var named = X509Certificate2.CreateFromPem(answer.Authority);
                if (named.RawData.AsSpan().SequenceEqual(authority.RawData) && key.IsOf(certificate))
                {
                    return new Identity(
                        new IdentityFacts(answer.Store, answer.Gateway, answer.Shard, answer.BrokerHost, answer.BrokerPort, headquarters.GetLeftPart(UriPartial.Authority), codeHash),
                        key.Pem, answer.Certificate, answer.Authority);
                }
            }
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            throw new JoinException($"headquarters answered with something that is no certificate: {e.Message}", e);
        }

        throw new JoinException("headquarters answered with a certificate for another key, or with another authority, or does not say who this gateway is; nothing was kept");
    }

    /// <summary>What headquarters said.</summary>
    internal static string RefusalOf(int status, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String)
            {
                return $"headquarters says: {detail.GetString()}";
            }
        }
        catch (JsonException)
        {
            // A proxy's words, perhaps; its status must do.
        }

        return $"headquarters answered with status {status}";
    }
}
