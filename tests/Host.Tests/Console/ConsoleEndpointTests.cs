using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Console;

public sealed class ConsoleEndpointTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 21, 10, 32, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new();
    private LocalServer _server = null!;
    private ConsoleStatus _status = Status(depth: 3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var feed = new StatusFeed(() => Volatile.Read(ref _status), _clock);
        var options = new ConsoleOptions { Hosts = ["gateway.store"], LivePages = 1 };
        var endpoint = new ConsoleEndpoint(feed, [], new ChangeGate(null), options, _clock, _stop.Token);
        _server = await LocalServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), 0, 100, endpoint.HandleAsync, NullLoggerFactory.Instance, TimeProvider.System, Stop);
        _client.BaseAddress = new Uri(_server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _client.Dispose();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Status_HasTheShapeThatReadersRelyOn()
    {
        using var answer = await _client.GetAsync("/v1/status", Stop);

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var root = json.RootElement;
        Assert.Equal("2026-11-21T10:32:00.000Z", root.GetProperty("now").GetString());
        Assert.Equal("store-1", root.GetProperty("store").GetString());
        Assert.Equal("gw-1", root.GetProperty("gateway").GetString());
        Assert.Equal(3, root.GetProperty("outbox").GetProperty("depth").GetInt64());
        Assert.Equal(1024, root.GetProperty("outbox").GetProperty("capacityBytes").GetInt64());
        Assert.Equal("offline", root.GetProperty("uplink").GetProperty("state").GetString());
        Assert.Equal(0, root.GetProperty("uplink").GetProperty("inFlightBatches").GetInt32());
        Assert.Equal("1-0a0b0c0d", root.GetProperty("epochs")[0].GetProperty("epoch").GetString());
        var scale = root.GetProperty("devices")[0];
        Assert.Equal("scale", scale.GetProperty("kind").GetString());
        Assert.Equal("online", scale.GetProperty("availability").GetString());
        Assert.Equal("1.250", scale.GetProperty("weight").GetProperty("weight").GetString());
        Assert.Equal("net", scale.GetProperty("weight").GetProperty("netGross").GetString());
        var plate = root.GetProperty("devices")[1];
        Assert.Equal(JsonValueKind.Null, plate.GetProperty("load").GetProperty("grams").ValueKind);
    }

    [Fact]
    public async Task Live_SendsTheStatusAtOnceAndAgainWhenItChanges()
    {
        using var reader = await OpenLiveAsync();

        Assert.Equal(("status", 3L), await NextAsync(reader));
        Volatile.Write(ref _status, Status(depth: 4));
        Assert.Equal(("status", 4L), await NextAsync(reader));
    }

    [Fact]
    public async Task Live_Unchanged_BeatsWithTheTime()
    {
        using var reader = await OpenLiveAsync();
        await NextAsync(reader);

        var (name, _) = await NextAsync(reader);

        Assert.Equal("beat", name);
    }

    [Fact]
    public async Task Live_MorePagesThanAllowed_Is503()
    {
        using var reader = await OpenLiveAsync();

        using var second = await _client.GetAsync("/v1/live", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("192.168.1.20", HttpStatusCode.OK)]
    [InlineData("Gateway.Store:80", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Host_OfAnotherName_IsRefused(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/status");
        request.Headers.Host = host;

        using var answer = await _client.SendAsync(request, Stop);

        Assert.Equal(expected, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Page_IsCachedByItsTagAndCompressedOnRequest()
    {
        using var first = await _client.GetAsync("/", Stop);
        Assert.Equal("text/html", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        var policy = string.Join(' ', first.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await _client.SendAsync(again, Stop);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var zipped = new HttpRequestMessage(HttpMethod.Get, "/console.css");
        zipped.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var compressed = await _client.SendAsync(zipped, Stop);
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.NotEqual(first.Headers.ETag, compressed.Headers.ETag);
    }

    [Theory]
    [InlineData("POST", "/v1/status", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/../secret", HttpStatusCode.NotFound)]
    [InlineData("GET", "/strings/xx.json", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "/", HttpStatusCode.OK)]
    public async Task OtherRequests_AreAnsweredPlainly(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _client.SendAsync(request, Stop);

        Assert.Equal(expected, answer.StatusCode);
    }

    private static ConsoleStatus Status(long depth)
    {
        var time = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        return new ConsoleStatus(
            "store-1",
            "gw-1",
            "0.1.0",
            time,
            new OutboxSnapshot("1-0a0b0c0d", 7, 4, depth, 512, 1024, time, 0, null),
            new UplinkView("offline", time, "no route to host", 0, null),
            [new EpochView("1-0a0b0c0d", 1, 7)],
            [
                new DeviceState("scale-1", "toledo-8217", DeviceKind.Scale, "/dev/x", Availability.Online, time, "read", time, new WeightState("1.250", null, "kg", true, "net", [], []), null),
                new DeviceState("plate-1", "modbus-plate", DeviceKind.Plate, "/dev/y", Availability.Online, time, "read", time, null, new LoadState(1, null, "over_range", null, ["over_range"])),
            ]);
    }

    private async Task<StreamReader> OpenLiveAsync()
    {
        var answer = await _client.GetAsync("/v1/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
    }

    private async Task<(string Name, long Depth)> NextAsync(StreamReader reader)
    {
        var name = ReadAsync(reader, "event: ");
        while (!name.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        var data = await ReadAsync(reader, "data: ");
        if (await name != "status")
        {
            return (await name, 0);
        }

        using var json = JsonDocument.Parse(data);
        return ("status", json.RootElement.GetProperty("outbox").GetProperty("depth").GetInt64());
    }

    private static async Task<string> ReadAsync(StreamReader reader, string prefix)
    {
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line[prefix.Length..];
            }
        }

        throw new EndOfStreamException();
    }
}
