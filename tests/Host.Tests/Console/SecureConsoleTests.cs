using System.Net;
using System.Net.Security;

namespace Host.Tests.Console;

public sealed class SecureConsoleTests : IAsyncLifetime
{
    private StaffFixture _store = null!;

    public async ValueTask InitializeAsync() => _store = await StaffFixture.StartAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Https_WhoTrustsTheStoresAuthority_SpeaksHttp2_AndOthersAreWarned()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/staff") { Version = HttpVersion.Version20 };
        using var page = await _store.Phone().SendAsync(request, StaffFixture.Stop);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (page.StatusCode, page.Version));

        using var stranger = new HttpClient();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri($"{_store.SecureUrl}/staff"), StaffFixture.Stop));
        Assert.IsType<System.Security.Authentication.AuthenticationException>(refused.InnerException);
    }

    [Fact]
    public async Task StaffPage_MayBeInstalled_AndIsHeldToItsOwnFiles()
    {
        using var page = await _store.Phone().GetAsync("/staff", StaffFixture.Stop);

        var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("worker-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("manifest-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"), "it would reach the plain console too, which has another port but the same name");
        Assert.Contains("rel=\"manifest\"", await page.Content.ReadAsStringAsync(StaffFixture.Stop), StringComparison.Ordinal);
        using var manifest = await _store.Phone().GetAsync("/staff.webmanifest", StaffFixture.Stop);
        Assert.Equal("application/manifest+json", manifest.Content.Headers.ContentType!.MediaType);
        using var worker = await _store.Phone().GetAsync("/staff-worker.js", StaffFixture.Stop);
        Assert.Equal("text/javascript", worker.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(true, "edge-7.local", HttpStatusCode.OK)]
    [InlineData(false, "edge-7.local", HttpStatusCode.MisdirectedRequest)]
    [InlineData(true, "evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task TheMachinesOwnName_IsHeardOverHttpsAlone(bool secure, string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/staff");
        request.Headers.Host = host;
        using var answer = await _store.Phone(secure).SendAsync(request, StaffFixture.Stop);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Http_OnTheSecurePort_IsNoAnswer()
    {
        using var plain = new HttpClient();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => plain.GetAsync(new Uri(_store.SecureUrl.Replace("https", "http", StringComparison.Ordinal)), StaffFixture.Stop));
    }

    [Fact]
    public async Task Https_OlderThanTls12_IsRefused()
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, new Uri(_store.SecureUrl).Port, StaffFixture.Stop);
        await using var tls = new SslStream(tcp.GetStream());
#pragma warning disable SYSLIB0039, CA5397, CA5359 // What must be refused is asked for.
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost", EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls11, RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
#pragma warning restore SYSLIB0039, CA5397, CA5359

        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(options, StaffFixture.Stop));
    }
}
