using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Host.Tests.Console;

public sealed class StaffRollEndpointsTests : IAsyncLifetime
{
    private StaffFixture _store = null!;

    public async ValueTask InitializeAsync() => _store = await StaffFixture.StartAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task TheOwner_AddsSomebody_PairsAPhone_AndRevokesIt()
    {
        var owner = _store.Phone(secure: false);
        using var added = await StaffFixture.PostAsync(owner, "/v1/staff/people", """{ "name": "Mei" }""");
        var id = (await StaffFixture.JsonAsync(added)).GetProperty("people")[0].GetProperty("id").GetString();

        using var made = await StaffFixture.PostAsync(owner, "/v1/staff/pairings", $$"""{ "staff": "{{id}}" }""");
        var pairing = await StaffFixture.JsonAsync(made);
        Assert.Equal($"{_store.SecureUrl}/staff#pair={pairing.GetProperty("code").GetString()}", pairing.GetProperty("url").GetString());
        Assert.StartsWith("<svg", pairing.GetProperty("qrSvg").GetString(), StringComparison.Ordinal);
        var phone = _store.Phone();
        using var paired = await StaffFixture.PostAsync(phone, "/v1/staff/pair", $$"""{ "code": "{{pairing.GetProperty("code").GetString()}}", "device": "iPhone" }""");
        Assert.Equal(HttpStatusCode.OK, paired.StatusCode);

        var roll = await StaffFixture.GetAsync(owner, "/v1/staff/people");
        var listed = roll.GetProperty("phones")[0];
        Assert.Equal(("iPhone", id), (listed.GetProperty("device").GetString(), listed.GetProperty("staff").GetString()));
        Assert.False(listed.TryGetProperty("hash", out _));
        using var revoked = await owner.DeleteAsync($"/v1/staff/phones/{listed.GetProperty("id").GetString()}", StaffFixture.Stop);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.False((await StaffFixture.GetAsync(phone, "/v1/staff/me")).GetProperty("paired").GetBoolean());
    }

    [Fact]
    public async Task TheOwner_WithTheTokenFromElsewhere_MayDoTheSame()
    {
        _store.Peer = StaffFixture.Elsewhere;
        using var answer = await StaffFixture.PostAsync(
            _store.Phone(), "/v1/staff/people", """{ "name": "Mei" }""", r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConsoleFixture.Token));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/staff/people", """{ "name": " " }""", HttpStatusCode.BadRequest, "name")]
    [InlineData("/v1/staff/people/staff-7", """{ "name": "x" }""", HttpStatusCode.NotFound, "id")]
    [InlineData("/v1/staff/pairings", """{ "staff": "staff-7" }""", HttpStatusCode.BadRequest, "staff")]
    [InlineData("/v1/staff/pairings", "{}", HttpStatusCode.BadRequest, "staff")]
    [InlineData("/v1/staff/pairings", """{ "staff": "staff-1", "origin": "https://evil.example" }""", HttpStatusCode.BadRequest, "origin")]
    public async Task Changes_ThatAreWrong_SayWhatWasExpected(string path, string body, HttpStatusCode status, string field)
    {
        _store.Add("Mei");
        using var answer = await StaffFixture.PostAsync(_store.Phone(secure: false), path, body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(field, (await StaffFixture.JsonAsync(answer)).GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Pairing_WithoutHttps_SaysWhatToSet()
    {
        await using var closed = await StaffFixture.StartAsync(withDoor: false);
        closed.Add("Mei");
        using var answer = await StaffFixture.PostAsync(closed.Phone(secure: false), "/v1/staff/pairings", """{ "staff": "staff-1" }""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("console.secureUrl", await answer.Content.ReadAsStringAsync(StaffFixture.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_IsForEverybody_AndHasNoKey()
    {
        _store.Peer = StaffFixture.Elsewhere;
        var anybody = _store.Phone(secure: false);
        using var certificate = await anybody.GetAsync("/staff/ca.crt", StaffFixture.Stop);
        Assert.Equal("application/x-x509-ca-cert", certificate.Content.Headers.ContentType!.MediaType);
        var der = await certificate.Content.ReadAsByteArrayAsync(StaffFixture.Stop);
        Assert.Equal(_store.Authority.Der, der);
        Assert.Equal(_store.Authority.Fingerprint.Replace(":", "", StringComparison.Ordinal), Convert.ToHexString(SHA256.HashData(der)));

        using var profile = await anybody.GetAsync("/staff/ca.mobileconfig", StaffFixture.Stop);
        Assert.Equal("application/x-apple-aspen-config", profile.Content.Headers.ContentType!.MediaType);
        var payload = XDocument.Parse(await profile.Content.ReadAsStringAsync(StaffFixture.Stop)).Descendants("data").Single().Value;
        Assert.Equal(der, Convert.FromBase64String(payload));
    }
}
