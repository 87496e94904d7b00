using Simulators.World;
using Simulators.World.Ledgers;
using SystemTests.Support;

namespace SystemTests;

/// <summary>Tests of the tests: each breaks one promise on purpose and requires that the ledger says so.</summary>
[Trait("needs", "world")]
public sealed class PlantedFaultTests
{
    private const int MostKills = 40;

    [Fact]
    public Task GatewayThatAnswersBeforeItsCommit_Killed_IsCaughtLosing() => Scenario.RunAsync(
        FaultyGateway(PlantedFault.AckBeforeCommit) with { Tills = [new TillLoad(PerSecond: 0, Parallel: 32)] },
        async scenario =>
        {
            for (var kills = 1; kills <= MostKills; kills++)
            {
                await scenario.ProgressAsync();
                await scenario.MomentAsync(100);
                await scenario.World.Gateway.KillAsync();
                await scenario.World.Gateway.RestartAsync(Scenario.Stop);
                if (kills % 4 == 0 && await CaughtAsync(scenario, report => report.Lost + report.Told > 0))
                {
                    return;
                }
            }

            Assert.Fail($"{MostKills} kills, and nothing was found lost.");
        });

    [Fact]
    public Task GatewayThatTrustsTheBroker_BrokerForgets_IsCaughtLosing() => Scenario.RunAsync(
        FaultyGateway(PlantedFault.TrimOnPuback) with { Broker = new BrokerOptions { Persistence = false } },
        async scenario =>
        {
            // The broker loses what it holds for headquarters; in a short moment that may be nothing.
            for (var kills = 1; kills <= MostKills; kills++)
            {
                await scenario.ProgressAsync();
                await scenario.World.Headquarters.KillAsync();
                await scenario.MomentAsync();
                await scenario.World.Broker.KillAsync();
                await scenario.World.Broker.RestartAsync(Scenario.Stop);
                await scenario.World.Headquarters.RestartAsync(Scenario.Stop);
                await scenario.ProgressAsync();
                if (await CaughtAsync(scenario, report => report.Lost + report.Told > 0))
                {
                    return;
                }
            }

            Assert.Fail($"{MostKills} kills, and nothing was found lost.");
        });

    [Fact]
    public Task HeadquartersThatTellsTheCursorBeforeItsCommit_Killed_IsCaughtLosing() => Scenario.RunAsync(
        FaultyHeadquarters(PlantedFault.CursorBeforeCommit),
        async scenario =>
        {
            for (var kills = 1; kills <= MostKills; kills++)
            {
                await scenario.MomentAsync();
                await scenario.World.Headquarters.KillAsync();
                await scenario.World.Headquarters.RestartAsync(Scenario.Stop);
                await scenario.ProgressAsync();
                if (await CaughtAsync(scenario, report => report.Lost + report.Told > 0))
                {
                    return;
                }
            }

            Assert.Fail($"{MostKills} kills, and nothing was found lost.");
        });

    [Fact]
    public Task HeadquartersThatAppliesWhatItHasSeen_Killed_IsCaughtDoubling() => Scenario.RunAsync(
        FaultyHeadquarters($"{PlantedFault.NoDedupe},{PlantedFault.CrashAfterCommit}"),
        async scenario =>
        {
            var headquarters = scenario.World.Headquarters;
            await Waiting.UntilAsync(
                "something is found doubled",
                Scenario.Limit,
                async () =>
                {
                    await headquarters.ReviveAsync(Scenario.Stop);
                    Assert.True(headquarters.Kills <= MostKills, $"{MostKills} crashes, and the ledger is as if nothing had happened.");
                    return headquarters.Kills > 0 && await CaughtAsync(scenario, report => report.Doubled > 0);
                },
                Scenario.Stop);
        });

    private static WorldOptions FaultyGateway(string faults) => Scenario.Usual with
    {
        Programs = Checkout.FaultyPrograms,
        Gateway = options => Scenario.Quick(options) with { PlantedFaults = faults },
    };

    private static WorldOptions FaultyHeadquarters(string faults) => Scenario.Usual with
    {
        Programs = Checkout.FaultyPrograms,
        Headquarters = options => options with { PlantedFaults = faults, LeaseDuration = TimeSpan.FromSeconds(2) },
    };

    /// <summary>Compares while the world goes on, with what headquarters has so far: what is still on its way is not missed.</summary>
    private static async Task<bool> CaughtAsync(Scenario scenario, Func<LedgerReport, bool> caught) =>
        caught(await scenario.World.CheckSoFarAsync(Scenario.Stop));
}
