using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cloud.Crm.Joining;

/// <summary>A certificate authority of headquarters' own: one ECDSA P-256 key with its certificate, in a file that only its owner may read.</summary>
/// <remarks>Profiles follow RFC 5280. It vouches for certificates directly; there is none between. An authority that the company has may vouch for it (<see cref="Accept"/>).</remarks>
internal sealed class Authority : IDisposable
{
    /// <summary>How long a gateway's certificate is good; it is renewed at two thirds of that.</summary>
    internal static readonly TimeSpan GatewayLife = TimeSpan.FromDays(90);

    /// <summary>How long one of a broker or of headquarters itself is good; an operator makes the next.</summary>
    internal static readonly TimeSpan ServiceLife = TimeSpan.FromDays(730);

    // A gateway's or headquarters' clock may be behind by that much.
    private static readonly TimeSpan s_slack = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_life = TimeSpan.FromDays(20 * 365);

    // Longer than anybody leaves headquarters off: a list past its end would shut every gateway out.
    private static readonly TimeSpan s_listLife = TimeSpan.FromDays(365);

    private const int SerialLength = 16;
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _certificate;
    private readonly string _above;

    private Authority(X509Certificate2 certificate, string above) => (_certificate, _above) = (certificate, above);

    /// <summary>Its certificate, PEM, without the key; after it those that vouch for it, up to the one that vouches for itself.</summary>
    internal string Pem => _certificate.ExportCertificatePem() + "\n" + _above;

    /// <summary>Its certificate, DER.</summary>
    internal byte[] Der => _certificate.RawData;

    /// <summary>Reads an authority's file, or makes one where there is none.</summary>
    /// <param name="path">The file: PEM of the key and of the certificate.</param>
    /// <param name="name">What a new one is called.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">It cannot be used; the message is one line for people.</exception>
    internal static Authority Load(string path, string name, TimeProvider clock)
    {
        const UnixFileMode others = (UnixFileMode)0x3F;
        if (OperatingSystem.IsWindows())
        {
            throw new IOException("joining.folder: keys are kept on Unix only, where a file can be its owner's alone");
        }

        try
        {
            if (!File.Exists(path))
            {
                return Make(path, name, clock);
            }

            if ((File.GetUnixFileMode(path) & others) is not 0 and var mode)
            {
                throw new IOException($"{path} may be read by others ({mode}); make it the owner's alone: chmod 600");
            }

            var all = new X509Certificate2Collection();
            all.ImportFromPem(File.ReadAllText(path));
            return new Authority(X509Certificate2.CreateFromPemFile(path), string.Concat(all.Skip(1).Select(above => above.ExportCertificatePem() + "\n")));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path} cannot be used: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new IOException($"{path} holds no certificate with its key in PEM: {exception.Message}", exception);
        }
    }

    /// <summary>A certificate with which a gateway, or headquarters, connects to the broker.</summary>
    /// <param name="name">The common name: what the broker takes for the user's name.</param>
    /// <param name="key">The public key.</param>
    /// <param name="now">The present.</param>
    /// <param name="life">How long it is good.</param>
    internal X509Certificate2 IssueClient(string name, PublicKey key, DateTimeOffset now, TimeSpan life) => Issue(name, key, ClientUse, null, now, life);

    /// <summary>A certificate that a broker or headquarters shows.</summary>
    /// <param name="hosts">Names or addresses by which it is reached; at least one.</param>
    /// <param name="key">The public key.</param>
    /// <param name="now">The present.</param>
    internal X509Certificate2 IssueServer(IReadOnlyList<string> hosts, PublicKey key, DateTimeOffset now)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return Issue(hosts[0], key, ServerUse, names.Build(), now, ServiceLife);
    }

    /// <summary>The list of certificates that are worth nothing any more, PEM. A later list has a higher number.</summary>
    /// <param name="revoked">Serial numbers, hexadecimal, with when.</param>
    /// <param name="now">The present.</param>
    internal string RevocationList(IEnumerable<(string Serial, DateTime At)> revoked, DateTimeOffset now)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var (serial, at) in revoked)
        {
            list.AddEntry(Convert.FromHexString(serial), at);
        }

        var der = list.Build(_certificate, now.ToUnixTimeMilliseconds(), now + s_listLife, HashAlgorithmName.SHA256, thisUpdate: now);
        return PemEncoding.WriteString("X509 CRL", der) + "\n";
    }

    /// <summary>A request (PKCS#10, PEM) with which another authority can vouch for this one.</summary>
    internal string Request()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var request = new CertificateRequest(_certificate.SubjectName, key, HashAlgorithmName.SHA256);
        AddProfile(request);
        return request.CreateSigningRequestPem() + "\n";
    }

    /// <summary>Puts the certificate that another authority made of <see cref="Request"/> in the place of its own. The key and the name stay, so that what it has vouched for stays good.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="pem">That certificate, and those above it up to one that vouches for itself, in any order.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">The file cannot be used, or the certificate not be taken; the message is one line for people. Nothing is changed then.</exception>
    internal static void Accept(string path, string pem, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            throw new IOException($"{path} is not there; make the request first, `headquarters ca request`");
        }

        using var present = Load(path, "", clock);
        using var key = present._certificate.GetECDsaPrivateKey()!;
        var chain = AuthorityChain.Read(pem, present._certificate, clock.GetUtcNow());
        PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem() + "\n" + string.Concat(chain.Select(certificate => certificate.ExportCertificatePem() + "\n")));
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static Authority Make(string path, string name, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NameOf(name), key, HashAlgorithmName.SHA256);
        AddProfile(request);
        var now = clock.GetUtcNow();
        var made = request.CreateSelfSigned(now - s_slack, now + s_life);
        PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem() + "\n" + made.ExportCertificatePem() + "\n");
        return new Authority(made, "");
    }

    private static void AddProfile(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private X509Certificate2 Issue(string name, PublicKey key, string use, X509Extension? names, DateTimeOffset now, TimeSpan life)
    {
        var request = new CertificateRequest(NameOf(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // Positive (RFC 5280, 4.1.2.2), and always of the same length.
        var end = now + life < _certificate.NotAfter ? now + life : _certificate.NotAfter;
        return request.Create(_certificate, now - s_slack, end, serial);
    }

    private static X500DistinguishedName NameOf(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }
}
