using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Crm.Access;

/// <summary>What cookies and tokens hold. The database keeps hashes only.</summary>
internal static class Secrets
{
    // Without 0, 1, I and O, which people take for each other.
    private const string CodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int CodeLength = 16;

    /// <summary>256 random bits in 43 characters of base64url.</summary>
    internal static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A code for people to type: 80 random bits as four groups of four.</summary>
    internal static string MakeCode() =>
        string.Join('-', RandomNumberGenerator.GetString(CodeLetters, CodeLength).Chunk(4).Select(group => new string(group)));

    /// <summary>A typed code as it is hashed: capitals, without what was put between.</summary>
    internal static string TidyCode(string typed) => new([.. typed.ToUpperInvariant().Where(CodeLetters.Contains)]);

    /// <summary>SHA-256 in hexadecimal. What is hashed has 80 random bits or more, so that no slower hash is needed.</summary>
    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The hash of a typed code.</summary>
    internal static string HashOfCode(string typed) => HashOf(TidyCode(typed));

    /// <summary>Whether two hashes are the same, in a time that does not tell where they differ.</summary>
    internal static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
