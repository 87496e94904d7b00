using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Joining;

/// <summary>Who the gateway is since it joined, and all that its connection needs.</summary>
/// <remarks>
/// One file, so that key, certificate, authority and the way to the broker are there together or not at all: a line of JSON, then PEM of the key, of its
/// certificate and of the authority. What reads PEM passes over the line and over what it does not look for.
/// </remarks>
/// <param name="Facts">The line.</param>
/// <param name="KeyPem">The private key.</param>
/// <param name="CertificatePem">Its certificate.</param>
/// <param name="AuthorityPem">The authority that vouches for the broker and for headquarters.</param>
internal sealed record Identity(IdentityFacts Facts, string KeyPem, string CertificatePem, string AuthorityPem)
{
    private const int Longest = 64 * 1024;

    /// <summary>Where it is kept.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "identity.pem");

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mistake">What is wrong with it, in words; null where it is good or not there.</param>
    /// <returns>Null where there is none, or none that can be used.</returns>
    public static Identity? Read(string file, out string? mistake)
    {
        mistake = null;
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            if (new FileInfo(file).Length > Longest)
            {
                mistake = $"\"{file}\" is larger than {Longest} bytes; not what joining wrote. Remove it and join again with a new code";
                return null;
            }

            var text = File.ReadAllText(file);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end > 0 && JsonSerializer.Deserialize(text.AsSpan(0, end), IdentityJson.Default.IdentityFacts) is { } facts
                && Identifier.IsValid(facts.Store) && Identifier.IsValid(facts.Gateway) && facts.BrokerHost is { Length: > 0 }
                && Uri.TryCreate(facts.Headquarters, UriKind.Absolute, out _)
                && Blocks(text[end..]) is [var key, var certificate, var authority])
            {
                using var read = X509Certificate2.CreateFromPem(certificate, key);
                return new Identity(facts, key, certificate, authority);
            }

            mistake = $"\"{file}\" is not whole. Remove it and join again with a new code";
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException)
        {
            mistake = $"\"{file}\" is not what joining wrote ({e.Message}). Remove it and join again with a new code";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistake = $"\"{file}\" cannot be read: {e.Message}";
        }

        return null;
    }

    /// <summary>Writes it: after a power cut the one before is there, or this one.</summary>
    public void Write(string file) => KeptFile.Write(file, Encoding.UTF8.GetBytes(
        $"{JsonSerializer.Serialize(Facts, IdentityJson.Default.IdentityFacts)}\n{KeyPem.Trim()}\n{CertificatePem.Trim()}\n{AuthorityPem.Trim()}\n"));

    /// <summary>The certificate, without its key.</summary>
    public X509Certificate2 Certificate() => X509Certificate2.CreateFromPem(CertificatePem);

    private static List<string> Blocks(string text)
    {
        var blocks = new List<string>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            blocks.Add(text[fields.Location]);
            text = text[fields.Location.End..];
        }

        return blocks;
    }
}

/// <summary>What headquarters said when the gateway joined.</summary>
/// <param name="Store">Its store.</param>
/// <param name="Gateway">Its name.</param>
/// <param name="Shard">The shard of its topics.</param>
/// <param name="BrokerHost">The broker.</param>
/// <param name="BrokerPort">Its port.</param>
/// <param name="Headquarters">The address of headquarters.</param>
/// <param name="CodeHash">SHA-256 of the code that was used, so that a join file that could not be erased is not used again.</param>
internal sealed record IdentityFacts(string Store, string Gateway, int Shard, string BrokerHost, int BrokerPort, string Headquarters, string? CodeHash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IdentityFacts))]
[JsonSerializable(typeof(JoinFileText))]
internal sealed partial class IdentityJson : JsonSerializerContext;

/// <summary>A join file: what the picture of a code says.</summary>
internal sealed record JoinFileText(string? Code, string? Headquarters);
