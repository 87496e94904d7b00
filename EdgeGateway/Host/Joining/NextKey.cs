using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cloud.Contracts.Joining;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Joining;

/// <summary>A key made on this box for which headquarters has not given a certificate yet. It is on the disk before headquarters hears of it, so that after a power cut the same request goes out.</summary>
internal sealed class NextKey : IDisposable
{
    private readonly ECDsa _key;

    private NextKey(ECDsa key) => _key = key;

    /// <summary>PEM of the private key.</summary>
    public string Pem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>What it is known by.</summary>
    public string Mark => KeyMark.Of(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Where it is kept meanwhile.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "identity.next");

    /// <summary>Reads it, or makes and keeps one where there is none for this purpose.</summary>
    /// <param name="dataFolder">Where the gateway keeps its files.</param>
    /// <param name="purpose">The code or the certificate it is made for, in one line: a key of an earlier one may have a certificate already, and is never asked for again.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static NextKey Take(string dataFolder, string purpose)
    {
        var file = FileIn(dataFolder);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file) && File.ReadAllText(file) is var kept && kept.StartsWith(purpose + "\n", StringComparison.Ordinal))
        {
            try
            {
                key.ImportFromPem(kept);
                return new NextKey(key);
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                // Not ours or torn: nothing hangs on it, another is made.
                key.Dispose();
                key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            }
        }

        KeptFile.Write(file, Encoding.ASCII.GetBytes(purpose + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n"));
        return new NextKey(key);
    }

    /// <summary>A request for a certificate, PEM. Says nothing but the key: headquarters knows the rest.</summary>
    public string Request() => new CertificateRequest("CN=edge-gateway", _key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    /// <summary>Whether a certificate is of this key.</summary>
    public bool IsOf(X509Certificate2 certificate) => certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_key.ExportSubjectPublicKeyInfo());

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
