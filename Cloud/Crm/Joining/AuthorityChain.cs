using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cloud.Crm.Joining;

/// <summary>Reads what another authority gives back for a request of ours, and holds it to what ours must be able to do.</summary>
internal static class AuthorityChain
{
    /// <summary>Less than this is no gain over an authority of one's own: gateways' certificates end with it.</summary>
    internal static readonly TimeSpan LeastLife = TimeSpan.FromDays(365);

    private const int Longest = 64 * 1024;

    /// <summary>Reads a chain.</summary>
    /// <param name="pem">Certificates in any order.</param>
    /// <param name="present">Our certificate as it is.</param>
    /// <param name="now">The present.</param>
    /// <returns>Our new certificate, then each that vouches for the one before; the last vouches for itself.</returns>
    /// <exception cref="IOException">It cannot be taken; the message is one line for people.</exception>
    internal static IReadOnlyList<X509Certificate2> Read(string pem, X509Certificate2 present, DateTimeOffset now)
    {
        var given = new X509Certificate2Collection();
        try
        {
            given.ImportFromPem(pem.Length <= Longest ? pem : "");
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"this is not PEM of certificates: {exception.Message}", exception);
        }

        var key = present.PublicKey.ExportSubjectPublicKeyInfo();
        var ours = given.FirstOrDefault(certificate => certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key))
            ?? throw new IOException($"none of the {given.Count} certificates in it is for this authority's key; expected what the other authority made of `headquarters ca request`, in PEM");
        if (!ours.SubjectName.RawData.AsSpan().SequenceEqual(present.SubjectName.RawData))
        {
            throw new IOException($"the other authority changed the name to '{ours.Subject}'; expected '{present.Subject}', which stands in every gateway's certificate");
        }

        if (ours.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: true }
            || ours.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { } use && !use.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign))
        {
            throw new IOException("the certificate is not that of an authority; expected basic constraints CA:TRUE, and a key that may sign certificates and lists of revoked ones");
        }

        if (ours.NotAfter.ToUniversalTime() < now + LeastLife)
        {
            throw new IOException($"the certificate ends on {ours.NotAfter.ToUniversalTime():yyyy-MM-dd}; expected a year or more, for gateways' certificates end with it");
        }

        return Climb(ours, given, now);
    }

    private static IReadOnlyList<X509Certificate2> Climb(X509Certificate2 ours, X509Certificate2Collection given, DateTimeOffset now)
    {
        var roots = given.Where(certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)).ToArray();
        if (roots.Length == 0)
        {
            throw new IOException("the certificates above it are missing; expected all of them, up to the one that vouches for itself, in the same file");
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(given);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (!chain.Build(ours))
        {
            throw new IOException($"the certificates above it do not vouch for it: {string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()))}");
        }

        return [.. chain.ChainElements.Select(element => X509CertificateLoader.LoadCertificate(element.Certificate.RawData))];
    }
}
