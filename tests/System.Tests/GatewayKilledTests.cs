using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
[Trait("long", "yes")]
public sealed class GatewayKilledTests
{
    [Fact]
    public Task Gateway_KilledUnderLoad_LosesNothingItAcknowledged() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        for (var i = 0; i < Scenario.Kills; i++)
        {
            await scenario.ProgressAsync();
            await scenario.MomentAsync();
            await gateway.KillAsync();
            await gateway.RestartAsync(Scenario.Stop);
        }

        await scenario.ProgressAsync();
        await scenario.RequireRightLedgerAsync();
    });
}
