using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

public sealed class CalibrationEndpointsTests : IAsyncLifetime
{
    private const string Calibration = "/v1/shelves/plates/A1/calibration";
    private const string Weigh = "/v1/shelves/plates/A1/items/cola/weigh";

    private readonly TemporaryFolder _folder = new();
    private ConsoleFixture _console = null!;
    private CalibrationDesk _desk = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleFixture.StartAsync(
        fixture =>
        {
            _desk = new CalibrationDesk(
                new CalibrationStore(Path.Combine(_folder.Path, "calibrations.json"), fixture.Clock, NullLogger.Instance),
                new LearntWeightStore(Path.Combine(_folder.Path, "weights.json"), fixture.Clock, NullLogger.Instance),
                plate => plate == "A1" ? new PlateFacts("A1", 5000m, null, [new PlanogramItem("cola", 330, 1.5)]) : null,
                fixture.Clock);
            return new CalibrationEndpoints(_desk).Routes;
        },
        withToken: true,
        Stop);

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Calibration_FromEmptyPlateToTheEnd_IsShownAtEveryStep()
    {
        using var begun = await PostAsync(Calibration, """{"who":"Li Na"}""");
        Assert.Equal("waiting", begun.RootElement.GetProperty("now").GetProperty("state").GetString());
        Lie(0);
        using var empty = await PostAsync(Calibration + "/points", """{"grams":"0"}""");
        Lie(1000);
        using var one = await PostAsync(Calibration + "/points", """{"grams":"1000"}""");
        Lie(3000);
        using var two = await PostAsync(Calibration + "/points", """{"grams":"3000"}""");
        var session = two.RootElement.GetProperty("session");
        Assert.Equal(["0", "1000", "3000"], session.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("grams").GetString()!));
        Assert.True(session.GetProperty("fit").GetProperty("canFinish").GetBoolean());
        Assert.StartsWith("430", session.GetProperty("fit").GetProperty("countsPerGram").GetString(), StringComparison.Ordinal);

        using var finished = await PostAsync(Calibration + "/finish", "{}");

        var root = finished.RootElement;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (root.GetProperty("session").ValueKind, root.GetProperty("now").ValueKind));
        var kept = Assert.Single(root.GetProperty("calibrations").EnumerateArray());
        Assert.Equal(("Li Na", 3), (kept.GetProperty("who").GetString(), kept.GetProperty("points").GetInt32()));
        Assert.True(decimal.Parse(kept.GetProperty("linearityGrams").GetString()!, CultureInfo.InvariantCulture) < 0.2m);
    }

    [Fact]
    public async Task Refusal_HasItsReasonAndNumbers_BesideTheWords()
    {
        using var begun = await PostAsync(Calibration, """{"who":"Li Na"}""");
        Lie(0);

        using var answer = await SendAsync(Calibration + "/points", """{"grams":"5001"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var error = Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal(("grams", "weight", "5000"), (error.GetProperty("path").GetString(), error.GetProperty("reason").GetString(), error.GetProperty("values").GetProperty("limit").GetString()));
        Assert.Contains("5001", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PointCanBeTakenBack_AndAllBeCancelled()
    {
        using var begun = await PostAsync(Calibration, """{"who":"Li Na"}""");
        Lie(0);
        using var point = await PostAsync(Calibration + "/points", """{"grams":"0"}""");

        using var back = await _console.Client.DeleteAsync(Calibration + "/points", Stop);
        using var json = JsonDocument.Parse(await back.Content.ReadAsStringAsync(Stop));
        Assert.Empty(json.RootElement.GetProperty("session").GetProperty("points").EnumerateArray());
        using var cancelled = await _console.Client.DeleteAsync(Calibration, Stop);

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.False(_desk.IsCalibrating("A1"));
    }

    [Fact]
    public async Task Pieces_AreLearntStepByStep_AndCanBeForgotten()
    {
        await Refuses(Weigh, """{"pieces":0,"who":"Li Na"}""", HttpStatusCode.Conflict, "");
        using var begun = await PostAsync(Calibration, """{"who":"Li Na"}""");
        Lie(0);
        using var empty = await PostAsync(Calibration + "/points", """{"grams":"0"}""");
        Lie(3000);
        using var known = await PostAsync(Calibration + "/points", """{"grams":"3000"}""");
        using var calibrated = await PostAsync(Calibration + "/finish", "{}");
        using var weighing = await PostAsync(Weigh, """{"pieces":0,"who":"Li Na"}""");
        Lie(0);
        for (var i = 1; i <= 3; i++)
        {
            Lie(331 * i);
            using var step = await PostAsync(Weigh, """{"pieces":1}""");
            Assert.Equal(i, step.RootElement.GetProperty("weighing").GetProperty("steps").GetArrayLength());
        }

        using var finished = await PostAsync(Weigh + "/finish", "{}");

        var learnt = Assert.Single(finished.RootElement.GetProperty("learnt").EnumerateArray());
        Assert.Equal(("cola", 3, "Li Na"), (learnt.GetProperty("sku").GetString(), learnt.GetProperty("pieces").GetInt32(), learnt.GetProperty("who").GetString()));
        Assert.Equal(331m, decimal.Parse(learnt.GetProperty("unitGrams").GetString()!, CultureInfo.InvariantCulture), 1);
        using var forgotten = await _console.Client.DeleteAsync("/v1/shelves/plates/A1/items/cola/weight", Stop);
        Assert.Equal(HttpStatusCode.OK, forgotten.StatusCode);
    }

    [Theory]
    [InlineData(Calibration, "{}", HttpStatusCode.BadRequest, "who")]
    [InlineData(Calibration, """{"who":7}""", HttpStatusCode.BadRequest, "who")]
    [InlineData(Calibration, """{"who":"Li Na","grams":"0"}""", HttpStatusCode.BadRequest, "grams")]
    [InlineData(Calibration, "null", HttpStatusCode.BadRequest, "")]
    [InlineData("/v1/shelves/plates/Z9/calibration", """{"who":"Li Na"}""", HttpStatusCode.NotFound, "plate")]
    [InlineData(Calibration + "/points", "{}", HttpStatusCode.BadRequest, "grams")]
    [InlineData(Calibration + "/points", """{"grams":"1e3"}""", HttpStatusCode.BadRequest, "grams")]
    [InlineData(Calibration + "/points", """{"grams":"NaN"}""", HttpStatusCode.BadRequest, "grams")]
    [InlineData(Calibration + "/points", """{"grams":1000}""", HttpStatusCode.BadRequest, "grams")]
    [InlineData(Calibration + "/points", """{"grams":"0"}""", HttpStatusCode.Conflict, "")]
    [InlineData(Calibration + "/finish", "{}", HttpStatusCode.Conflict, "")]
    [InlineData(Weigh, """{"pieces":0}""", HttpStatusCode.BadRequest, "who")]
    [InlineData(Weigh, """{"pieces":1}""", HttpStatusCode.Conflict, "")]
    [InlineData("/v1/shelves/plates/A1/items/tea/weigh", """{"pieces":0,"who":"Li Na"}""", HttpStatusCode.NotFound, "sku")]
    public Task BadRequests_AreRefusedWithThePlaceOfTheMistake(string path, string body, HttpStatusCode status, string place) => Refuses(path, body, status, place);

    [Fact]
    public async Task EveryMistakeOfABody_IsNamed()
    {
        using var answer = await SendAsync(Weigh, "{}");

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["pieces", "who"], json.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!));
    }

    [Theory]
    [InlineData("POST", Calibration)]
    [InlineData("DELETE", Calibration)]
    [InlineData("POST", Calibration + "/points")]
    [InlineData("POST", Calibration + "/finish")]
    [InlineData("POST", Weigh)]
    public async Task Changes_FromElsewhereWithoutTheToken_AreRefused(string method, string path)
    {
        _console.Peer = IPAddress.Parse("192.168.1.20");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };

        using var answer = await _console.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private void Lie(double grams)
    {
        for (var i = 0; i < 40; i++)
        {
            _console.Clock.Advance(TimeSpan.FromMilliseconds(100));
            _desk.Take("A1", new LoadReading("A1", _console.Clock.GetUtcNow(), (long)(8_388_608 + 430 * grams + 11 * Math.Cos(2.4 * i * i)), null, null, []));
        }
    }

    private async Task Refuses(string path, string body, HttpStatusCode status, string place)
    {
        using var answer = await SendAsync(path, body);

        Assert.Equal(status, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var error = json.RootElement.GetProperty("errors").EnumerateArray().First();
        Assert.Equal(place, error.GetProperty("path").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    private Task<HttpResponseMessage> SendAsync(string path, string body) => _console.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Stop);

    private async Task<JsonDocument> PostAsync(string path, string body)
    {
        using var answer = await SendAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text);
    }
}
