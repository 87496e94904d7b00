using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cloud.Contracts.Joining;
using EdgeGateway.Host.Joining;

namespace Host.Tests.Joining;

/// <summary>Who is taken for headquarters: over real TLS, with a server that a man in the middle could have.</summary>
public sealed class HeadquartersDoorTests : IDisposable
{
    private readonly X509Certificate2 _authority = Root("headquarters");
    private readonly X509Certificate2 _other = Root("somebody");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Door_OfTheHeadquartersThatMadeTheCode_IsFoundAndAnswers()
    {
        using var server = new TlsServer(Issue(_authority, "127.0.0.1"), _authority.ExportCertificatePem());
        using var found = await HeadquartersDoor.FindAuthorityAsync(server.Address, JoinCode.Make(_authority.RawData), Cancel);
        using var door = new HeadquartersDoor(server.Address, found);

        Assert.Equal(200, (await PostAsync(door)).Status);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task FindAuthority_OfAnother_IsRefused()
    {
        using var server = new TlsServer(Issue(_other, "127.0.0.1"), _other.ExportCertificatePem());

        var refused = await Assert.ThrowsAsync<JoinException>(() => HeadquartersDoor.FindAuthorityAsync(server.Address, JoinCode.Make(_authority.RawData), Cancel));
        Assert.Contains("not the headquarters that made the code", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ToWhoOnlyRepeatsTheAuthority_SendsNothing()
    {
        // It can show the authority, which is public, but has no certificate of it.
        using var server = new TlsServer(Issue(_other, "127.0.0.1"), _authority.ExportCertificatePem());
        using var found = await HeadquartersDoor.FindAuthorityAsync(server.Address, JoinCode.Make(_authority.RawData), Cancel);
        using var door = new HeadquartersDoor(server.Address, found);

        await Assert.ThrowsAsync<JoinException>(() => PostAsync(door));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Post_ToACertificateOfAnotherName_SendsNothing()
    {
        using var server = new TlsServer(Issue(_authority, "127.0.0.2"), _authority.ExportCertificatePem());
        using var door = new HeadquartersDoor(server.Address, _authority);

        await Assert.ThrowsAsync<JoinException>(() => PostAsync(door));
        Assert.Equal(0, server.Requests);
    }

    [Theory]
    [InlineData("https://headquarters.example", true)]
    [InlineData("http://127.0.0.1:8090", true)]
    [InlineData("http://headquarters.example", false)]
    [InlineData("https://headquarters.example/path", false)]
    [InlineData("headquarters.example", false)]
    public void ReadAddress_TakesHttpsOrLoopback(string text, bool good) => Assert.Equal(good, HeadquartersDoor.ReadAddress(text, out _) is not null);

    private static Task<(int Status, byte[] Body)> PostAsync(HeadquartersDoor door) =>
        door.PostAsync("/api/join", new JoinRequest("code", "request"), JoinJson.Default.JoinRequest, Cancel);

    private static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 root, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.Create(root, root.NotBefore, root.NotAfter, RandomNumberGenerator.GetBytes(8));
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>Answers every request with the same text; one connection after the other.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly string _text;
        private int _requests;

        internal TlsServer(X509Certificate2 certificate, string text)
        {
            (_certificate, _text) = (certificate, text);
            _listener.Start();
            _ = RunAsync();
        }

        internal Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        internal int Requests => Volatile.Read(ref _requests);

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }

        private async Task RunAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync(Cancel);
                    await ServeAsync(client);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            try
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(_certificate);
                var text = new StringBuilder();
                var buffer = new byte[4096];
                while (await stream.ReadAsync(buffer, Cancel) is > 0 and var read)
                {
                    text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                    var whole = text.ToString();
                    if (whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end && (whole[0] == 'G' || whole.Length > end + 4))
                    {
                        Interlocked.Increment(ref _requests);
                        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {_text.Length}\r\nConnection: close\r\n\r\n{_text}"), Cancel);
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not want this server.
            }
        }
    }
}
