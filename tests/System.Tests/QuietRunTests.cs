using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
public sealed class QuietRunTests
{
    [Fact]
    public Task EveryLoadOnEveryScale_IsWeighedOnceAtHeadquarters() => Scenario.RunAsync(
        Scenario.Usual with { Stores = 2, Devices = SimulatedDevice.UsualStore, Tills = [new TillLoad(20)] },
        async scenario =>
        {
            var scales = scenario.World.Stores.SelectMany(store => store.Devices).Where(device => device.Device.IsScale).ToList();
            await Waiting.UntilAsync(
                "two loads on every scale",
                Scenario.Limit,
                () => scales.TrueForAll(scale => File.ReadAllText(scale.TruthPath).Split("\"removed\"").Length > 2),
                Scenario.Stop);
            var report = await scenario.RequireRightLedgerAsync();
            Assert.True(report.Gateways.Sum(gateway => gateway.Placed) >= 8, report.ToString());
        });
}
