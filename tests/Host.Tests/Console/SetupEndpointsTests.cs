using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Host.Tests.Console;

public sealed class SetupEndpointsTests : IAsyncLifetime
{
    private const int Pages = 2;

    private static readonly DateTimeOffset s_time = new(2026, 11, 21, 10, 32, 0, TimeSpan.Zero);

    private readonly FakeSetup _setup = new();
    private readonly CancellationTokenSource _stop = new();
    private ConsoleFixture _console = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _console = await ConsoleFixture.StartAsync(c => new SetupEndpoints(_setup, Pages, c.Clock, _stop.Token).Routes, withToken: false, Stop);
        _setup.Change([Port()], [Device()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _console.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Ports_SayWhatIsPluggedInAndWhatItWasRecognisedAsAndWhy()
    {
        using var json = JsonDocument.Parse(await _console.Client.GetStringAsync("/v1/setup/ports", Stop));

        var port = Assert.Single(json.RootElement.GetProperty("ports").EnumerateArray());
        Assert.Equal("/dev/serial/by-id/usb-1", port.GetProperty("port").GetString());
        Assert.Equal("serial", port.GetProperty("kind").GetString());
        Assert.Equal("denied", port.GetProperty("access").GetString());
        Assert.Contains("dialout", port.GetProperty("accessReason").GetString(), StringComparison.Ordinal);
        Assert.Equal("scale-1", port.GetProperty("owner").GetString());
        var detection = port.GetProperty("detection");
        Assert.Equal("ambiguous", detection.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, detection.GetProperty("protocol").ValueKind);
        Assert.Equal("cas-18", detection.GetProperty("candidates")[0].GetProperty("protocol").GetString());
        Assert.Equal("02303030", detection.GetProperty("evidence")[0].GetProperty("hex").GetString());
        Assert.Equal("0.125", detection.GetProperty("evidence")[0].GetProperty("frame").GetProperty("weight").GetString());
        Assert.Equal("57", detection.GetProperty("sent")[0].GetProperty("hex").GetString());
        Assert.Equal(1234, detection.GetProperty("tookMs").GetInt64());
        Assert.Equal("kg", json.RootElement.GetProperty("devices")[0].GetProperty("profile").GetProperty("unit").GetString());
    }

    [Fact]
    public async Task Drivers_SayWhatMayBeChosen()
    {
        _setup.Drivers = [new("toledo-8217", DeviceKind.Scale, "Toledo 8217", [DeviceCommandKind.Zero, DeviceCommandKind.ClearTare], [new("unit", ["kg", "lb"], true)])];

        using var json = JsonDocument.Parse(await _console.Client.GetStringAsync("/v1/setup/drivers", Stop));

        var driver = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("scale", driver.GetProperty("kind").GetString());
        Assert.Equal(["zero", "clear_tare"], driver.GetProperty("commands").EnumerateArray().Select(c => c.GetString()));
        var setting = driver.GetProperty("settings")[0];
        Assert.Equal("unit", setting.GetProperty("name").GetString());
        Assert.True(setting.GetProperty("required").GetBoolean());
        Assert.Equal(2, setting.GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Live_SendsThePortsAtOnceAndWhenTheyChangeAndBeatsInBetween()
    {
        using var reader = await OpenAsync("/v1/setup/live");

        Assert.Equal(1, PortsIn(await NextAsync(reader, "ports")));
        await NextAsync(reader, "beat");
        _setup.Change([Port(), Port() with { Port = "/dev/serial/by-id/usb-2", Owner = null }], [Device()]);
        Assert.Equal(2, PortsIn(await NextAsync(reader, "ports")));
    }

    [Fact]
    public async Task Live_ChangesInARush_AreToldAtMostFourTimesASecond()
    {
        using var reader = await OpenAsync("/v1/setup/live");
        await NextAsync(reader, "ports");
        for (var i = 0; i < 100; i++)
        {
            _setup.Change([Port()], []);
        }

        _setup.Change([], []);
        Assert.Equal(0, PortsIn(await NextAsync(reader, "ports")));
    }

    [Theory]
    [InlineData("/v1/setup/live")]
    [InlineData("/v1/setup/devices/scale-1/frames")]
    public async Task Live_MorePagesThanAllowed_Is503(string path)
    {
        using var first = await OpenAsync(path);
        using var second = await OpenAsync(path);

        using var third = await _console.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
    }

    [Fact]
    public async Task Detect_Begins_Is202()
    {
        Assert.Equal((HttpStatusCode.Accepted, ""), await PostAsync("/v1/setup/detect", """{"port":"/dev/serial/by-id/usb-1"}"""));
        Assert.Equal(["detect /dev/serial/by-id/usb-1"], _setup.Asked);
    }

    [Fact]
    public async Task Assign_GivesTheDeviceAsItWasSaid()
    {
        Assert.Equal((HttpStatusCode.OK, ""), await PostAsync(
            "/v1/setup/devices",
            """{"id":"scale-2","name":" Cheese ","role":"","driver":"toledo-8217","port":"/dev/x","line":"9600-7E1","profile":{"unit":"kg","checksum":null,"short":" "}}"""));
        Assert.Equal(["assign scale-2|Cheese||toledo-8217|/dev/x|9600-7E1|unit=kg"], _setup.Asked);
    }

    [Fact]
    public async Task Assign_WithMistakes_NamesEveryField()
    {
        _setup.Errors = [new("profile.unit", "is missing; expected kg or lb"), new("port", "is in use")];

        Assert.Equal((HttpStatusCode.BadRequest, "profile.unit: is missing; expected kg or lb\nport: is in use"), await PostAsync("/v1/setup/devices", "{}"));
    }

    [Theory]
    [InlineData("/v1/setup/devices", "", ": expected a JSON object with id, name, role, driver, port, line, profile")]
    [InlineData("/v1/setup/devices", "[]", ": expected a JSON object with id, name, role, driver, port, line, profile")]
    [InlineData("/v1/setup/devices", "null", ": came null; expected an object: { … }")]
    [InlineData("/v1/setup/devices", """{"id":7}""", "id: expected a text in quotes")]
    [InlineData("/v1/setup/devices", """{"prot":"x"}""", "prot: is not known here; known are id, name, role, driver, port, line, profile")]
    [InlineData("/v1/setup/devices", """{"profile":{"unit":7}}""", "profile.unit: expected an object of texts: { \"name\": \"value\" }")]
    [InlineData("/v1/setup/detect", "{}", "port: is missing; expected one of GET /v1/setup/ports")]
    [InlineData("/v1/setup/devices/scale-1/commands", "{}", "command: is missing; expected one of zero, tare, clear_tare, preset_tare, unit_price, text, beep, echo")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":"explode"}""", "command: expected one of zero, tare, clear_tare, preset_tare, unit_price, text, beep, echo")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":3}""", "command: expected one of zero, tare, clear_tare, preset_tare, unit_price, text, beep, echo")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":"preset_tare"}""", "amount: is missing; expected a number, 0 or more")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":"unit_price","amount":-1}""", "amount: came -1; expected 0 or more")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":"unit_price","amount":"1,5"}""", "amount: expected a number")]
    [InlineData("/v1/setup/devices/scale-1/commands", """{"command":"text","text":"a\nb"}""", "text: expected 1 to 128 characters, without line breaks")]
    public async Task ABodyThatDoesNotFit_IsToldByItsField(string path, string body, string expected)
    {
        Assert.Equal((HttpStatusCode.BadRequest, expected), await PostAsync(path, body));
        Assert.Empty(_setup.Asked);
    }

    [Theory]
    [InlineData("""{"command":"zero"}""", "scale-1 Zero")]
    [InlineData("""{"command":"clear_tare","amount":null,"text":null}""", "scale-1 ClearTare")]
    [InlineData("""{"command":"preset_tare","amount":0.120}""", "scale-1 PresetTare 0.120")]
    [InlineData("""{"command":"unit_price","amount":"12.90"}""", "scale-1 UnitPrice 12.90")]
    [InlineData("""{"command":"text","text":"你好"}""", "scale-1 Text  你好")]
    public async Task Command_IsToldToTheDevice_AndItsOutcomeAnswered(string body, string asked)
    {
        _setup.Outcome = new CommandOutcome(false, "the scale says: in motion");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _console.Client.PostAsync("/v1/setup/devices/scale-1/commands", content, Stop);

        Assert.Equal("""{"done":false,"reason":"the scale says: in motion"}""", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal([asked], _setup.Asked);
    }

    [Fact]
    public async Task Command_WithoutAnAnswer_IsSaidToBeUnknown()
    {
        _setup.Outcome = null;
        using var content = new StringContent("""{"command":"zero"}""", Encoding.UTF8, "application/json");
        var pending = _console.Client.PostAsync("/v1/setup/devices/scale-1/commands", content, Stop);
        while (!pending.IsCompleted)
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var answer = await pending;
        Assert.Contains("not known whether it was done", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_OfADevice_AsksForIt_AndOfNone_Is404()
    {
        using var known = await _console.Client.DeleteAsync("/v1/setup/devices/scale-1", Stop);
        using var unknown = await _console.Client.DeleteAsync("/v1/setup/devices/scale-9", Stop);

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(["remove scale-1"], _setup.Asked);
    }

    [Fact]
    public async Task Frames_AreSentAsHexAndDecoded_UntilTheDeviceIsRemoved()
    {
        using var reader = await OpenAsync("/v1/setup/devices/scale-1/frames");
        await NextAsync(reader, "beat");
        _setup.Pass(Bytes(0));

        using var json = JsonDocument.Parse(await NextAsync(reader, "bytes"));
        Assert.Equal("in", json.RootElement.GetProperty("direction").GetString());
        Assert.Equal("0200000000", json.RootElement.GetProperty("hex").GetString());
        Assert.Equal("0.125", json.RootElement.GetProperty("frames")[0].GetProperty("weight").GetString());

        _setup.EndBytes();
        await NextAsync(reader, "removed");
        Assert.Null(await reader.ReadLineAsync(Stop) is { Length: > 0 } line ? line : null);
    }

    [Fact]
    public async Task Frames_MoreThanAPageTakes_LoseTheOldestAndSayHowMany()
    {
        const int Flood = 1_000;
        using var reader = await OpenAsync("/v1/setup/devices/scale-1/frames");
        await NextAsync(reader, "beat");
        _setup.Pass(Bytes(0));
        await NextAsync(reader, "bytes", advance: false);

        // The page is in the pause between two sendings; all of these wait.
        for (var i = 1; i <= Flood; i++)
        {
            _setup.Pass(Bytes(i));
        }

        while (_setup.Handled <= Flood)
        {
            await Task.Yield();
        }

        using var dropped = JsonDocument.Parse(await NextAsync(reader, "dropped"));
        Assert.Equal(Flood - SetupStreams.WaitingBytes, dropped.RootElement.GetProperty("count").GetInt64());
        using var first = JsonDocument.Parse(await NextAsync(reader, "bytes"));
        Assert.Equal(Convert.ToHexStringLower(Bytes(Flood - SetupStreams.WaitingBytes + 1).Bytes.Span), first.RootElement.GetProperty("hex").GetString());
    }

    [Fact]
    public async Task Frames_OfAPageThatLeft_AreNoLongerWatched()
    {
        var reader = await OpenAsync("/v1/setup/devices/scale-1/frames");
        await NextAsync(reader, "beat");
        reader.Dispose();

        while (_setup.Watchers > 0)
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("capture")]
    public async Task OfNoDevice_ThereIsNothing(string what)
    {
        using var answer = await _console.Client.GetAsync($"/v1/setup/devices/scale-9/{what}", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Capture_IsADownloadOfJsonLinesNamedAfterDeviceAndTime()
    {
        _setup.Kept = [Bytes(0), Bytes(1) with { Direction = ByteDirection.Out, Frames = [] }];

        using var answer = await _console.Client.GetAsync("/v1/setup/devices/scale-1/capture", Stop);

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=\"capture-scale-1-20261121T103200Z.jsonl\"", answer.Content.Headers.ContentDisposition!.ToString());
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Equal("toledo-8217", lines[0].GetProperty("driver").GetString());
        Assert.Equal("0200000000", lines[0].GetProperty("hex").GetString());
        Assert.Equal("out", lines[1].GetProperty("direction").GetString());
    }

    private static DeviceBytes Bytes(int number)
    {
        var bytes = new byte[5];
        bytes[0] = 2;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), number);
        return new DeviceBytes(s_time, ByteDirection.In, bytes, [Frame()]);
    }

    private static DecodedFrame Frame() => new("toledo_8217", "0.125", "kg", true, "gross", null, []);

    private static AssignedDevice Device() => new(
        "scale-1", "Counter", "counter", "toledo-8217", "/dev/serial/by-id/usb-1", "9600-7E1", new Dictionary<string, string> { ["unit"] = "kg" }, false);

    private static PluggedPort Port() => new(
        "/dev/serial/by-id/usb-1",
        "/dev/ttyUSB0",
        PortKind.Serial,
        "0403",
        "6001",
        null,
        "FT232R",
        ["/dev/serial/by-id/usb-1"],
        PortAccess.Denied,
        "add the user to the group dialout",
        "scale-1",
        new PortDetection(
            DetectionState.Ambiguous,
            null,
            null,
            [new("cas-18", "9600-8N1", "two frames"), new("cas-22", "9600-8N1", "one frame")],
            [new(s_time, "9600-8N1", "02303030", Frame())],
            [new("9600-8N1", "57", "weight?")],
            "two families read it alike",
            TimeSpan.FromMilliseconds(1234)));

    private static int PortsIn(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("ports").GetArrayLength();
    }

    private async Task<(HttpStatusCode Status, string Errors)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _console.Client.PostAsync(path, content, Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var errors = json.RootElement.TryGetProperty("errors", out var list) ? list.EnumerateArray().Select(e => $"{e.GetProperty("path").GetString()}: {e.GetProperty("message").GetString()}") : [];
        return (answer.StatusCode, string.Join('\n', errors));
    }

    private async Task<StreamReader> OpenAsync(string path)
    {
        var answer = await _console.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
    }

    /// <summary>The data of the next event of that name; time goes by meanwhile, so beats in between are left out.</summary>
    private async Task<string> NextAsync(StreamReader reader, string name, bool advance = true)
    {
        var data = ReadAsync(reader, name);
        while (advance && !data.IsCompleted)
        {
            _console.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await data;
    }

    private static async Task<string> ReadAsync(StreamReader reader, string name)
    {
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            if (line == $"event: {name}")
            {
                var data = await reader.ReadLineAsync(Stop);
                return data!["data: ".Length..];
            }

            Assert.True(line.Length == 0 || line.StartsWith("data: ", StringComparison.Ordinal) || line == "event: beat", line);
        }

        throw new EndOfStreamException($"no event {name}");
    }
}
