using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts;
using Cloud.Crm.Joining;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Joining;

/// <summary>A company's own authority, with an issuing one under it, vouches for ours.</summary>
public sealed class VouchedAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vouched-").FullName;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Company _company;

    public VouchedAuthorityTests() => _company = new Company(_clock.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _company.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Accept_OfTheCompanysCertificate_BrokerTakesEarlierAndLaterGatewaysAndNobodyElseOfTheCompany()
    {
        // Given before the company vouched.
        using var early = new IssuedKey(_folder, "early");
        using (var alone = Authorities.Load(_folder, _clock))
        {
            early.Keep(alone.Gateways.IssueClient(IdentityOf("early"), early.Public, _clock.GetUtcNow(), Authority.GatewayLife));
            Authorities.Accept(_folder, _company.VouchFor(alone.Gateways.Request()), _clock);
        }

        using var authorities = Authorities.Load(_folder, _clock);
        Assert.Equal(3, authorities.Gateways.Pem.Split("BEGIN CERTIFICATE").Length - 1);
        await using var broker = await FleetBroker.StartAsync(authorities, _clock, Cancel);
        await using (await broker.ConnectAsync(GatewayAddress.Of("store-1", "later"), Cancel))
        await using (await ConnectAsync(broker, early))
        {
            // Both are in.
        }

        // The company's own people can have certificates of their own authorities, in whatever name: the list of what was taken back is ours alone.
        using var stranger = new IssuedKey(_folder, "stranger");
        stranger.Keep(_company.IssueClient(IdentityOf("early"), stranger.Public));
        await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(broker, stranger));
    }

    [Fact]
    public void Accept_OfWhatCannotBeTaken_SaysWhyAndChangesNothing()
    {
        using var before = Authorities.Load(_folder, _clock);
        var request = before.Gateways.Request();
        foreach (var (pem, why) in new[]
        {
            ("nothing", "none of the 0 certificates"),
            (before.Services.Pem, "none of the 1 certificates"),
            (_company.VouchFor(request, name: "CN=renamed"), "changed the name"),
            (_company.VouchFor(request, authority: false), "not that of an authority"),
            (_company.VouchFor(request, days: 364), "expected a year or more"),
            (_company.VouchFor(request, whole: false), "are missing"),
            (_company.VouchFor(request, whole: false) + _company.Other, "do not vouch"),
        })
        {
            var thrown = Assert.Throws<IOException>(() => Authorities.Accept(_folder, pem, _clock));
            Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
            using var after = Authorities.Load(_folder, _clock);
            Assert.Equal(before.Gateways.Pem, after.Gateways.Pem);
        }
    }

    private static string IdentityOf(string gateway) => JoiningGateway.IdentityOf(Topics.ShardOf(gateway), "store-1", gateway);

    private static Task<IMqttConnection> ConnectAsync(FleetBroker broker, IssuedKey who) => broker.ConnectAsync(
        GatewayAddress.Of("store-1", "later"), Cancel, options => options with { ClientId = "early", Tls = options.Tls! with { CertificateFile = who.CertificateFile, KeyFile = who.KeyFile } });

    private sealed class IssuedKey(string folder, string name) : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        internal PublicKey Public => new(_key);

        internal string CertificateFile => Path.Combine(folder, $"{name}.pem");

        internal string KeyFile => Path.Combine(folder, $"{name}.key");

        internal void Keep(X509Certificate2 certificate)
        {
            using (certificate)
            {
                File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
                File.WriteAllText(KeyFile, _key.ExportPkcs8PrivateKeyPem());
            }
        }

        public void Dispose() => _key.Dispose();
    }

    /// <summary>A root with an RSA key, an issuing authority under it, and another root.</summary>
    private sealed class Company : IDisposable
    {
        private readonly DateTimeOffset _now;
        private readonly X509Certificate2 _root;
        private readonly X509Certificate2 _issuing;
        private readonly X509Certificate2 _other;

        internal Company(DateTimeOffset now)
        {
            _now = now;
            _root = Root("CN=company root");
            _other = Root("CN=company issuing");
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=company issuing", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Profile(request, authority: true, pathLength: 1);
            _issuing = request.Create(_root, now.AddDays(-1), now.AddYears(9), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        }

        /// <summary>A root of the same name as the issuing authority.</summary>
        internal string Other => _other.ExportCertificatePem();

        internal string VouchFor(string request, string? name = null, bool authority = true, int days = 3650, bool whole = true)
        {
            var asked = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
            var made = new CertificateRequest(name is null ? asked.SubjectName : new X500DistinguishedName(name), asked.PublicKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Profile(made, authority, pathLength: 0);
            var end = _now.AddDays(Math.Min(days, 9 * 365));
            using var certificate = made.Create(_issuing.SubjectName, X509SignatureGenerator.CreateForRSA(_issuing.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1), _now.AddDays(-1), end, [7, .. RandomNumberGenerator.GetBytes(7)]);
            return certificate.ExportCertificatePem() + "\n" + (whole ? _issuing.ExportCertificatePem() + "\n" + _root.ExportCertificatePem() + "\n" : "");
        }

        internal X509Certificate2 IssueClient(string name, PublicKey key)
        {
            var builder = new X500DistinguishedNameBuilder();
            builder.AddCommonName(name);
            var request = new CertificateRequest(builder.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
            return request.Create(_issuing.SubjectName, X509SignatureGenerator.CreateForRSA(_issuing.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1), _now.AddDays(-1), _now.AddYears(1), [8, .. RandomNumberGenerator.GetBytes(7)]);
        }

        public void Dispose()
        {
            _root.Dispose();
            _issuing.Dispose();
            _other.Dispose();
        }

        private static void Profile(CertificateRequest request, bool authority, int pathLength)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, authority, authority ? pathLength : 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(authority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        }

        private X509Certificate2 Root(string name)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Profile(request, authority: true, pathLength: 3);
            return request.CreateSelfSigned(_now.AddDays(-2), _now.AddYears(10));
        }
    }
}
