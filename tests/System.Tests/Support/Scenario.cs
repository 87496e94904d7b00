using System.Globalization;
using Simulators.World;
using Simulators.World.Ledgers;

namespace SystemTests.Support;

/// <summary>A world under load in which something is about to go wrong, at moments drawn from one seed.</summary>
internal sealed class Scenario
{
    /// <summary>Generous: it only costs time where a test fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly TillLoad s_load = new(PerSecond: 400, Parallel: 8, Batch: 2);

    private Scenario(World world, Random random)
    {
        World = world;
        Random = random;
    }

    /// <summary>How often each part is killed: 5, or what the environment says in KILLS.</summary>
    public static int Kills { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 5;

    public World World { get; }

    public Random Random { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What every scenario begins with: one store with a busy till, and everything quick to come back.</summary>
    public static WorldOptions Usual => new(Checkout.Programs)
    {
        Devices = [],
        Tills = [s_load],
        Headquarters = options => options with { LeaseDuration = TimeSpan.FromSeconds(2) },
        Gateway = Quick,
    };

    public static GatewayOptions Quick(GatewayOptions options) => options with
    {
        ReconnectMin = TimeSpan.FromMilliseconds(50),
        ReconnectMax = TimeSpan.FromMilliseconds(500),
        CursorTimeout = TimeSpan.FromSeconds(2),
        BatchEvents = 50,
    };

    /// <summary>Starts the world, runs the scenario, and says with every failure how to see it again and where to look.</summary>
    public static async Task RunAsync(WorldOptions options, Func<Scenario, Task> story)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : new Random().Next();
        var world = await World.StartAsync(options with { Seed = seed % 1_000_000 }, Stop);
        var failed = true;
        try
        {
            await story(new Scenario(world, new Random(seed)));
            failed = false;
        }
        catch (Exception e)
        {
            throw new ScenarioFailedException($"With SEED={seed}, logs and files in {world.Folder.Path}: {e.Message}", e);
        }
        finally
        {
            await world.DisposeAsync(deleteFolder: !failed);
        }
    }

    /// <summary>Lets a random while pass: the fault is to hit anywhere.</summary>
    public Task MomentAsync(int mostMs = 300) => Task.Delay(TimeSpan.FromMilliseconds(Random.Next(5, mostMs)), TimeProvider.System, Stop);

    /// <summary>Waits until headquarters has committed something new of a gateway, so that the next fault hits a running chain.</summary>
    /// <param name="gateway">Which, or null for the first.</param>
    /// <param name="events">How many new events.</param>
    public async Task ProgressAsync(GatewayProcess? gateway = null, int events = 1)
    {
        gateway ??= World.Gateway;
        long? start = null;
        await Waiting.UntilAsync(
            $"headquarters commits something new of {gateway.Address.Gateway}",
            Limit,
            async () =>
            {
                if (await CommittedAsync(gateway) is not { } committed)
                {
                    return false;
                }

                start ??= committed;
                return committed >= start + events;
            },
            Stop);
    }

    /// <summary>What a gateway knows to be committed, or null while it does not answer.</summary>
    private static async Task<long?> CommittedAsync(GatewayProcess gateway)
    {
        try
        {
            return (await gateway.StatusAsync(Stop)).CommittedSeq;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Stops the sources, waits until all has arrived and compares.</summary>
    public Task<LedgerReport> SettleAsync() => World.SettleAsync(Limit, Stop);

    /// <summary>Waits until there is enough to compare, stops the sources, waits until all has arrived and requires that nothing is lost, doubled or out of order.</summary>
    /// <param name="atLeast">Fewer acknowledged events than this would prove nothing.</param>
    public async Task<LedgerReport> RequireRightLedgerAsync(int atLeast = 50)
    {
        await Waiting.UntilAsync($"{atLeast} events are acknowledged", Limit, () => Task.FromResult(Acknowledged() >= atLeast), Stop);
        var report = await SettleAsync();
        Assert.True(report.IsRight, report.ToString());
        Assert.True(report.Acknowledged >= atLeast, $"Only {report.Acknowledged} events were acknowledged.\n{report}");
        return report;
    }

    private int Acknowledged() => World.Stores.Sum(store => store.Tills.Sum(till => TillLog.Read(till.LogPath).Count()));
}

/// <summary>A scenario went wrong; the message has what is needed to look into it.</summary>
public sealed class ScenarioFailedException(string message, Exception inner) : Exception(message, inner);
