using System.Net;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Visits;

namespace Host.Tests.Console;

public sealed class StaffEndpointsTests : IAsyncLifetime
{
    private StaffFixture _store = null!;

    public async ValueTask InitializeAsync() => _store = await StaffFixture.StartAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Pair_OverHttps_GivesACookieThatNoScriptNoPlainPageAndNoOtherSiteGets()
    {
        var staff = _store.Add("Mei");
        using var answer = await PairAsync(_store.Phone(), _store.Pairings.Make(staff)!.Code);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-staff=", cookie, StringComparison.Ordinal);
        var parts = cookie.Split("; ").Skip(1).Select(part => part.ToLowerInvariant()).ToList();
        Assert.Contains("httponly", parts);
        Assert.Contains("secure", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.Contains("path=/", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.Ordinal));
        Assert.Equal("Mei", (await StaffFixture.JsonAsync(answer)).GetProperty("staff").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Pair_OverPlainHttpFromElsewhere_IsRefusedAndTheCodeStaysGood()
    {
        var code = _store.Pairings.Make(_store.Add("Mei"))!.Code;
        _store.Peer = StaffFixture.Elsewhere;

        using var plain = await PairAsync(_store.Phone(secure: false), code);
        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.False(plain.Headers.Contains("Set-Cookie"));

        using var secure = await PairAsync(_store.Phone(), code);
        Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
    }

    [Fact]
    public async Task Cookie_OverPlainHttpFromElsewhere_LetsNobodyIn()
    {
        var staff = _store.Add("Mei");
        using var answer = await PairAsync(_store.Phone(), _store.Pairings.Make(staff)!.Code);
        var secret = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
        _store.Peer = StaffFixture.Elsewhere;
        foreach (var name in new[] { "staff", "__Host-staff" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/staff/alerts");
            request.Headers.Add("Cookie", $"{name}={secret}");
            using var plain = await _store.Phone(secure: false).SendAsync(request, StaffFixture.Stop);
            Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        }
    }

    [Fact]
    public async Task Guessing_IsHeldBack()
    {
        var code = _store.Pairings.Make(_store.Add("Mei"))!.Code;
        var phone = _store.Phone();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await PairAsync(phone, "00000-00000");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        using var held = await PairAsync(phone, code);
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Assert.Equal("60", held.Headers.GetValues("Retry-After").Single());
        Assert.Empty(_store.Book.Phones);
    }

    [Theory]
    [InlineData("GET", "/v1/staff/alerts")]
    [InlineData("GET", "/v1/staff/live")]
    [InlineData("GET", "/v1/staff/people")]
    [InlineData("POST", "/v1/staff/shift")]
    [InlineData("POST", "/v1/staff/people")]
    [InlineData("POST", "/v1/staff/pairings")]
    [InlineData("POST", "/v1/staff/alerts/00000000-0000-0000-0000-000000000000/claim")]
    [InlineData("POST", "/v1/staff/members/m-1/withdraw")]
    public async Task Anybody_InTheStoresNetwork_SeesAndDoesNothing(string method, string path)
    {
        _store.Peer = StaffFixture.Elsewhere;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;

        using var answer = await _store.Phone().SendAsync(request, StaffFixture.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/staff/people")]
    [InlineData("POST", "/v1/staff/people")]
    [InlineData("POST", "/v1/staff/pairings")]
    [InlineData("DELETE", "/v1/staff/phones/x")]
    public async Task APhone_IsNotTheOwner(string method, string path)
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        _store.Peer = StaffFixture.Elsewhere;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;

        using var answer = await phone.SendAsync(request, StaffFixture.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Actions_FromAPageOfAnotherPlace_AreRefusedDespiteTheCookie()
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        _store.Peer = StaffFixture.Elsewhere;
        var alert = await _store.ArriveAsync();

        using var cross = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{alert}/claim", "{}", r => r.Headers.Add("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, cross.StatusCode);
        Assert.Equal("new", _store.Alerts.Open[0].State);

        using var own = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{alert}/claim", "{}", r => r.Headers.Add("Origin", _store.SecureUrl));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Alert_IsClaimedByOne_AndTheOtherIsToldWhoHasIt()
    {
        var (mei, first) = await _store.PairedAsync("Mei");
        var (_, second) = await _store.PairedAsync("Li");
        var alert = await _store.ArriveAsync();

        using var claimed = await StaffFixture.PostAsync(first, $"/v1/staff/alerts/{alert}/claim", "{}");
        using var late = await StaffFixture.PostAsync(second, $"/v1/staff/alerts/{alert}/claim", "{}");

        Assert.Equal(HttpStatusCode.OK, claimed.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var told = await StaffFixture.JsonAsync(late);
        Assert.Equal("taken", told.GetProperty("result").GetString());
        Assert.Equal(mei, told.GetProperty("by").GetString());
        var view = await StaffFixture.GetAsync(second, "/v1/staff/alerts");
        var card = view.GetProperty("alerts")[0];
        Assert.Equal((mei, "Mei"), (card.GetProperty("claimedBy").GetString(), view.GetProperty("names").GetProperty(mei).GetString()));
        Assert.Equal(["Longjing tea 250 g: 3", "Tea cups, set of 4: 0", "Mooncake: "], card.GetProperty("usual").EnumerateArray().Select(g => $"{g.GetProperty("name")}: {g.GetProperty("onShelf")}"));
        Assert.Equal("face", card.GetProperty("consent").GetString());
    }

    [Fact]
    public async Task Note_SentTwiceBecauseItsAnswerWasLost_IsKeptOnce()
    {
        var (mei, phone) = await _store.PairedAsync("Mei");
        var alert = await _store.ArriveAsync();
        var body = $$"""{ "id": "{{Guid.NewGuid()}}", "text": "Asked for the spring harvest." }""";

        using var first = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{alert}/notes", body);
        using var again = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{alert}/notes", body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(mei, Assert.Single(_store.Alerts.Open[0].Notes, note => note.Text == "Asked for the spring harvest.").Who);
    }

    [Theory]
    [InlineData("snooze", """{ "minutes": 0 }""", HttpStatusCode.BadRequest)]
    [InlineData("snooze", """{ "minutes": 5 }""", HttpStatusCode.OK)]
    [InlineData("dismiss", """{ "reason": "ugly" }""", HttpStatusCode.BadRequest)]
    [InlineData("dismiss", """{ "reason": "not_this_person" }""", HttpStatusCode.OK)]
    [InlineData("notes", """{ "text": "  " }""", HttpStatusCode.BadRequest)]
    [InlineData("claim", """{ "id": "7" }""", HttpStatusCode.BadRequest)]
    [InlineData("claim", """{ "staff": "staff-9" }""", HttpStatusCode.BadRequest)]
    [InlineData("claim", "nonsense", HttpStatusCode.BadRequest)]
    public async Task Actions_ThatAreWrong_SayWhatWasExpected(string action, string body, HttpStatusCode expected)
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        var alert = await _store.ArriveAsync();

        using var answer = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{alert}/{action}", body);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, (await StaffFixture.JsonAsync(answer)).GetProperty("errors").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Alert_ThatIsNone_Is404()
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        foreach (var id in new[] { "7", Guid.NewGuid().ToString() })
        {
            using var answer = await StaffFixture.PostAsync(phone, $"/v1/staff/alerts/{id}/claim", "{}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Withdraw_IsInTheNameOfWhoTookIt_AndGivesAReceipt()
    {
        var (mei, phone) = await _store.PairedAsync("Mei");
        await _store.ArriveAsync();

        using var answer = await StaffFixture.PostAsync(phone, "/v1/staff/members/m-1/withdraw", "{}");
        Assert.Equal("7f3a-0001", (await StaffFixture.JsonAsync(answer)).GetProperty("number").GetString());
        Assert.Equal([("m-1", mei)], _store.Withdrawn);
        Assert.Empty(_store.Alerts.Open);

        using var again = await StaffFixture.PostAsync(phone, "/v1/staff/members/m-1/withdraw", "{}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Live_PushesAnArrivalWithoutWaiting_AndEndsWithTheRevokedPhone()
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        using var answer = await phone.GetAsync("/v1/staff/live", HttpCompletionOption.ResponseHeadersRead, StaffFixture.Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(StaffFixture.Stop));
        Assert.Equal(0, (await NextAsync(reader, "staff")).GetProperty("alerts").GetArrayLength());

        await _store.ArriveAsync("m-2", RecognisedBy.Qr);
        var card = (await NextAsync(reader, "staff")).GetProperty("alerts")[0];
        Assert.Equal(("Ms Lin", "qr", "none"), (card.GetProperty("name").GetString(), card.GetProperty("how").GetString(), card.GetProperty("consent").GetString()));

        _store.Book.Revoke(_store.Book.Phones[0].Id);
        await NextAsync(reader, "revoked");
        Assert.Equal("", (await reader.ReadToEndAsync(StaffFixture.Stop)).Trim());
        _store.Peer = StaffFixture.Elsewhere;
        using var after = await phone.GetAsync("/v1/staff/alerts", StaffFixture.Stop);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    [Fact]
    public async Task Shift_OfThisPhone_DecidesWhoIsAsked()
    {
        var (mei, phone) = await _store.PairedAsync("Mei");
        using var on = await StaffFixture.PostAsync(phone, "/v1/staff/shift", """{ "on": true }""");
        Assert.Equal([mei], (await StaffFixture.JsonAsync(on)).GetProperty("onShift").EnumerateArray().Select(id => id.GetString()));

        await _store.ArriveAsync("m-2");
        Assert.Equal(mei, _store.Alerts.Open[0].OfferedTo);

        using var off = await StaffFixture.PostAsync(phone, "/v1/staff/shift", """{ "on": false }""");
        Assert.Null(_store.Alerts.Open[0].OfferedTo);
    }

    [Fact]
    public async Task Me_SaysWhetherAPhoneIsPaired_AndUnpairEndsIt()
    {
        var (_, phone) = await _store.PairedAsync("Mei");
        Assert.True((await StaffFixture.GetAsync(phone, "/v1/staff/me")).GetProperty("paired").GetBoolean());
        Assert.False((await StaffFixture.GetAsync(_store.Phone(), "/v1/staff/me")).GetProperty("paired").GetBoolean());

        using var left = await StaffFixture.PostAsync(phone, "/v1/staff/unpair", "{}");

        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.False((await StaffFixture.GetAsync(phone, "/v1/staff/me")).GetProperty("paired").GetBoolean());
        Assert.Empty(_store.Book.Phones);
        _store.Peer = StaffFixture.Elsewhere;
        Assert.False((await StaffFixture.GetAsync(_store.Phone(secure: false), "/v1/staff/me")).GetProperty("secure").GetBoolean());
    }

    [Fact]
    public async Task TheOwner_AtTheGateway_SeesTheAlertsButAnswersNone()
    {
        var alert = await _store.ArriveAsync();
        var owner = _store.Phone(secure: false);

        Assert.Equal(1, (await StaffFixture.GetAsync(owner, "/v1/staff/alerts")).GetProperty("alerts").GetArrayLength());
        using var claim = await StaffFixture.PostAsync(owner, $"/v1/staff/alerts/{alert}/claim", "{}");
        Assert.Equal(HttpStatusCode.Forbidden, claim.StatusCode);
    }

    private static Task<HttpResponseMessage> PairAsync(HttpClient phone, string code) => StaffFixture.PostAsync(phone, "/v1/staff/pair", $$"""{ "code": "{{code}}", "device": "test" }""");

    private static async Task<JsonElement> NextAsync(StreamReader reader, string name)
    {
        while (await reader.ReadLineAsync(StaffFixture.Stop) is { } line)
        {
            if (line == $"event: {name}")
            {
                var data = await reader.ReadLineAsync(StaffFixture.Stop);
                return JsonDocument.Parse(data!["data: ".Length..]).RootElement;
            }
        }

        throw new EndOfStreamException(name);
    }
}
