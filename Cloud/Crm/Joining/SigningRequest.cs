using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;

namespace Cloud.Crm.Joining;

/// <summary>The key out of a PKCS#10 request (RFC 2986). Whatever else a request asks for is passed over: headquarters says who a gateway is.</summary>
/// <param name="Key">An ECDSA P-256 key, whose owner signed the request.</param>
/// <param name="Mark">What the key is known by.</param>
internal sealed record SigningRequest(PublicKey Key, string Mark)
{
    /// <summary>The longest request taken, in characters of PEM; one for P-256 has about 500.</summary>
    internal const int Longest = 4_096;

    private const string EllipticKey = "1.2.840.10045.2.1";

    // The parameters of an elliptic key: the object identifier of P-256, 1.2.840.10045.3.1.7. Nothing else is ever handed to a decoder of curves.
    private static readonly byte[] s_p256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <summary>Reads a request. Never throws, whatever the text is.</summary>
    /// <returns>Null where it is none, or not signed by its key, or its key is of another kind.</returns>
    internal static SigningRequest? Read(string? pem)
    {
        if (pem is null || pem.Length > Longest)
        {
            return null;
        }

        try
        {
            var unproven = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            if (unproven.PublicKey.Oid.Value != EllipticKey || unproven.PublicKey.EncodedParameters?.RawData.AsSpan().SequenceEqual(s_p256) != true)
            {
                return null;
            }

            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
            return new SigningRequest(request.PublicKey, KeyMark.Of(request.PublicKey.ExportSubjectPublicKeyInfo()));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
