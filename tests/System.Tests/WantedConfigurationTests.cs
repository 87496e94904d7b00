using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>A wanted configuration, between the real programs.</summary>
[Trait("needs", "world")]
public sealed class WantedConfigurationTests
{
    [Fact]
    public Task Configuration_UnderWhichTheGatewayEnds_IsGoneBackFromOnceAndTheNextIsTried() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        using var api = new HttpClient { BaseAddress = scenario.World.Headquarters.Url };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await scenario.World.Headquarters.CreateTokenAsync("tests", Scenario.Stop));
        var path = new Uri($"/api/gateways/{gateway.Address.Gateway}/config", UriKind.Relative);
        await scenario.ProgressAsync();

        await WantAsync(api, path, "00:04:00");
        await SaidAsync(api, path, "applied");
        await gateway.KillAsync();
        await gateway.RestartAsync(Scenario.Stop);
        var back = await SaidAsync(api, path, "rolled_back");
        await gateway.KillAsync();
        await gateway.RestartAsync(Scenario.Stop);
        await scenario.ProgressAsync();
        await WantAsync(api, path, "00:06:00");
        var next = await SaidAsync(api, path, "applied");

        Assert.Equal(1, back.GetProperty("version").GetInt64());
        Assert.Equal("the gateway was started anew within its trial", Assert.Single(back.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString());
        Assert.Equal(2, next.GetProperty("version").GetInt64());
        await scenario.RequireRightLedgerAsync();
    });

    private static async Task WantAsync(HttpClient api, Uri path, string reportEvery)
    {
        using var answer = await api.PutAsJsonAsync(path, new { health = new { reportEvery } }, Scenario.Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Scenario.Stop));
    }

    /// <summary>Waits until headquarters shows that the gateway said this of the newest version.</summary>
    private static async Task<JsonElement> SaidAsync(HttpClient api, Uri path, string status)
    {
        JsonElement reported = default;
        await Waiting.UntilAsync(
            $"the gateway says {status}",
            Scenario.Limit,
            async () =>
            {
                var twin = await api.GetFromJsonAsync<JsonElement>(path, Scenario.Stop);
                return twin.TryGetProperty("reported", out reported) && reported.ValueKind == JsonValueKind.Object
                    && reported.GetProperty("version").GetInt64() == twin.GetProperty("version").GetInt64() && reported.GetProperty("status").GetString() == status;
            },
            Scenario.Stop);
        return reported;
    }
}
