using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>What <c>./run</c> does for its user.</summary>
[Trait("needs", "world")]
public sealed class WorldRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-run-").FullName;
    private readonly MarkedProcesses _marked = MarkedProcesses.New();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TwoCopies_ForAFewSeconds_DoNotCollideAndPrintARightLedger()
    {
        await using var first = await _marked.StartWorldAsync(Log("first"), "--for", "8", "--models", "none");
        await using var second = await _marked.StartWorldAsync(Log("second"), "--for", "8", "--stores", "2", "--models", "none");

        await EndedAsync(first);
        await EndedAsync(second);

        Assert.True((first.ExitCode, second.ExitCode) == (0, 0), string.Join('\n', [.. first.LogLines(), .. second.LogLines()]));
        Assert.Equal("ledger: right", first.LogLines()[^1]);
        Assert.Equal("ledger: right", second.LogLines()[^1]);
        Assert.Contains(first.LogLines(), line => line.StartsWith("headquarters   http://127.0.0.1:", StringComparison.Ordinal));
        Assert.Empty(_marked.Find());
    }

    [Fact]
    public async Task World_Interrupted_StopsEverythingInOrder()
    {
        await using var world = await _marked.StartWorldAsync(Log("world"));
        await world.WaitForLineAsync("headquarters ", Scenario.Limit, Scenario.Stop);

        Assert.True(await world.StopAsync());

        Assert.Equal(0, world.ExitCode);
        Assert.Empty(_marked.Find());
    }

    [Fact]
    public async Task World_KilledHard_LeavesNoProcessBehind()
    {
        await using var world = await _marked.StartWorldAsync(Log("world"), "--folder", Path.Combine(_folder, "world"));
        await world.WaitForLineAsync("headquarters ", Scenario.Limit, Scenario.Stop);
        Assert.True(_marked.Find().Count >= 6, string.Join('\n', _marked.Find()));

        await world.KillAsync();

        await Waiting.UntilAsync("all children are gone", Scenario.Limit, () => _marked.Find().Count == 0, Scenario.Stop);
    }

    [Fact]
    public async Task HeadquartersPort_Taken_IsOneClearLine()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var world = await _marked.StartWorldAsync(Log("world"), "--headquarters-port", port);

        await EndedAsync(world);

        Assert.Equal(1, world.ExitCode);
        Assert.Contains(port, Assert.Single(world.LogLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_OfAWorld_AreReadableByTheirOwnerOnlyAndStandInNoCommandLine()
    {
        var folder = Path.Combine(_folder, "world");
        await using var world = await _marked.StartWorldAsync(Log("world"), "--folder", folder);
        await world.WaitForLineAsync("headquarters ", Scenario.Limit, Scenario.Stop);

        var secrets = Directory.GetFiles(folder, "*", SearchOption.TopDirectoryOnly)
            .Where(file => file.EndsWith("-password", StringComparison.Ordinal) || file.EndsWith("-token", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, secrets.Count);
        Assert.All(secrets, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        var commandLines = string.Concat(_marked.Find());
        var logs = string.Concat(Directory.GetFiles(folder, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(secrets.Select(File.ReadAllText), secret =>
        {
            Assert.DoesNotContain(secret, commandLines, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, logs, StringComparison.Ordinal);
        });
        await world.StopAsync();
    }

    private static Task EndedAsync(ChildProcess child) =>
        Waiting.UntilAsync($"{child.Name} ends", Scenario.Limit, () => child.HasExited, Scenario.Stop);

    private string Log(string name) => Path.Combine(_folder, $"{name}.log");
}
