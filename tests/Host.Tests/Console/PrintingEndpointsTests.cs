using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Printing;

namespace Host.Tests.Console;

public sealed class PrintingEndpointsTests : IAsyncLifetime
{
    private readonly ScriptedPrinter _till = new("till-1");
    private readonly ScriptedPrinter _back = new("till-2");
    private PrintingFixture _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await PrintingFixture.StartAsync(false, (_till, "Till 1", "till"), (_back, null, "till"));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Job_SubmittedTwiceWithOneId_IsPrintedOnceAndItsOutcomeCanBeWaitedFor()
    {
        var id = Guid.NewGuid();
        var body = new { id, template = "receipt", data = PrintingFixture.Sample("receipt"), culture = "en", printer = "till-1", who = "Ann" };
        Assert.Equal(HttpStatusCode.OK, (await _shop.PostAsync("jobs", body)).Status);
        var job = await WaitAsync(id);
        Assert.Equal(HttpStatusCode.OK, (await _shop.PostAsync("jobs", body)).Status);

        Assert.Equal(("printed", "till-1", "console", "Ann"), (Text(job, "state"), Text(job, "printer"), Text(job, "source"), Text(job, "who")));
        Assert.Equal(["receipt"], _till.Came);
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.PostAsync("jobs", new { id, template = "test-page", printer = "till-1", data = PrintingFixture.Sample("test-page") })).Status);
    }

    [Fact]
    public async Task Job_ThatAPersonIsAskedAbout_IsAnsweredOnceAndReprintedWithTheMark()
    {
        _till.Outcome = PrintOutcome.Unknown;
        var id = await SubmitAsync("till-1");
        Assert.Equal("unknown", Text(await WaitAsync(id), "state"));
        Assert.Equal(1, (await _shop.GetAsync("")).GetProperty("asking").GetInt32());
        _till.Outcome = PrintOutcome.Printed;

        var (status, body) = await _shop.PostAsync($"jobs/{id}/answer", new { answer = "reprint", who = "Ann", attempts = 1 });
        Assert.Equal((HttpStatusCode.OK, "reprint"), (status, Text(body.GetProperty("job"), "answer")));
        Assert.Equal("printed", Text(await WaitAsync(id), "state"));
        Assert.Equal(["test-page", "test-page!"], _till.Came);
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.PostAsync($"jobs/{id}/answer", new { answer = "reprint", who = "Bo", attempts = 1 })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _shop.PostAsync($"jobs/{Guid.NewGuid()}/answer", new { answer = "cancel" })).Status);
    }

    [Theory]
    [InlineData("jobs", """{"template":"recipt","printer":"till-1"}""", HttpStatusCode.BadRequest, "template")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-1","data":{}}""", HttpStatusCode.BadRequest, "data")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-9"}""", HttpStatusCode.BadRequest, "printer")]
    [InlineData("jobs", """{"template":"receipt","role":"kitchen"}""", HttpStatusCode.BadRequest, "role")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-1","copies":0}""", HttpStatusCode.BadRequest, "copies")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-1","copies":1.5}""", HttpStatusCode.BadRequest, "copies")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-1","id":"1"}""", HttpStatusCode.BadRequest, "id")]
    [InlineData("jobs", """{"template":"receipt","printer":"till-1","expiresAt":"2020-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "expiresAt")]
    [InlineData("jobs", """{"templat":"receipt"}""", HttpStatusCode.BadRequest, "templat")]
    [InlineData("jobs/x/answer", """{"answer":"cancel"}""", HttpStatusCode.BadRequest, "id")]
    [InlineData("jobs/00000000-0000-0000-0000-000000000001/answer", """{"answer":"perhaps"}""", HttpStatusCode.BadRequest, "answer")]
    [InlineData("preview", """{"template":"receipt","printer":"till-1","data":{"lines":3}}""", HttpStatusCode.BadRequest, "data")]
    [InlineData("drawer", """{"printer":"till-9"}""", HttpStatusCode.NotFound, "printer")]
    [InlineData("drawer", """{"printer":"till-1","pin":4}""", HttpStatusCode.BadRequest, "pin")]
    public async Task Request_ThatDoesNotFit_NamesTheFieldAndPrintsNothing(string path, string body, HttpStatusCode expected, string field)
    {
        var (status, answer) = await _shop.PostAsync(path, body);

        Assert.Equal(expected, status);
        Assert.Contains(answer.GetProperty("errors").EnumerateArray(), error => Text(error, "path") == field);
        Assert.Empty(_shop.Desk.Jobs());
        Assert.Empty(_till.Came);
    }

    [Fact]
    public async Task Preview_IsAPictureThatMayDoNothing()
    {
        var body = JsonSerializer.Serialize(new { template = "receipt", data = PrintingFixture.Sample("receipt"), culture = "en", printer = "till-1" });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _shop.Console.Client.PostAsync("/v1/printing/preview", content, Stop);
        var id = await SubmitAsync("till-1");
        using var ofJob = await _shop.Console.Client.GetAsync($"/v1/printing/jobs/{id}/preview", Stop);

        Assert.All([answer, ofJob], picture =>
        {
            Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
            Assert.Contains("sandbox", string.Concat(picture.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        });
        Assert.StartsWith("<svg", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drawer_IsOpenedAtOnce()
    {
        Assert.Equal(HttpStatusCode.OK, (await _shop.PostAsync("drawer", new { printer = "till-1", pin = 5 })).Status);
        Assert.Equal(["drawer"], _till.Came);
        _till.Unreachable = "cable out";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _shop.PostAsync("drawer", new { printer = "till-1" })).Status);
    }

    [Fact]
    public async Task Change_FromAnotherMachineWithoutAToken_IsRefusedAndLookingIsNot()
    {
        _shop.Console.Peer = IPAddress.Parse("192.168.1.77");

        Assert.Equal(HttpStatusCode.Forbidden, (await _shop.PostAsync("jobs", new { template = "test-page", printer = "till-1" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _shop.PostAsync("drawer", new { printer = "till-1" })).Status);
        Assert.Equal(2, (await _shop.GetAsync("")).GetProperty("printers").GetArrayLength());
        Assert.Empty(_till.Came);
    }

    [Fact]
    public async Task Live_TellsAtOnceAndWhenAJobHasMoved()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/printing/live");
        using var answer = await _shop.Console.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("event: printing", await reader.ReadLineAsync(Stop));
        using var first = JsonDocument.Parse((await reader.ReadLineAsync(Stop))!["data: ".Length..]);
        Assert.Equal(("till-1", "Till 1"), (Text(first.RootElement.GetProperty("printers")[0], "id"), Text(first.RootElement.GetProperty("printers")[0], "name")));
        await WaitAsync(await SubmitAsync("till-1"));
        await _shop.Console.Clock.WhenArmedAsync(1, Stop);
        _shop.Console.Clock.Advance(TimeSpan.FromSeconds(1));
        await reader.ReadLineAsync(Stop);

        Assert.Equal("event: printing", await reader.ReadLineAsync(Stop));
        using var second = JsonDocument.Parse((await reader.ReadLineAsync(Stop))!["data: ".Length..]);
        Assert.Equal("printed", Text(second.RootElement.GetProperty("jobs")[0], "state"));
    }

    private async Task<Guid> SubmitAsync(string printer)
    {
        var (status, body) = await _shop.PostAsync("jobs", new { template = "test-page", data = PrintingFixture.Sample("test-page"), printer });
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("job").GetProperty("id").GetGuid();
    }

    private async Task<JsonElement> WaitAsync(Guid id)
    {
        await _shop.Desk.WaitForOutcomeAsync(id, Stop);
        return await _shop.GetAsync($"/jobs/{id}");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
