using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>Two nodes of headquarters on one PostgreSQL: only the holder of a shard's lease may write to it.</summary>
[Trait("needs", "world")]
public sealed class TwoNodesTests : IAsyncLifetime
{
    private const int Rounds = 3;

    private PrivateFolder _folder = null!;
    private PostgresServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = PrivateFolder.Open(null);
        _server = await PostgresServer.StartAsync(_folder, Scenario.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete();
    }

    [Fact]
    public async Task LeaseHolder_Killed_OtherNodeGoesOnInOrder() => await RunAsync("killed", async scenario =>
    {
        for (var i = 0; i < Rounds; i++)
        {
            await scenario.ProgressAsync();
            var holder = await HolderAsync(scenario.World);
            await scenario.MomentAsync();
            await holder.KillAsync();
            await AnotherHoldsAsync(scenario, holder);
            await scenario.ProgressAsync();
            await holder.RestartAsync(Scenario.Stop);
        }
    });

    [Fact]
    public async Task LeaseHolder_PausedPastItsLease_CannotWriteAsZombie() => await RunAsync("paused", async scenario =>
    {
        for (var i = 0; i < Rounds; i++)
        {
            await scenario.ProgressAsync();
            var holder = await HolderAsync(scenario.World);
            await scenario.MomentAsync();
            holder.Process.Pause();
            await AnotherHoldsAsync(scenario, holder);
            await scenario.ProgressAsync();
            holder.Process.Resume();
            await scenario.MomentAsync();
        }
    });

    private static Task AnotherHoldsAsync(Scenario scenario, Headquarters holder) => Waiting.UntilAsync(
        "another node takes the lease", Scenario.Limit, async () => await HolderOrNullAsync(scenario.World) is { } now && now != holder, Scenario.Stop);

    private static async Task<Headquarters> HolderAsync(World world)
    {
        Headquarters? holder = null;
        await Waiting.UntilAsync("a node holds the lease", Scenario.Limit, async () => (holder = await HolderOrNullAsync(world)) is not null, Scenario.Stop);
        return holder!;
    }

    /// <summary>A node may add something to its name, to tell its lives apart.</summary>
    private static async Task<Headquarters?> HolderOrNullAsync(World world)
    {
        var name = await world.LeaseHolderAsync(world.Gateway.Address, Scenario.Stop);
        return name is null ? null : world.Nodes.Single(node => name.StartsWith(node.Node, StringComparison.Ordinal));
    }

    private async Task RunAsync(string name, Func<Scenario, Task> story)
    {
        var database = await _server.CreateDatabaseAsync($"headquarters-{name}", Scenario.Stop);
        await Scenario.RunAsync(Scenario.Usual with { Database = database, Nodes = ["node-1", "node-2"] }, async scenario =>
        {
            await story(scenario);
            await scenario.ProgressAsync();
            await scenario.RequireRightLedgerAsync();
        });
    }
}
