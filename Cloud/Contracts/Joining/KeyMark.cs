using System.Security.Cryptography;

namespace Cloud.Contracts.Joining;

/// <summary>What a public key is known by: the SHA-256 of its SubjectPublicKeyInfo.</summary>
public static class KeyMark
{
    /// <summary>64 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> subjectPublicKey) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKey));

    /// <summary>The first 16 digits in groups of four: what two people compare over the telephone.</summary>
    public static string Shown(string mark) => string.Join(' ', mark[..16].Chunk(4).Select(group => new string(group)));
}
