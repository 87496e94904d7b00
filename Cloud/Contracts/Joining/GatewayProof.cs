using System.Security.Cryptography;
using System.Text;

namespace Cloud.Contracts.Joining;

/// <summary>How a gateway shows headquarters over HTTPS who it is: the header <c>Authorization: Gateway SERIAL SIGNATURE</c>.</summary>
/// <remarks>
/// The signature is by the key of the certificate with that serial number, over this path alone: ECDSA P-256 with SHA-256, 64 bytes r and s, base 64. It goes
/// over TLS to headquarters only, and is good as long as the certificate is. No time is in it, for a gateway's clock may be wrong.
/// </remarks>
public static class GatewayProof
{
    /// <summary>The header's first word.</summary>
    public const string Scheme = "Gateway";

    private const int LongestSerial = 40;
    private const int SignatureLength = 64;

    /// <summary>Makes the header's value.</summary>
    /// <param name="key">The gateway's key.</param>
    /// <param name="serial">The serial number of its certificate, hexadecimal in small letters.</param>
    /// <param name="path">What it asks for.</param>
    public static string Make(ECDsa key, string serial, string path)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"{Scheme} {serial} {Convert.ToBase64String(key.SignData(Signed(serial, path), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Reads a header's value.</summary>
    /// <returns>The serial number and the signature; null where it is none of a gateway.</returns>
    public static (string Serial, byte[] Signature)? Read(string? header)
    {
        var signature = new byte[SignatureLength];
        return header?.Split(' ') is [Scheme, { Length: > 0 and <= LongestSerial } serial, { Length: <= 2 * SignatureLength } text] && serial.All(char.IsAsciiHexDigitLower)
            && Convert.TryFromBase64String(text, signature, out var length) && length == SignatureLength ? (serial, signature) : null;
    }

    /// <summary>Whether a key made a signature for a path.</summary>
    public static bool IsBy(ECDsa key, string serial, string path, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.VerifyData(Signed(serial, path), signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Signed(string serial, string path) => Encoding.UTF8.GetBytes($"edge-gateway fetch 1\n{serial}\n{path}\n");
}
