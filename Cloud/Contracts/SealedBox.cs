using System.Security.Cryptography;
using System.Text;

namespace Cloud.Contracts;

/// <summary>Bytes that only the holder of one private key can read: P-256 ECDH with a key made for this box alone, HKDF-SHA256, AES-256-GCM.</summary>
/// <remarks>
/// A box is <c>0x01</c>, the one-time public key (65 bytes), the ciphertext, the tag (16 bytes). Key and nonce come from HKDF over the shared secret, salted with
/// both public keys, for the purpose; the purpose and all before the ciphertext are authenticated. It hides and guards what is in it but does not say who made it: whoever
/// has the public key may. Sources: SEC 1 v2.0 section 2.3.3 and 5.1, RFC 5869, NIST SP 800-38D.
/// </remarks>
public static class SealedBox
{
    /// <summary>A public key: an uncompressed point, <c>0x04</c>, x and y, 65 bytes.</summary>
    public const int PublicKeyLength = 65;

    /// <summary>How many bytes a box is longer than what is in it.</summary>
    public const int Overhead = 1 + PublicKeyLength + TagLength;

    private const byte Version = 1;
    private const int Coordinate = 32;
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Seals bytes for the holder of a public key.</summary>
    /// <param name="publicKey">The receiver's, <see cref="PublicKeyLength"/> bytes.</param>
    /// <param name="plain">What to seal; may be empty. It stays the caller's to overwrite.</param>
    /// <param name="purpose">What the box is for, such as <c>profiles</c>; it opens for the same purpose only.</param>
    /// <exception cref="ArgumentException">The key is not a point of P-256.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> plain, string purpose)
    {
        using var receiver = Read(publicKey) ?? throw new ArgumentException($"{publicKey.Length} bytes are no public key; expected a point of P-256 of {PublicKeyLength} bytes", nameof(publicKey));
        using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var box = new byte[Overhead + plain.Length];
        box[0] = Version;
        PublicKeyOf(once).CopyTo(box, 1);
        Span<byte> secrets = stackalloc byte[KeyLength + NonceLength];
        try
        {
            Derive(once, receiver, box.AsSpan(1, PublicKeyLength), publicKey, purpose, secrets);
            using var aes = new AesGcm(secrets[..KeyLength], TagLength);
            aes.Encrypt(secrets[KeyLength..], plain, box.AsSpan(1 + PublicKeyLength, plain.Length), box.AsSpan(box.Length - TagLength), Bound(box, purpose));
            return box;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secrets);
        }
    }

    /// <summary>Opens a box. The plain bytes are the caller's to overwrite.</summary>
    /// <param name="key">The receiver's P-256 key pair.</param>
    /// <param name="box">The box.</param>
    /// <param name="purpose">What it must be for.</param>
    /// <returns>What was sealed, or null where the box is not for this key or purpose, or was changed.</returns>
    public static byte[]? Open(ECDiffieHellman key, ReadOnlySpan<byte> box, string purpose)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            return null;
        }

        using var once = Read(box.Slice(1, PublicKeyLength));
        if (once is null)
        {
            return null;
        }

        var plain = new byte[box.Length - Overhead];
        Span<byte> secrets = stackalloc byte[KeyLength + NonceLength];
        try
        {
            Derive(key, once, box.Slice(1, PublicKeyLength), PublicKeyOf(key), purpose, secrets);
            using var aes = new AesGcm(secrets[..KeyLength], TagLength);
            aes.Decrypt(secrets[KeyLength..], box[(1 + PublicKeyLength)..^TagLength], box[^TagLength..], plain, Bound(box, purpose));
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secrets);
        }
    }

    /// <summary>The public half of a key pair, <see cref="PublicKeyLength"/> bytes.</summary>
    public static byte[] PublicKeyOf(ECDiffieHellman key)
    {
        var point = key.ExportParameters(false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    /// <summary>Whether these bytes are a public key: a point of P-256.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> bytes)
    {
        using var key = Read(bytes);
        return key is not null;
    }

    /// <summary>What people compare on two screens: the first 16 bytes of SHA-256 of the public key, as eight groups of four hex digits.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> publicKey)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 16));
        return string.Join(' ', Enumerable.Range(0, 8).Select(group => hex.Substring(group * 4, 4)));
    }

    private static ECDiffieHellman? Read(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeyLength || publicKey[0] != 4)
        {
            return null;
        }

        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = publicKey.Slice(1, Coordinate).ToArray(), Y = publicKey[(1 + Coordinate)..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Derive(ECDiffieHellman own, ECDiffieHellman other, ReadOnlySpan<byte> once, ReadOnlySpan<byte> receiver, string purpose, Span<byte> secrets)
    {
        using var otherPublic = other.PublicKey;
        var shared = own.DeriveRawSecretAgreement(otherPublic);
        try
        {
            Span<byte> salt = stackalloc byte[2 * PublicKeyLength];
            once.CopyTo(salt);
            receiver.CopyTo(salt[PublicKeyLength..]);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, secrets, salt, Encoding.UTF8.GetBytes(purpose));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    private static byte[] Bound(ReadOnlySpan<byte> box, string purpose) => [.. box[..(1 + PublicKeyLength)], .. Encoding.UTF8.GetBytes(purpose)];
}
