using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Certificates;

/// <summary>
/// The store's own certificate authority: made when first needed, kept in the data folder, readable by the service alone. It vouches for this
/// gateway's names, for names under <c>.local</c> and for private addresses, and for nothing else.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class StoreAuthority : IDisposable
{
    /// <summary>How long a certificate of the gateway is good. Phones refuse one of more than 825 days, also from an authority that their owner trusts.</summary>
    public static readonly TimeSpan LeafLife = TimeSpan.FromDays(397);

    /// <summary>The gateway was not sold before; a clock that says less is not set yet.</summary>
    private static readonly DateTimeOffset s_noEarlier = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A phone's clock may be behind ours.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromDays(1);

    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2 _certificate;
    private readonly IReadOnlyList<string> _names;

    private StoreAuthority(X509Certificate2 certificate) => (_certificate, _names) = (certificate, NameConstraints.NamesOf(certificate));

    /// <summary>The certificate without its key, DER; what a phone is told to trust.</summary>
    public byte[] Der => _certificate.RawData;

    /// <summary>Its SHA-256, for comparing by eye: <c>AB:CD:…</c>.</summary>
    public string Fingerprint => string.Join(':', SHA256.HashData(_certificate.RawData).Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset Until => _certificate.NotAfter.ToUniversalTime();

    /// <summary>The file in a data folder: certificate and key.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "store-ca.pem");

    /// <summary>Reads the authority, or makes it where there is none.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="store">The store's name, for people to know it by.</param>
    /// <param name="names">What it is to vouch for, beside private addresses and names under <c>.local</c>.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told that one was made.</param>
    /// <exception cref="IOException">The file is damaged, open to others, or cannot be written; the message is one line for people. It is never replaced by itself: phones would not know the new one.</exception>
    public static StoreAuthority Open(string path, string store, GatewayNames names, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(clock);
        if (File.Exists(path))
        {
            return Read(path);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=Edge Gateway {store}, OU=This store only"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(NameConstraints.Permit(["local", .. names.Hosts.Where(name => !name.EndsWith(".local", StringComparison.Ordinal))], PrivateNetworks.All));
        var from = (clock.GetUtcNow() > s_noEarlier ? clock.GetUtcNow() : s_noEarlier) - s_slack;
        var made = request.CreateSelfSigned(from, from.AddYears(20));
        KeptFile.Write(path, System.Text.Encoding.ASCII.GetBytes($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"));
        var authority = new StoreAuthority(made);
        LogMessages.AuthorityMade(logger, path, authority.Fingerprint, authority.Until);
        return authority;
    }

    /// <summary>Makes a certificate for a server of the store, with a key of its own that is nowhere on the disk.</summary>
    /// <param name="names">What it is to be asked for by.</param>
    /// <param name="now">The time.</param>
    /// <param name="leftOut">Names that this authority may not vouch for.</param>
    public X509Certificate2 Issue(GatewayNames names, DateTimeOffset now, out IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(names);
        var alternatives = new SubjectAlternativeNameBuilder();
        var hosts = names.Hosts.Where(name => NameConstraints.Cover(_names, name)).ToList();
        leftOut = [.. names.Hosts.Except(hosts)];
        hosts.ForEach(alternatives.AddDnsName);
        foreach (var address in names.Addresses.Where(PrivateNetworks.Contain))
        {
            alternatives.AddIpAddress(address);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Edge Gateway"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([s_serverAuthentication], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        request.CertificateExtensions.Add(alternatives.Build());
        var (first, last) = (new DateTimeOffset(_certificate.NotBefore), new DateTimeOffset(_certificate.NotAfter));
        var from = now - s_slack < first ? first : now - s_slack;
        var until = from + LeafLife > last ? last : from + LeafLife;
        using var certificate = request.Create(_certificate, from, until, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate, to be sent along with those it made.</summary>
    internal X509Certificate2 Certificate => _certificate;

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static StoreAuthority Read(string path)
    {
        if ((File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new IOException($"{path} holds the key of the store's certificate authority and is open to others; chmod 600 it");
        }

        try
        {
            var pem = File.ReadAllText(path);
            var certificate = X509Certificate2.CreateFromPem(pem, pem);
            return certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)
                ? new StoreAuthority(certificate)
                : throw new CryptographicException("its certificate is no authority's");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or UnauthorizedAccessException or System.Formats.Asn1.AsnContentException)
        {
            throw new IOException($"{path} is no certificate authority with its key ({e.Message}); bring it back from a backup, or delete it and let every staff phone trust the new one", e);
        }
    }
}
