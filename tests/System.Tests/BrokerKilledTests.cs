using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
[Trait("long", "yes")]
public sealed class BrokerKilledTests
{
    /// <summary>What it wrote a second ago comes back: old queues, old cursors.</summary>
    [Fact]
    public Task Broker_KilledUnderLoad_NothingIsLostOrDoubled() => KillAsync(new BrokerOptions { Persistence = true, AutosaveSeconds = 1 });

    [Fact]
    public Task ForgetfulBroker_KilledUnderLoad_NothingIsLostOrDoubled() => KillAsync(new BrokerOptions { Persistence = false });

    private static Task KillAsync(BrokerOptions broker) => Scenario.RunAsync(Scenario.Usual with { Broker = broker }, async scenario =>
    {
        for (var i = 0; i < Scenario.Kills; i++)
        {
            await scenario.ProgressAsync();
            await scenario.MomentAsync();
            await scenario.World.Broker.KillAsync();
            await scenario.MomentAsync();
            await scenario.World.Broker.RestartAsync(Scenario.Stop);
        }

        await scenario.ProgressAsync();
        await scenario.RequireRightLedgerAsync();
    });
}
