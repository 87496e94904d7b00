using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

public sealed class WeighingEndpointsTests : IAsyncLifetime
{
    private const string Prices = """
        { "items": [ { "plu": "101", "sku": "apple-fuji", "name": "富士苹果", "priceFen": 1299, "per": "kg", "tare": "12 g" },
                     { "plu": "102", "sku": "pear", "name": "梨", "priceFen": 350, "per": "jin" } ] }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<EventDraft> _events = [];
    private readonly List<DeviceCommand> _told = [];
    private ConsoleFixture _console = null!;
    private DeviceInterpreter _interpreter = null!;
    private bool _busy;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleFixture.StartAsync(
        fixture =>
        {
            var file = new PriceListFile(_folder.File("prices.json", Prices), fixture.Clock, NullLogger.Instance);
            file.Look();
            var shop = new WeighingShop(new WeighingOptions(), () => file.Prices.List, null, new WeighingBoard(fixture.Clock), NullLogger.Instance);
            var driver = new DriverDescription("test", DeviceKind.Scale, "a test's scale", _ => [], (_, _, _) => throw new NotSupportedException());
            _interpreter = new DeviceInterpreter(new DeviceOptions { Id = "scale-1", Driver = "test", Port = "/dev/test" }, driver, shop: shop);
            var desk = new WeighingDesk(shop, file, Signal, TellAsync, fixture.Clock);
            return new WeighingEndpoints(desk, 1, fixture.Clock, _stop.Token).Routes;
        },
        withToken: true,
        Stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _console.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Weighing_ShowsEveryScale_ThePricesAndTheRule()
    {
        Weigh(0m, 1.262m);

        using var answer = await GetAsync("/v1/weighing");

        var root = answer.RootElement;
        Assert.Equal(("CNY", "half_up_to_1", true), (root.GetProperty("currency").GetString(), root.GetProperty("rounding").GetString(), root.GetProperty("needsPlu").GetBoolean()));
        Assert.Equal(2, root.GetProperty("prices").GetProperty("items").GetInt32());
        Assert.Equal(
            """{"scale":"scale-1","state":"placed","weight":"1.262","net":"1.262","gross":"1.262","unit":"kg","stable":true,"tare":null,"plu":null,"totalFen":null,"reason":"no_plu","minimum":"0.020","captured":null}""",
            Assert.Single(root.GetProperty("scales").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task Plu_Sells_AndTellsTheScaleThePrice()
    {
        Weigh(0m, 1.262m);

        using var answer = await PostAsync("/v1/weighing/scale-1/plu", """{"plu":"101"}""");

        var scale = answer.RootElement.GetProperty("scale");
        Assert.Equal("captured", scale.GetProperty("state").GetString());
        Assert.Equal(1624, scale.GetProperty("captured").GetProperty("totalFen").GetInt64());
        Assert.Equal("goods.weighed", Assert.Single(_events, e => e.Type == "goods.weighed").Type);
        Assert.Equal([new DeviceCommand(DeviceCommandKind.UnitPrice, 12.99m)], _told);
        Assert.False(answer.RootElement.GetProperty("told").GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task TareAndClear_DoWhatTheySay()
    {
        Weigh(0m, 0.200m);
        using var taken = await PostAsync("/v1/weighing/scale-1/tare", """{"amount":null}""");
        Assert.Equal("0.200", taken.RootElement.GetProperty("scale").GetProperty("tare").GetProperty("amount").GetString());
        using var set = await PostAsync("/v1/weighing/scale-1/tare", """{"amount":"50","unit":"g"}""");
        Assert.Equal("g", set.RootElement.GetProperty("scale").GetProperty("tare").GetProperty("unit").GetString());

        using var cleared = await PostAsync("/v1/weighing/scale-1/clear", "{}");

        Assert.Equal(JsonValueKind.Null, cleared.RootElement.GetProperty("scale").GetProperty("tare").ValueKind);
    }

    [Theory]
    [InlineData("/v1/weighing/scale-1/plu", """{"plu":"999"}""", HttpStatusCode.BadRequest, "plu")]
    [InlineData("/v1/weighing/scale-1/plu", """{}""", HttpStatusCode.BadRequest, "plu")]
    [InlineData("/v1/weighing/scale-1/plu", """{"plu":101}""", HttpStatusCode.BadRequest, "plu")]
    [InlineData("/v1/weighing/scale-1/plu", """{"plu":"101","price":1}""", HttpStatusCode.BadRequest, "price")]
    [InlineData("/v1/weighing/scale-1/plu", """nonsense""", HttpStatusCode.BadRequest, "")]
    [InlineData("/v1/weighing/scale-1/tare", """{}""", HttpStatusCode.BadRequest, "amount")]
    [InlineData("/v1/weighing/scale-1/tare", """{"amount":0.02}""", HttpStatusCode.BadRequest, "amount")]
    [InlineData("/v1/weighing/scale-1/tare", """{"amount":"-0.02"}""", HttpStatusCode.BadRequest, "amount")]
    [InlineData("/v1/weighing/scale-1/tare", """{"amount":"1","unit":"stone"}""", HttpStatusCode.BadRequest, "unit")]
    [InlineData("/v1/weighing/scale-1/tare", """{"amount":null}""", HttpStatusCode.BadRequest, "amount")]
    [InlineData("/v1/weighing/scale-9/clear", """{}""", HttpStatusCode.NotFound, "scale")]
    public async Task BadKeys_AreRefusedWithThePlaceOfTheMistake(string path, string body, HttpStatusCode status, string place)
    {
        Weigh(0m);
        using var answer = await SendAsync(path, body);

        Assert.Equal(status, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var error = Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal(place, error.GetProperty("path").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Key_FromElsewhereWithoutTheToken_IsRefused()
    {
        _console.Peer = IPAddress.Parse("192.168.1.20");

        using var answer = await SendAsync("/v1/weighing/scale-1/clear", "{}");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Key_WhileTheGatewayTakesNothingIn_Is503_AndNothingIsDone()
    {
        _busy = true;

        using var answer = await SendAsync("/v1/weighing/scale-1/plu", """{"plu":"101"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("2", answer.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task Items_AreFoundByNumberAndName()
    {
        using var byName = await GetAsync("/v1/weighing/items?q=" + Uri.EscapeDataString("苹果"));
        using var all = await GetAsync("/v1/weighing/items");

        var item = Assert.Single(byName.RootElement.EnumerateArray());
        Assert.Equal(
            ("101", "apple-fuji", "富士苹果", 1299L, "kg", "12 g"),
            (item.GetProperty("plu").GetString(), item.GetProperty("sku").GetString(), item.GetProperty("name").GetString(),
                item.GetProperty("priceFen").GetInt64(), item.GetProperty("per").GetString(), item.GetProperty("tare").GetString()));
        Assert.Equal(2, all.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Live_SendsTheScalesAtOnceAndWhenTheyChange()
    {
        using var answer = await _console.Client.GetAsync("/v1/weighing/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Contains("\"state\":\"unknown\"", await NextAsync(reader), StringComparison.Ordinal);

        Weigh(0m);

        Assert.Contains("\"state\":\"idle\"", await NextAsync(reader), StringComparison.Ordinal);
    }

    private async Task<string> NextAsync(StreamReader reader)
    {
        while (true)
        {
            var line = reader.ReadLineAsync(Stop).AsTask();
            while (!line.IsCompleted)
            {
                _console.Clock.Advance(WeighingEndpoints.Pace);
                await Task.Yield();
            }

            if ((await line)!.StartsWith("data: {", StringComparison.Ordinal))
            {
                return (await line)!;
            }
        }
    }

    private void Weigh(params decimal[] weights)
    {
        foreach (var weight in weights)
        {
            var frame = new WeightFrame(weight + 0.000m, "kg", true, NetGross.Gross, [], []);
            _events.AddRange(_interpreter.Take(new ReadingSignal(new WeightReading("scale-1", _console.Clock.GetUtcNow(), frame))));
        }
    }

    private bool Signal(DeviceSignal signal)
    {
        if (!_busy)
        {
            _events.AddRange(_interpreter.Take(signal));
        }

        return !_busy;
    }

    private ValueTask<CommandOutcome> TellAsync(string scale, DeviceCommand command, CancellationToken cancellationToken)
    {
        _told.Add(command);
        return new(CommandOutcome.Refused("it knows no prices"));
    }

    private async Task<JsonDocument> GetAsync(string path) => JsonDocument.Parse(await _console.Client.GetStringAsync(path, Stop));

    private Task<HttpResponseMessage> SendAsync(string path, string body) =>
        _console.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Stop);

    private async Task<JsonDocument> PostAsync(string path, string body)
    {
        using var answer = await SendAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text);
    }
}
