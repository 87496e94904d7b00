using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

public sealed class ShelvesPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Plates = """
        {"planogram":{"source":"file","version":"3","appliedAt":"2026-11-21T08:00:00Z","errors":[]},"plates":[
          {"plate":"A1","device":"a1","name":"A1","state":"needs_calibration","grams":"4620.3","capacityGrams":"10000","fill":0.46,"noiseGrams":"0.06","driftGrams":"41.3","celsius":"23.4",
           "items":[{"sku":"cola","name":"Cola <b>330</b>","count":2,"counted":true,"unitGrams":"330.1","low":3,"isLow":true}],"confidence":0.998,
           "lastEvent":{"at":"2026-11-21T10:30:00Z","kind":"taken","sku":"cola","name":"Cola <b>330</b>","count":2,"grams":"-660.2","confidence":0.998,"candidates":[]},"calibration":null,"reason":"drift"},
          {"plate":"B1","device":"b1","name":"B1","state":"offline","grams":null,"capacityGrams":null,"fill":null,"noiseGrams":null,"driftGrams":null,"celsius":null,"items":[],"confidence":null,"lastEvent":null,
           "calibration":null,"reason":null}]}
        """;

    private static readonly Dictionary<string, string> s_english = JsonSerializer.Deserialize<Dictionary<string, string>>(PageFile.LoadAll()["/strings/en.json"].Bytes)!;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private ConsoleFixture _console = null!;
    private CalibrationDesk _desk = null!;
    private Task _feeding = Task.CompletedTask;
    private double _load;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleFixture.StartAsync(
        fixture =>
        {
            // The page's time is real; the plate lives twenty times as fast, so that three quiet seconds are soon over.
            _desk = new CalibrationDesk(
                new CalibrationStore(Path.Combine(_folder.Path, "calibrations.json"), fixture.Time, NullLogger.Instance),
                new LearntWeightStore(Path.Combine(_folder.Path, "weights.json"), fixture.Time, NullLogger.Instance),
                plate => plate == "A1" ? new PlateFacts("A1", 10_000m, null, [new PlanogramItem("cola", 330, 1.5)]) : null,
                fixture.Time);
            _feeding = FeedAsync();
            var streams = new EventStreams(4, _stop.Token);
            return
            [
                .. new CalibrationEndpoints(_desk).Routes,
                new("GET", "/v1/shelves/plates/{plate}/trace", r => ConsoleAnswer.SendAsync(r.Response, Trace())),
                new("GET", "/v1/shelves/live", r => streams.WriteAsync(r.Context, FollowAsync)),
            ];
        },
        withToken: true,
        Stop,
        realTime: true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding;
        await _console.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void EveryRefusalThatAPersonCanMeet_HasWords() => Assert.All(
        typeof(CalibrationRefusalReason).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"shelves.refused.{field.GetRawConstantValue()}")
            .Except(["shelves.refused.no_plate", "shelves.refused.no_sku", "shelves.refused.no_weight"]),
        key => Assert.Contains(key, s_english.Keys));

    [Theory]
    [InlineData("shelves.state.", "ready", "busy", "waiting", "disturbed", "uncalibrated", "needs_calibration", "offline")]
    [InlineData("shelves.event.", "taken", "returned", "ambiguous", "disturbed", "counted")]
    [InlineData("shelves.reason.", "no_calibration", "noise", "drift", "start_load")]
    [InlineData("shelves.planogram.", "none", "file", "headquarters")]
    [InlineData("shelves.at.", "silent", "waiting", "fault", "saturated", "moving", "noisy", "noise", "steady")]
    public void EveryStateAndSource_HasWords(string prefix, params string[] names) => Assert.All(names, name => Assert.Contains(prefix + name, s_english.Keys));

    [Theory]
    [InlineData("en", 1440, "Needs calibration", "2 × Cola <b>330</b> taken", "99.8%")]
    [InlineData("zh-CN", 390, "需要校准", "取走 2 件 Cola <b>330</b>", "99.8%")]
    [InlineData("zh-TW", 390, "需要校準", "取走 2 件 Cola <b>330</b>", "99.8%")]
    public async Task Board_ShowsPlatesGoodsAndEvents_InTheReadersLanguage(string language, int width, string state, string last, string sure)
    {
        await browser.OpenAsync($"{_console.Client.BaseAddress}shelves", language, width, Stop);

        var card = (await browser.UntilAsync("document.querySelector('.plate.is-needs_calibration')?.innerText", Stop)).GetValue<string>();

        Assert.All(new[] { "A1", state, last, sure, "46%" }, text => Assert.Contains(text, card, StringComparison.Ordinal));
        Assert.Equal(2, (await browser.UntilAsync("document.querySelectorAll('.shelf').length", Stop)).GetValue<int>());
        Assert.Equal("46%", (await browser.UntilAsync("document.querySelector('.level').style.height", Stop)).GetValue<string>());
        Assert.True((await browser.UntilAsync("document.documentElement.scrollWidth <= innerWidth", Stop)).GetValue<bool>());
        Assert.Empty(browser.Mistakes);
    }

    [Fact]
    public async Task Plate_IsCalibratedStepByStep_AndRefusalsAreSaidInTheReadersLanguage()
    {
        await browser.OpenAsync($"{_console.Client.BaseAddress}shelves#plate=A1", "zh-CN", 390, Stop);
        Assert.Contains("零点漂移过大", (await browser.UntilAsync("document.getElementById('plate-why').innerText", Stop)).GetValue<string>(), StringComparison.Ordinal);
        await browser.UntilAsync("document.getElementById('trace-line').getAttribute('d')", Stop);
        await Click("#calibration button:not(:disabled)");
        await Fill("who", "李娜");
        await Click("#work button.main");
        await Quiet("清空称重板");
        await Click("#work button.main");
        await browser.UntilAsync("document.getElementById('grams')", Stop);

        // Nothing was put on: the plate did not move.
        await Quiet("放上已知砝码");
        await Fill("grams", "1000");
        await Click("#work button.main");
        var refusal = await browser.UntilAsync("document.querySelector('#work [role=alert]').innerText", Stop);
        Assert.Contains("请确认砝码在板上", refusal.GetValue<string>(), StringComparison.Ordinal);

        Volatile.Write(ref _load, 1000);
        await Capture("1000", "8,818,", 2);
        Volatile.Write(ref _load, 3000);
        await Capture("3000", "2,999|3,000", 3);
        Assert.Contains("✓", (await browser.UntilAsync("document.querySelector('#work .facts dd.good').innerText", Stop)).GetValue<string>(), StringComparison.Ordinal);
        await Click("#work .result button.main");

        await browser.UntilAsync("document.getElementById('work').hidden && document.getElementById('calibration').innerText.includes('李娜')", Stop);
        Assert.Equal(430, _desk.View("A1")!.Calibrations.Select(one => double.Parse(one.CountsPerGram, System.Globalization.CultureInfo.InvariantCulture)).Single(), 0.5);
        Assert.Empty(browser.Mistakes);
    }

    private async Task Capture(string grams, string shown, int points)
    {
        await browser.UntilAsync($"/{shown}/.test(document.querySelector('#work .steady.good').innerText)", Stop);
        await Fill("grams", grams);
        await Click("#work .step button.main");
        await browser.UntilAsync($"document.querySelectorAll('#work tbody tr').length === {points}", Stop);
    }

    private async Task Quiet(string title) => await browser.UntilAsync($"document.querySelector('#work .steady.good') && document.getElementById('work').innerText.includes('{title}')", Stop);

    private Task Click(string selector) => browser.DoAsync($"document.querySelector('{selector}').click()", Stop);

    private Task Fill(string id, string text) => browser.DoAsync($"document.getElementById('{id}').value = '{text}'", Stop);

    private async Task FeedAsync()
    {
        var random = new Random(3);
        var at = TimeProvider.System.GetUtcNow();
        try
        {
            while (true)
            {
                for (var i = 0; i < 2; i++)
                {
                    at += TimeSpan.FromMilliseconds(100);
                    var counts = 8_388_608 + 430 * Volatile.Read(ref _load) + 40 * (random.NextDouble() - 0.5);
                    _desk.Take("A1", new LoadReading("A1", at, (long)counts, null, null, []));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static byte[] Trace()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var points = Enumerable.Range(0, 100).Select(i => (JsonNode)new JsonArray(now - 10_000 + (i * 100), "4620.3")).ToArray();
        return System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["points"] = new JsonArray(points) }.ToJsonString());
    }

    private static async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        await writer.SendAsync("shelves", System.Text.Encoding.UTF8.GetBytes(Plates.ReplaceLineEndings("")), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
