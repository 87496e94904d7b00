using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
[Trait("long", "yes")]
public sealed class HeadquartersKilledTests
{
    [Fact]
    public Task Headquarters_KilledUnderLoad_AppliesEachEventOnce() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        for (var i = 0; i < Scenario.Kills; i++)
        {
            await scenario.ProgressAsync();
            await scenario.MomentAsync();
            await scenario.World.Headquarters.KillAsync();
            await scenario.World.Headquarters.RestartAsync(Scenario.Stop);
        }

        await scenario.ProgressAsync();
        await scenario.RequireRightLedgerAsync();
    });

    [Fact]
    public Task Headquarters_CrashingBetweenCommitAndCursor_AppliesEachEventOnce() => CrashAsync(PlantedFault.CrashAfterCommit);

    [Fact]
    public Task Headquarters_CrashingBetweenReceiveAndCommit_LosesNothing() => CrashAsync(PlantedFault.CrashAfterReceive);

    private static Task CrashAsync(string fault) => Scenario.RunAsync(
        Scenario.Usual with
        {
            Programs = Checkout.FaultyPrograms,
            Headquarters = options => options with { PlantedFaults = fault, LeaseDuration = TimeSpan.FromSeconds(2) },
        },
        async scenario =>
        {
            var headquarters = scenario.World.Headquarters;
            await Waiting.UntilAsync(
                $"{Scenario.Kills} crashes",
                Scenario.Limit * Math.Max(1, Scenario.Kills / 8),
                async () =>
                {
                    await headquarters.ReviveAsync(Scenario.Stop);
                    return headquarters.Kills >= Scenario.Kills;
                },
                Scenario.Stop);

            // It still crashes while the rest drains.
            await scenario.World.StopSourcesAsync();
            using var done = CancellationTokenSource.CreateLinkedTokenSource(Scenario.Stop);
            var nurse = NurseAsync(headquarters, done.Token);
            await scenario.RequireRightLedgerAsync();
            await done.CancelAsync();
            await nurse;
        });

    private static async Task NurseAsync(Headquarters headquarters, CancellationToken done)
    {
        try
        {
            while (true)
            {
                await headquarters.ReviveAsync(done);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, done);
            }
        }
        catch (OperationCanceledException)
        {
            // Drained.
        }
    }
}
