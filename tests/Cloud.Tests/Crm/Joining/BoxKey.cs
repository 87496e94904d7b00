using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;

namespace Cloud.Tests.Crm.Joining;

/// <summary>A key as a gateway makes it, with its request.</summary>
internal sealed class BoxKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>PEM of a request that also asks for what no gateway may have.</summary>
    internal string Request(string subject = "CN=headquarters")
    {
        var request = new CertificateRequest(subject, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSigningRequestPem();
    }

    internal string Mark => KeyMark.Of(_key.ExportSubjectPublicKeyInfo());

    internal string Pem => _key.ExportPkcs8PrivateKeyPem();

    internal RenewalRequest Renew(string certificate, BoxKey next)
    {
        using var read = X509Certificate2.CreateFromPem(certificate);
        var serial = Convert.ToHexStringLower(read.SerialNumberBytes.Span);
        var request = next.Request();
        return new RenewalRequest(serial, request, Convert.ToBase64String(_key.SignData(RenewalRequest.Signed(serial, request), HashAlgorithmName.SHA256)));
    }

    public void Dispose() => _key.Dispose();
}
