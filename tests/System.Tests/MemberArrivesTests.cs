using Cloud.Contracts;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>The whole way of a member: consent, photos, camera, vote, headquarters. The people are drawn.</summary>
[Trait("needs", "world")]
public sealed class MemberArrivesTests
{
    private static readonly string? s_models =
        Environment.GetEnvironmentVariable("EDGE_MODELS") is { Length: > 0 } folder && Directory.Exists(Path.Combine(folder, "clean")) ? folder : null;

    /// <summary>A store whose camera sees whom the test asks for.</summary>
    private static WorldOptions WithCamera => Scenario.Usual with
    {
        Devices = [SimulatedDevice.Camera with { SimulatorArguments = ["--people", "3", "--every", "0", "--height", "720", "--fps", "5"] }],
        Tills = [],
        Cashiers = true,
        Gateway = options => Scenario.Quick(options) with { Models = s_models, ReentryGap = TimeSpan.FromMinutes(10) },
    };

    [Fact]
    public Task EnrolledMember_BeforeTheCamera_IsAnnouncedOnceAcrossAKill_AndAStrangerIsNot()
    {
        Assert.SkipWhen(s_models is null, "there are no face models: name their folder in EDGE_MODELS, or run ./test");
        return Scenario.RunAsync(WithCamera, async scenario =>
        {
            var store = scenario.World.Stores[0];
            var gateway = scenario.World.Gateway;
            await Waiting.UntilAsync("two people are enrolled", Scenario.Limit, () => store.Receptionist!.Enrolled.Count == 2, Scenario.Stop);

            await ShowAsync(store, 1);
            await Waiting.UntilAsync(
                "headquarters knows of the arrival",
                Scenario.Limit,
                async () => (await scenario.World.DataOfAsync(gateway.Address, EventTypes.VipArrived, Scenario.Stop)).Count > 0,
                Scenario.Stop);
            await gateway.KillAsync();
            await gateway.RestartAsync(Scenario.Stop);
            await Waiting.UntilAsync("all devices answer", Scenario.Limit, async () => (await gateway.StatusAsync(Scenario.Stop)).Devices.All(device => device.Availability == "online"), Scenario.Stop);
            await ShowAsync(store, 3);
            await ShowAsync(store, 1);
            await Waiting.UntilAsync(
                "headquarters knows that three stays have ended",
                Scenario.Limit,
                async () => (await scenario.World.DataOfAsync(gateway.Address, EventTypes.VisitEnded, Scenario.Stop)).Count >= 3,
                Scenario.Stop);

            var report = await scenario.RequireRightLedgerAsync(atLeast: 0);
            var arrived = await scenario.World.DataOfAsync(gateway.Address, EventTypes.VipArrived, Scenario.Stop);
            Assert.Contains("\"m-1001\"", Assert.Single(arrived), StringComparison.Ordinal);
            Assert.Equal((1, 1), (report.Gateways[0].Visits.Visits, report.Gateways[0].Visits.Announced));
        });
    }

    /// <summary>Somebody comes, stays and goes.</summary>
    private static async Task ShowAsync(SimulatedStore store, int person)
    {
        var camera = store.Devices[0];
        var goal = Gone(camera.TruthPath) + 1;
        await camera.Process.WriteLineAsync($"person {person}", Scenario.Stop);
        // A film plays as fast as the camera's encoder is let: three times as long where others use the processors.
        await Waiting.UntilAsync($"person {person} has come and gone", 3 * Scenario.Limit, () => Gone(camera.TruthPath) >= goal, Scenario.Stop);
    }

    private static int Gone(string path) => File.ReadAllLines(path).Count(line => line.Contains("\"gone\"", StringComparison.Ordinal));
}
