using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Stocktake;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

public sealed class StocktakeEndpointsTests : IAsyncLifetime
{
    private const string Ean = "4006381333931";

    private readonly TemporaryFolder _folder = new();
    private readonly List<EventDraft> _kept = [];
    private ConsoleFixture _console = null!;
    private Stocktake _stocktake = null!;
    private bool _refuses;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleFixture.StartAsync(Routes, withToken: false, Stop);

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _stocktake.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Session_FromBeginToClose_AnswersWhatIsOnTheDisk()
    {
        var (id, began) = await BeginAsync();
        Assert.Equal(("open", "Floor", "Ann"), (Text(began, "state"), Text(began, "location"), Text(began, "counter")));
        await PostAsync($"/{id}/scans", new { code = Ean });
        await PostAsync($"/{id}/scans", new { code = Ean, quantity = 5 });
        var (_, set) = await PostAsync($"/{id}/lines/SHELF%2F7", new { quantity = 3 });
        Assert.Equal(["SHELF/7", Ean], Session(set).GetProperty("lines").EnumerateArray().Select(line => Text(line, "sku")));
        var (_, undone) = await PostAsync($"/{id}/undo", new { });
        Assert.Equal(6, Session(undone).GetProperty("pieces").GetInt64());

        var (status, closed) = await PostAsync($"/{id}/close", new { });
        Assert.Equal((HttpStatusCode.OK, "closed"), (status, Text(Session(closed), "state")));
        using var data = JsonDocument.Parse(Assert.Single(_kept).Data);
        Assert.Equal((Ean, 6L), (Text(data.RootElement, "sku"), data.RootElement.GetProperty("counted").GetInt64()));
        using var all = JsonDocument.Parse(await _console.Client.GetStringAsync($"/v1/stocktake/sessions/{id}", Stop));
        Assert.Equal("closed", Text(all.RootElement, "state"));
    }

    [Theory]
    [InlineData("/scans", """{"code":"4006381333932"}""", HttpStatusCode.BadRequest, "code")]
    [InlineData("/scans", """{"code":"  "}""", HttpStatusCode.BadRequest, "code")]
    [InlineData("/scans", """{"code":"A","quantity":0}""", HttpStatusCode.BadRequest, "quantity")]
    [InlineData("/scans", """{"code":"A","quantity":1.5}""", HttpStatusCode.BadRequest, "quantity")]
    [InlineData("/scans", """{"code":"A","id":"1"}""", HttpStatusCode.BadRequest, "id")]
    [InlineData("/scans", """{"cod":"A"}""", HttpStatusCode.BadRequest, "cod")]
    [InlineData("/lines/A", """{}""", HttpStatusCode.BadRequest, "quantity")]
    [InlineData("/lines/A", """{"quantity":-1}""", HttpStatusCode.BadRequest, "quantity")]
    [InlineData("/lines/A", """{"quantity":1,"unit":"kg"}""", HttpStatusCode.BadRequest, "unit")]
    [InlineData("/undo", """{}""", HttpStatusCode.Conflict, "")]
    public async Task Request_ThatDoesNotFit_NamesTheFieldAndChangesNothing(string path, string body, HttpStatusCode expected, string field)
    {
        var (id, _) = await BeginAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _console.Client.PostAsync($"/v1/stocktake/sessions/{id}{path}", content, Stop);

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal((expected, field), (answer.StatusCode, Text(json.RootElement.GetProperty("errors")[0], "path")));
        Assert.Empty(_stocktake.Find(id)!.Lines);
    }

    [Fact]
    public async Task Scan_SentAgainWithItsId_CountsOnce()
    {
        var (id, _) = await BeginAsync();
        var request = new { code = Ean, quantity = 2, id = Guid.NewGuid().ToString() };
        await PostAsync($"/{id}/scans", request);

        Assert.Equal(2, Session((await PostAsync($"/{id}/scans", request)).Body).GetProperty("pieces").GetInt64());
    }

    [Fact]
    public async Task Session_OfTheSameScanner_IsAConflict()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("", new { location = "A", counter = "Ann", scanner = "scanner-1" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("", new { location = "B", counter = "Bo", scanner = "scanner-1" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("", new { location = "B", counter = "Bo", scanner = "scanner-9" })).Status);
        using var state = JsonDocument.Parse(await _console.Client.GetStringAsync("/v1/stocktake", Stop));
        Assert.Equal(Text(state.RootElement.GetProperty("sessions")[0], "id"), Text(state.RootElement.GetProperty("scanners")[0], "session"));
    }

    [Fact]
    public async Task Close_WhileTheOutboxRefuses_Is503AndSaysThatTheCountIsKept()
    {
        var (id, _) = await BeginAsync();
        await PostAsync($"/{id}/scans", new { code = Ean });
        _refuses = true;

        var (status, body) = await PostAsync($"/{id}/close", new { });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "closing"), (status, Text(Session(body), "state")));
        Assert.Contains("kept here", Text(body.GetProperty("errors")[0], "message"), StringComparison.Ordinal);
        _refuses = false;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"/{id}/close", new { })).Status);
        Assert.Single(_kept);
    }

    [Fact]
    public async Task Change_FromAnotherMachineWithoutAToken_IsRefusedAndLookingIsNot()
    {
        _console.Peer = IPAddress.Parse("192.168.1.77");

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("", new { location = "A", counter = "Ann" })).Status);
        using var look = await _console.Client.GetAsync("/v1/stocktake", Stop);
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        Assert.Empty(_stocktake.Sessions());
    }

    [Fact]
    public async Task Live_SendsTheStateAtOnceAndWhenSomethingIsCounted()
    {
        using var answer = await _console.Client.GetAsync("/v1/stocktake/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal(0, await SessionsAsync(reader));
        var (id, _) = await BeginAsync();
        var next = SessionsAsync(reader);
        while (!next.IsCompleted)
        {
            _console.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal(1, await next);
        Assert.NotNull(id);
    }

    private static async Task<int> SessionsAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(line["data: ".Length..]);
                return json.RootElement.GetProperty("sessions").GetArrayLength();
            }
        }

        throw new EndOfStreamException();
    }

    private IReadOnlyList<ConsoleRoute> Routes(ConsoleFixture console)
    {
        _stocktake = Stocktake.Open(
            Path.Combine(_folder.Path, "stocktake.db"), new ScanDecoder(LabelLayouts.None), new StocktakeOptions(), KeepAsync, console.Clock, NullLogger<Stocktake>.Instance);
        return new StocktakeEndpoints(_stocktake, () => ["scanner-1", "scanner-2"], 4, console.Clock, Stop).Routes;
    }

    private ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        if (_refuses)
        {
            throw new OutboxFullException("the cap is reached");
        }

        _kept.AddRange(events);
        return ValueTask.CompletedTask;
    }

    private async Task<(string Id, JsonElement Session)> BeginAsync()
    {
        var (_, body) = await PostAsync("", new { location = "Floor", counter = "Ann" });
        return (Text(Session(body), "id"), Session(body));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var answer = await _console.Client.PostAsJsonAsync($"/v1/stocktake/sessions{path}", body, Stop);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement);
    }

    private static JsonElement Session(JsonElement body) => body.GetProperty("session");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
