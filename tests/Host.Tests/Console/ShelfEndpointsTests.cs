using System.Net;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Shelves.Live;

namespace Host.Tests.Console;

public sealed class ShelfEndpointsTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private ConsoleFixture _console = null!;
    private ShelvesView _shelves = ShelvesView.Empty;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleFixture.StartAsync(
        fixture => new ShelfEndpoints(Shelves, Trace, 1, fixture.Clock, _stop.Token).Routes, withToken: false, Stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _console.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Shelves_AreShownAsThePageNeedsThem()
    {
        Show(Plate("1322.0"));

        using var document = JsonDocument.Parse(await _console.Client.GetStringAsync(new Uri("/v1/shelves", UriKind.Relative), Stop));

        Assert.Equal(
            """
            {"source":"file","version":"spring","appliedAt":"2026-11-21T10:00:00+00:00","errors":[{"path":"plates","message":"is missing"}]}
            """.Trim(),
            document.RootElement.GetProperty("planogram").GetRawText());
        Assert.Equal(
            """
            {"plate":"a1","device":"plate-1","name":"Drinks","state":"ready","grams":"1322.0","capacityGrams":"10000.0","fill":0.132,"noiseGrams":"0.05","driftGrams":"0.0","celsius":null,"items":[{"sku":"1","name":"Cola","count":4,"counted":true,"unitGrams":"330.50","low":2,"isLow":false}],"confidence":0.98,"lastEvent":{"at":"2026-11-21T10:31:00+00:00","kind":"taken","sku":"1","name":"Cola","count":1,"grams":"-330.4","confidence":0.98,"candidates":[{"explanation":0,"sku":"2","count":-2,"probability":0.02}]},"calibration":null,"reason":null}
            """.Trim(),
            document.RootElement.GetProperty("plates")[0].GetRawText());
    }

    [Fact]
    public async Task Trace_IsPairsOfMillisecondsAndGrams_AndUnknownPlatesAreNotFound()
    {
        Assert.Equal(
            """{"points":[[1795257000000,"12.3"],[1795257000100,"-0.5"]]}""",
            await _console.Client.GetStringAsync(new Uri("/v1/shelves/plates/a1/trace", UriKind.Relative), Stop));

        using var missing = await _console.Client.GetAsync(new Uri("/v1/shelves/plates/zz/trace", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Live_SendsChanges_AndABeatWhereThereAreNone()
    {
        using var answer = await _console.Client.GetAsync(new Uri("/v1/shelves/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("shelves", (await NextAsync(reader)).Name);

        Show(Plate("1322.0"));
        Assert.Contains("1322.0", (await NextAsync(reader)).Data, StringComparison.Ordinal);
        Assert.Equal("beat", (await NextAsync(reader)).Name);

        using var second = await _console.Client.GetAsync(new Uri("/v1/shelves/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    private static PlateView Plate(string grams) => new(
        "a1", "plate-1", "Drinks", PlateStates.Ready, grams, "10000.0", 0.132, "0.05", "0.0", null,
        [new PlateItemView("1", "Cola", 4, true, "330.50", 2, false)],
        0.98,
        new PlateEventView(new DateTimeOffset(2026, 11, 21, 10, 31, 0, TimeSpan.Zero), "taken", "1", "Cola", 1, "-330.4", 0.98, [new PlateCandidateView(0, "2", -2, 0.02)]),
        null);

    private static IReadOnlyList<TracePoint>? Trace(string plate) => plate == "a1"
        ? [new TracePoint(DateTimeOffset.FromUnixTimeMilliseconds(1795257000000), 12.3m), new TracePoint(DateTimeOffset.FromUnixTimeMilliseconds(1795257000100), -0.5m)]
        : null;

    private ShelvesView Shelves()
    {
        lock (_gate)
        {
            return _shelves;
        }
    }

    private void Show(PlateView plate)
    {
        lock (_gate)
        {
            _shelves = new ShelvesView(
                new PlanogramView(PlanogramSource.File, "spring", new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), [new PlanogramMistake("plates", "is missing")]), [plate]);
        }
    }

    /// <summary>The next event, the console's clock going on until there is one.</summary>
    private async Task<(string Name, string Data)> NextAsync(StreamReader reader)
    {
        var (name, next) = ("", reader.ReadLineAsync(Stop).AsTask());
        while (true)
        {
            while (!next.IsCompleted)
            {
                _console.Clock.Advance(TimeSpan.FromMilliseconds(250));
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop));
            }

            var line = await next ?? throw new EndOfStreamException();
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (name, line[6..]);
            }

            next = reader.ReadLineAsync(Stop).AsTask();
        }
    }
}
