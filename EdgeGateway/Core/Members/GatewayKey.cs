using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Members;

/// <summary>
/// This gateway's key for templates that go from store to store: P-256 Diffie-Hellman. A box is made from an ephemeral key and the sender's own towards the receiver's (as HPKE's
/// authenticated mode does, RFC 9180, section 5.1.3), HKDF-SHA256 and AES-256-GCM: only the receiver opens it, and it knows which gateway made it. Headquarters, which carries it,
/// does neither. Safe for use from several threads.
/// </summary>
/// <remarks>A box is: version 1, ephemeral public key (65 bytes), sender's public key (65 bytes), then a box of <see cref="MasterKey"/>'s form.</remarks>
public sealed class GatewayKey : IDisposable
{
    /// <summary>The length of a public key in bytes: 4, then X and Y, big-endian (SEC 1, section 2.3.3).</summary>
    public const int PublicKeyLength = 1 + CoordinateLength + CoordinateLength;

    private const string Purpose = "gateway-key";
    private const int CoordinateLength = 32;
    private const int HeaderLength = 1 + PublicKeyLength + PublicKeyLength;
    private const byte BoxVersion = 1;

    private readonly ECDiffieHellman _key;
    private readonly byte[] _publicKey;

    private GatewayKey(ECDiffieHellman key)
    {
        _key = key;
        _publicKey = Write(key.ExportParameters(includePrivateParameters: false).Q);
        Fingerprint = FingerprintOf(_publicKey);
    }

    /// <summary>The public key; headquarters passes it to the chain's other gateways.</summary>
    public IReadOnlyList<byte> PublicKey => _publicKey;

    /// <summary>What people compare on two screens: the first 16 bytes of SHA-256 of the public key, as eight groups of four hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>The pair itself, for boxes of other forms that are made for this gateway.</summary>
    internal ECDiffieHellman Pair => _key;

    /// <summary>The fingerprint of somebody's public key.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 16));
        return string.Join(' ', hex.Chunk(4).Select(group => new string(group)));
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>A new pair.</summary>
    internal static GatewayKey Create() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The pair kept in a box; null where the box is not ours.</summary>
    internal static GatewayKey? Open(MasterKey master, ReadOnlySpan<byte> box)
    {
        if (master.Open(box, Purpose) is not { } kept)
        {
            return null;
        }

        var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(kept, out _);
        CryptographicOperations.ZeroMemory(kept);
        return new GatewayKey(key);
    }

    /// <summary>A box to keep the pair in.</summary>
    internal byte[] Keep(MasterKey master)
    {
        var secret = _key.ExportPkcs8PrivateKey();
        var box = master.Seal(secret, Purpose);
        CryptographicOperations.ZeroMemory(secret);
        return box;
    }

    /// <summary>Locks bytes for one gateway.</summary>
    /// <param name="plain">What goes in.</param>
    /// <param name="receiver">The receiver's public key.</param>
    /// <param name="bound">What it belongs to; the box opens with the same only.</param>
    /// <exception cref="ConsentRefusedException">The receiver's key is no key.</exception>
    internal byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> bound)
    {
        using var to = Read(receiver);
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var header = new byte[HeaderLength];
        header[0] = BoxVersion;
        Write(ephemeral.ExportParameters(includePrivateParameters: false).Q).CopyTo(header, 1);
        _publicKey.CopyTo(header, 1 + PublicKeyLength);
        using var towards = to.PublicKey;
        Span<byte> key = stackalloc byte[MasterKey.Length];
        Derive(ephemeral.DeriveRawSecretAgreement(towards), _key.DeriveRawSecretAgreement(towards), header, receiver, bound, key);
        byte[] box = [.. header, .. MasterKey.SealWith(key, plain, bound)];
        CryptographicOperations.ZeroMemory(key);
        return box;
    }

    /// <summary>Whose gateway made a box, by the fingerprint of its key; null where it is no box.</summary>
    internal static string? SenderOf(ReadOnlySpan<byte> box) =>
        box.Length >= HeaderLength + MasterKey.Overhead && box[0] == BoxVersion ? FingerprintOf(box.Slice(1 + PublicKeyLength, PublicKeyLength)) : null;

    /// <summary>How much is in a box, in bytes.</summary>
    internal static int LengthIn(ReadOnlySpan<byte> box) => Math.Max(0, box.Length - HeaderLength - MasterKey.Overhead);

    /// <summary>Opens a box into memory of the caller's.</summary>
    /// <returns>False where it is not for this gateway, belongs to something else, or was changed.</returns>
    internal bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        if (SenderOf(box) is null)
        {
            return false;
        }

        try
        {
            using var ephemeral = Read(box.Slice(1, PublicKeyLength));
            using var sender = Read(box.Slice(1 + PublicKeyLength, PublicKeyLength));
            using var fromEphemeral = ephemeral.PublicKey;
            using var fromSender = sender.PublicKey;
            Span<byte> key = stackalloc byte[MasterKey.Length];
            Derive(_key.DeriveRawSecretAgreement(fromEphemeral), _key.DeriveRawSecretAgreement(fromSender), box[..HeaderLength], _publicKey, bound, key);
            var isOpen = MasterKey.TryOpenWith(key, box[HeaderLength..], bound, plain);
            CryptographicOperations.ZeroMemory(key);
            return isOpen;
        }
        catch (ConsentRefusedException)
        {
            return false;
        }
    }

    private static void Derive(
        byte[] ofEphemeral, byte[] ofSender, ReadOnlySpan<byte> header, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> bound, Span<byte> key)
    {
        Span<byte> both = stackalloc byte[ofEphemeral.Length + ofSender.Length];
        ofEphemeral.CopyTo(both);
        ofSender.CopyTo(both[ofEphemeral.Length..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, both, key, [], [.. Encoding.UTF8.GetBytes("edge-gateway template v1\n"), .. header, .. receiver, .. bound]);
        CryptographicOperations.ZeroMemory(both);
        CryptographicOperations.ZeroMemory(ofEphemeral);
        CryptographicOperations.ZeroMemory(ofSender);
    }

    private static byte[] Write(ECPoint point) => [4, .. point.X!, .. point.Y!];

    private static ECDiffieHellman Read(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeyLength || publicKey[0] != 4)
        {
            throw new ConsentRefusedException($"A gateway's public key of {publicKey.Length} bytes came; expected {PublicKeyLength}, the first of them 4.");
        }

        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = publicKey.Slice(1, CoordinateLength).ToArray(), Y = publicKey[(1 + CoordinateLength)..].ToArray() },
            });
        }
        catch (CryptographicException e)
        {
            throw new ConsentRefusedException($"A gateway's public key came that is no point of P-256: {e.Message}");
        }
    }
}
