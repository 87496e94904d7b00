using System.Net;
using System.Text;
using System.Text.Json;
using Host.Tests.Verbs;

namespace Host.Tests.Console;

/// <summary>The setup page's requests to a whole gateway.</summary>
public sealed class RunningSetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_DeviceOfThePage_IsKeptOverARestart_AndRemovedForGood()
    {
        var config = _folder.File("gateway.json", $$"""
            { "store": "store-1", "gateway": "gw-1", "dataFolder": "{{_folder.Path}}/data", "console": { "url": "http://127.0.0.1:0" },
              "uplink": { "host": "127.0.0.1", "port": 1 }, "detection": { "enabled": false } }
            """);
        await using (var run = CommandRun.Start("run", "--config", config))
        {
            var console = await run.LineAsync("console ");
            using var drivers = JsonDocument.Parse(await _client.GetStringAsync(new Uri($"{console}/v1/setup/drivers"), Stop));
            Assert.Contains(drivers.RootElement.EnumerateArray(), d => d.GetProperty("driver").GetString() == "toledo-8217");

            Assert.Equal((HttpStatusCode.BadRequest, "profile.unit"), await AssignAsync(console, "{}"));
            Assert.Empty(await DevicesAsync(console));
            Assert.Equal((HttpStatusCode.OK, ""), await AssignAsync(console, """{ "unit": "kg" }"""));
            Assert.Equal(["scale-9"], await DevicesAsync(console));
            await run.StopAsync();
        }

        await using (var run = CommandRun.Start("run", "--config", config))
        {
            var console = await run.LineAsync("console ");
            Assert.Equal(["scale-9"], await DevicesAsync(console));
            using var removed = await _client.DeleteAsync(new Uri($"{console}/v1/setup/devices/scale-9"), Stop);
            Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
            Assert.Empty(await DevicesAsync(console));
            await run.StopAsync();
        }
    }

    private async Task<string[]> DevicesAsync(string console)
    {
        using var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri($"{console}/v1/setup/ports"), Stop));
        return [.. json.RootElement.GetProperty("devices").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
    }

    private async Task<(HttpStatusCode Status, string Path)> AssignAsync(string console, string profile)
    {
        using var content = new StringContent(
            $$"""{ "id": "scale-9", "name": "Fish", "driver": "toledo-8217", "port": "tcp://127.0.0.1:1", "profile": {{profile}} }""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri($"{console}/v1/setup/devices"), content, Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return (answer.StatusCode, json.RootElement.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("path").GetString()! : "");
    }
}
