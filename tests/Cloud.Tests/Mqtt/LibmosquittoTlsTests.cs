using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Mqtt;
using Tests.Shared;
using static Cloud.Tests.Mqtt.MqttTestOptions;

namespace Cloud.Tests.Mqtt;

[Trait("needs", "mosquitto")]
public sealed class LibmosquittoTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Connect_TrustedAuthorityAndClientCertificate_CarriesManyMessages()
    {
        using var authority = Authority("right");
        await using var broker = await StartAsync(authority, requireClientCertificate: true);
        var (certificate, key) = Issue(authority, "gw-1");
        var files = new MqttTlsFiles(File(authority), certificate, key);
        await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1") with { Tls = files }, Token);
        await connection.SubscribeAsync(["n"], Token);

        // Small and many: several records are decrypted before the socket shows anything new.
        var sending = Enumerable.Range(0, 500).Select(i => connection.PublishAsync(Message("n", $"{i}"), Token)).ToList();
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"{i}", (await connection.Inbound.ReadAsync(Token)).Text());
        }

        await Task.WhenAll(sending);
    }

    [Fact]
    public async Task Connect_AuthorityNotTrusted_FailsWithTheDetail()
    {
        using var authority = Authority("right");
        using var other = Authority("wrong");
        await using var broker = await StartAsync(authority, requireClientCertificate: false);
        var options = Of(broker, "gw-1") with { Tls = new MqttTlsFiles(File(other), null, null) };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.Contains("certificate verify failed", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Connect_WithoutTheClientCertificateAskedFor_Fails()
    {
        using var authority = Authority("right");
        await using var broker = await StartAsync(authority, requireClientCertificate: true);
        var options = Of(broker, "gw-1") with { Tls = new MqttTlsFiles(File(authority), null, null) };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.True(failure.Message.Contains("certificate", StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public async Task Connect_FileMissing_NamesIt()
    {
        var options = new MqttConnectOptions
        {
            Host = "127.0.0.1", Port = 1, ClientId = "gw-1", Tls = new MqttTlsFiles(Path.Combine(_folder, "absent.pem"), null, null),
        };

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(options, Token).AsTask());

        Assert.Contains("absent.pem", failure.Message, StringComparison.Ordinal);
    }

    private async Task<MosquittoProcess> StartAsync(X509Certificate2 authority, bool requireClientCertificate)
    {
        var (certificate, key) = Issue(authority, "broker");
        var tls = new MosquittoTls(File(authority), certificate, key, requireClientCertificate);
        return await MosquittoProcess.StartAsync(new MosquittoSettings { Tls = tls }, Token);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name} authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private string File(X509Certificate2 authority)
    {
        var path = Path.Combine(_folder, authority.Thumbprint + ".pem");
        System.IO.File.WriteAllText(path, authority.ExportCertificatePem());
        return path;
    }

    private (string Certificate, string Key) Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        var certificatePath = Path.Combine(_folder, name + ".crt");
        var keyPath = Path.Combine(_folder, name + ".key");
        System.IO.File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
