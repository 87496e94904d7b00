using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Joining;
using EdgeGateway.Host.Joining;

namespace Host.Tests.Joining;

/// <summary>Headquarters as docs/joining.md describes it: one code, one key a code, one next key a certificate; the same question gets the same answer.</summary>
internal sealed class ModelHeadquarters(TimeProvider clock) : IDisposable
{
    private readonly X509Certificate2 _authority = Root("services", clock);
    private readonly X509Certificate2 _gateways = Root("gateways", clock);
    private readonly Dictionary<string, (string Key, string Certificate)> _given = [];

    internal Uri Address { get; } = new("https://headquarters.example");

    internal JoinCode Code { get; set; } = null!;

    /// <summary>Answers to drop after they were made: the network breaks.</summary>
    internal int Lost { get; set; }

    internal bool MustBeConfirmed { get; set; }

    internal int Certificates => _given.Count;

    internal JoinCode MakeCode() => Code = JoinCode.Make(_authority.RawData);

    internal Enrolling Enrolling(string folder, Action<string>? done = null) => new(
        folder,
        (address, code, _) => code.Fingerprint == JoinCode.FingerprintOf(_authority.RawData)
            ? Task.FromResult(X509Certificate2.CreateFromPem(_authority.ExportCertificatePem())) : throw new JoinException("another"),
        (address, authority, document, _) => Task.FromResult(document.Code == Code.ToString() ? Give(document.Code, document.Request!) : (403, Refusal("the code is wrong"))))
    {
        Done = done ?? (_ => { }),
    };

    internal Task<(int Status, byte[] Body)> RenewAsync(Identity identity, RenewalRequest document, CancellationToken cancellationToken)
    {
        using var present = identity.Certificate();
        using var key = present.GetECDsaPublicKey()!;
        Assert.Equal(Convert.ToHexStringLower(present.SerialNumberBytes.Span), document.Serial);
        Assert.True(key.VerifyData(RenewalRequest.Signed(document.Serial!, document.Request!), Convert.FromBase64String(document.Signature!), HashAlgorithmName.SHA256));
        return Task.FromResult(MustBeConfirmed ? (202, "{\"key\":\"0123456789abcdef\"}"u8.ToArray()) : Give(document.Serial!, document.Request!));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _gateways.Dispose();
    }

    private (int Status, byte[] Body) Give(string what, string pem)
    {
        var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
        var mark = KeyMark.Of(request.PublicKey.ExportSubjectPublicKeyInfo());
        if (_given.TryGetValue(what, out var before) ? before.Key != mark : _given.Values.Any(g => g.Key == mark))
        {
            return (403, Refusal("the code was used for another key, or the key has a certificate"));
        }

        if (before.Certificate is null)
        {
            var now = clock.GetUtcNow();
            using var made = new CertificateRequest(new X500DistinguishedName("CN=12/store-7/gw-7"), request.PublicKey, HashAlgorithmName.SHA256).Create(
                _gateways, now, now.AddDays(90), RandomNumberGenerator.GetBytes(8));
            before = _given[what] = (mark, made.ExportCertificatePem());
        }

        if (Lost > 0)
        {
            Lost--;
            throw new JoinException("the connection broke");
        }

        var answer = new JoinAnswer("store-7", "gw-7", Topics.ShardOf("gw-7"), before.Certificate, _authority.ExportCertificatePem(), "broker.example", 8883, null);
        return (200, JsonSerializer.SerializeToUtf8Bytes(answer, JoinJson.Default.JoinAnswer));
    }

    private static byte[] Refusal(string words) => Encoding.UTF8.GetBytes($"{{\"detail\":\"{words}\"}}");

    private static X509Certificate2 Root(string name, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(clock.GetUtcNow().AddHours(-1), clock.GetUtcNow().AddYears(20));
    }
}
