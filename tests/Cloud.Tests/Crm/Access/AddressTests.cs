using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Crm.Setup;

namespace Cloud.Tests.Crm.Access;

/// <summary>Where headquarters may be served, and https itself.</summary>
public sealed class AddressTests : IDisposable
{
    private const string Least = """{"database":{"provider":"sqlite","connection":"Data Source=hq.db"},"broker":{"host":"127.0.0.1","port":1883}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Certificate => Path.Combine(_folder, "tls.pem");

    private string Key => Path.Combine(_folder, "tls.key");

    public AddressTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=headquarters.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\"url\":\"http://0.0.0.0:8090\"", "loopback")]
    [InlineData("\"url\":\"https://0.0.0.0:8443\"", "certificateFile")]
    [InlineData("\"url\":\"https://0.0.0.0:8443\",CERT", "hosts is missing")]
    [InlineData("\"url\":\"https://headquarters.example:8443\",CERT", "names go into hosts")]
    [InlineData("\"url\":\"http://127.0.0.1:8090\",CERT", "https")]
    [InlineData("\"url\":\"https://0.0.0.0:8443\",CERT,\"hosts\":[\"a b\"]", "hosts[0]")]
    [InlineData("\"publicUrl\":\"http://headquarters.example\"", "publicUrl")]
    [InlineData("\"outgoing\":{\"privateNetworks\":[\"10.0.0.0/33\"],\"mail\":{\"host\":\"r\",\"from\":\"x\"}}", "outgoing.mail.from")]
    [InlineData("\"access\":{\"oidc\":[{\"name\":\"p\",\"issuer\":\"http://id.example\",\"clientId\":\"c\"}]}", "access.oidc[0].issuer")]
    [InlineData("\"access\":{\"oidc\":[{\"name\":\"p\",\"issuer\":\"https://id.example\",\"clientId\":\"c\",\"roleClaim\":\"g\"}]}", "roles go together")]
    public void Read_WithAMistake_TellsIt(string part, string expected)
    {
        Assert.Null(ConfigurationFile.Read($"{Least},{Fill(part)}}}", out var errors));
        Assert.Contains(errors, e => e.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"url\":\"https://0.0.0.0:8443\",CERT,\"hosts\":[\"headquarters.example\"]")]
    [InlineData("\"url\":\"http://127.0.0.1:8090\",\"publicUrl\":\"https://headquarters.example\"")]
    public void Read_HttpsSomeWay_IsTaken(string part) => Assert.True(ConfigurationFile.Read($"{Least},{Fill(part)}}}", out _)!.IsHttps);

    [Fact]
    public async Task Https_AnswersItsNamesWithHstsAndASecureCookie()
    {
        await using var node = new HttpNode<SqliteTestDatabase>(
            withMembers: true, (options, _) => options with { Certificate = new CertificateOptions(Certificate, Key), Hosts = ["headquarters.example"] });
        await node.StartAsync(Cancel);
        var code = (await File.ReadAllTextAsync(node.SetupCodeFile, Cancel)).Trim();
        using var handler = new HttpClientHandler { UseCookies = false, ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=headquarters.example" };
        using var http = new HttpClient(handler) { BaseAddress = node.Http.BaseAddress };
        Assert.Equal(Uri.UriSchemeHttps, http.BaseAddress!.Scheme);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/setup");
        request.Headers.Host = "headquarters.example";
        request.Content = new StringContent($$"""{"code":"{{code}}","login":"owner","name":"Owner","password":"correct horse battery"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);

        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        foreign.Headers.Host = "other.example";
        using var refused = await http.SendAsync(foreign, Cancel);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.StatusCode);
    }

    private string Fill(string part) => part.Replace("CERT", $"\"certificateFile\":\"{Certificate}\",\"keyFile\":\"{Key}\"", StringComparison.Ordinal);
}
