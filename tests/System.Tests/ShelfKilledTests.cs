using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
public sealed class ShelfKilledTests
{
    private static readonly SimulatedDevice s_plate = SimulatedDevice.UsualStore.Single(device => device.Id == "plate-1");

    /// <summary>A shelf at which somebody takes or brings something every three seconds.</summary>
    private static WorldOptions BusyShelf => Scenario.Usual with
    {
        Devices = [s_plate with { SimulatorArguments = [.. s_plate.SimulatorArguments, "--every", "3", "--hold", "2.2"] }],
        Tills = [],
    };

    [Fact]
    public Task EveryHandAtAPlate_IsOneEventAtHeadquarters() => Scenario.RunAsync(BusyShelf, async scenario =>
    {
        await MovesAsync(scenario, 4);
        var report = await scenario.RequireRightLedgerAsync(atLeast: 0);
        Assert.True(report.Gateways[0].Stock is { Told: >= 3, Unclear: 0 }, report.ToString());
    });

    [Fact]
    public Task GatewayKilledAnywhere_NeitherLosesNorDoublesAPiece() => Scenario.RunAsync(BusyShelf, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        for (var i = 0; i < Math.Max(3, Scenario.Kills / 4); i++)
        {
            await MovesAsync(scenario, 1);
            await scenario.MomentAsync(2500);
            await gateway.KillAsync();
            await scenario.MomentAsync(1500);
            await gateway.RestartAsync(Scenario.Stop);
        }

        await MovesAsync(scenario, 1);
        var report = await scenario.RequireRightLedgerAsync(atLeast: 0);
        Assert.True(report.Gateways[0].Stock.Told >= 2, report.ToString());
    });

    /// <summary>Waits until hands have moved so many times more.</summary>
    private static async Task MovesAsync(Scenario scenario, int more)
    {
        var truth = scenario.World.Stores[0].Devices[0].TruthPath;
        var goal = Lines(truth) + more;
        await Waiting.UntilAsync($"{goal} moves", Scenario.Limit, () => Lines(truth) >= goal, Scenario.Stop);
    }

    private static int Lines(string path) => File.ReadAllText(path).Count(c => c == '\n');
}
