using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;

namespace Host.Tests.Console;

public sealed class ChangeGateTests : IAsyncLifetime
{
    private static readonly IPAddress s_elsewhere = IPAddress.Parse("192.168.1.77");

    private readonly List<string> _taken = [];
    private ConsoleFixture _console = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await StartAsync(withToken: true);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Post_FromThisMachine_IsTaken()
    {
        using var answer = await _console.Client.SendAsync(Post("{\"a\":1}"), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["POST 7 {\"a\":1}"], _taken);
    }

    [Fact]
    public async Task Post_FromElsewhere_NeedsTheToken()
    {
        _console.Peer = s_elsewhere;

        using var without = await _console.Client.SendAsync(Post("{}"), Stop);
        using var wrong = await _console.Client.SendAsync(Post("{}", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "another-token-of-the-test")), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Contains("console.tokenFile", await MessageAsync(without), StringComparison.Ordinal);
        Assert.Empty(_taken);

        using var right = await _console.Client.SendAsync(Post("{}", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConsoleFixture.Token)), Stop);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Post_ThroughAProxyAtThisMachine_IsNotFromThisMachine()
    {
        using var answer = await _console.Client.SendAsync(Post("{}", request => request.Headers.Add("X-Forwarded-For", "203.0.113.9")), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(_taken);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("file://", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task Post_FromAPageOfAnotherPlace_IsRefusedEvenAtThisMachine(string origin, HttpStatusCode expected)
    {
        var own = _console.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var answer = await _console.Client.SendAsync(Post("{}", request => request.Headers.Add("Origin", origin == "own" ? own : origin)), Stop);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, _taken.Count);
    }

    [Fact]
    public async Task Post_OfABrowserForAnotherPage_IsRefusedWithoutOriginToo()
    {
        using var answer = await _console.Client.SendAsync(Post("{}", request => request.Headers.Add("Sec-Fetch-Site", "cross-site")), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    public async Task Post_OfWhatAFormCanSend_IsRefused(string type, HttpStatusCode expected)
    {
        using var answer = await _console.Client.SendAsync(Post("{}", request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type)), Stop);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(ChangeGate.MaxBodyLength, false, HttpStatusCode.OK)]
    [InlineData(ChangeGate.MaxBodyLength - 1024, true, HttpStatusCode.OK)]
    [InlineData(ChangeGate.MaxBodyLength + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(ChangeGate.MaxBodyLength + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_LongerThanItsBound_Is413(int length, bool chunked, HttpStatusCode expected)
    {
        using var answer = await _console.Client.SendAsync(Post(new string('x', length), request => request.Headers.TransferEncodingChunked = chunked), Stop);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, _taken.Count);
    }

    [Fact]
    public async Task Delete_NeedsPermissionAndNoBody()
    {
        using var here = await _console.Client.DeleteAsync("/v1/things/a%2Fb", Stop);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Equal(["DELETE a/b"], _taken);

        _console.Peer = s_elsewhere;
        using var elsewhere = await _console.Client.DeleteAsync("/v1/things/7", Stop);
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Get_IsForEverybody()
    {
        _console.Peer = s_elsewhere;

        Assert.Equal("[]", await _console.Client.GetStringAsync("/v1/things", Stop));
    }

    [Theory]
    [InlineData("GET", "/v1/things/7", "POST, DELETE")]
    [InlineData("PUT", "/v1/things/7", "POST, DELETE")]
    [InlineData("OPTIONS", "/v1/things/7", "POST, DELETE")]
    [InlineData("POST", "/v1/things", "GET")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task AnotherMethod_Is405WithThoseThatAre(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _console.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("POST", "/v1/things/")]
    [InlineData("POST", "/v1/things/7/8")]
    [InlineData("DELETE", "/v1/nothing")]
    public async Task APathThatIsNone_Is404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _console.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Permission_SaysWhatIsMissing()
    {
        Assert.Equal((true, "local"), await PermissionAsync(_console, null));
        _console.Peer = s_elsewhere;
        Assert.Equal((false, "needs-token"), await PermissionAsync(_console, null));
        Assert.Equal((false, "wrong-token"), await PermissionAsync(_console, "another-token-of-the-test"));
        Assert.Equal((true, "token"), await PermissionAsync(_console, ConsoleFixture.Token));

        await using var untold = await StartAsync(withToken: false);
        untold.Peer = s_elsewhere;
        Assert.Equal((false, "local-only"), await PermissionAsync(untold, ConsoleFixture.Token));
        untold.Peer = IPAddress.Parse("::ffff:127.0.0.1");
        Assert.Equal((true, "local"), await PermissionAsync(untold, null));
    }

    private static HttpRequestMessage Post(string body, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/things/7") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        change?.Invoke(request);
        return request;
    }

    private static async Task<string> MessageAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString()!;
    }

    private static async Task<(bool Allowed, string Reason)> PermissionAsync(ConsoleFixture console, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/permission");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await console.Client.SendAsync(request, Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return (json.RootElement.GetProperty("allowed").GetBoolean(), json.RootElement.GetProperty("reason").GetString()!);
    }

    private Task<ConsoleFixture> StartAsync(bool withToken) => ConsoleFixture.StartAsync(
        _ =>
        [
            new("GET", "/v1/things", r => ConsoleAnswer.SendAsync(r.Response, "[]"u8.ToArray())),
            new("POST", "/v1/things/{id}", r => TakeAsync(r, $"POST {r["id"]} {Encoding.UTF8.GetString(r.Body.Span)}")),
            new("DELETE", "/v1/things/{id}", r => TakeAsync(r, $"DELETE {r["id"]}")),
        ],
        withToken,
        Stop);

    private Task TakeAsync(ConsoleRequest request, string what)
    {
        _taken.Add(what);
        return ConsoleAnswer.SendAsync(request.Response, "{}"u8.ToArray());
    }
}
