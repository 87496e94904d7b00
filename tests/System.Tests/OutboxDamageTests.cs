using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Microsoft.Data.Sqlite;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>What a bad disk or a helpful technician does to the outbox file. The service lives, says so, and invents nothing.</summary>
[Trait("needs", "world")]
public sealed class OutboxDamageTests
{
    [Fact]
    public Task OutboxFile_ReplacedByAnOlderCopy_GoesOnUnderANewEpoch() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        await scenario.ProgressAsync();
        await gateway.KillAsync();
        var copy = scenario.World.Folder.Folder("copy");
        CopyOutbox(gateway.Options.DataFolder, copy);
        await gateway.RestartAsync(Scenario.Stop);
        await scenario.ProgressAsync();

        // Only what headquarters has can outlive a restored disk.
        await CloseTillsAndDrainAsync(scenario);
        await gateway.KillAsync();
        CopyOutbox(copy, gateway.Options.DataFolder);
        await gateway.RestartAsync(Scenario.Stop);
        await scenario.World.Stores[0].AddTillAsync(new TillLoad(200, 4));
        await scenario.ProgressAsync(events: 50);

        await scenario.RequireRightLedgerAsync();
        Assert.Contains(await WhyGapsAsync(scenario), why => why == "restored");
    });

    [Fact]
    public Task OutboxRow_OneByteFlipped_BecomesAGapThatIsTold() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        await scenario.ProgressAsync();
        await scenario.World.Broker.KillAsync();
        await WaitingEventsAsync(scenario, 50);
        await gateway.KillAsync();
        FlipOneByteOfAWaitingEvent(gateway.OutboxPath);
        await gateway.RestartAsync(Scenario.Stop);
        await scenario.World.Broker.RestartAsync(Scenario.Stop);
        await scenario.ProgressAsync();

        var report = await scenario.SettleAsync();
        Assert.True(report.IsHonest, report.ToString());
        Assert.InRange(report.Told, 1, 2);
        Assert.Contains(await WhyGapsAsync(scenario), why => why == "damaged");
    });

    [Fact]
    public Task OutboxFile_Truncated_ServiceLivesAndGoesOn() => Scenario.RunAsync(Scenario.Usual, async scenario =>
    {
        var gateway = scenario.World.Gateway;
        await scenario.ProgressAsync();
        await CloseTillsAndDrainAsync(scenario);
        await gateway.KillAsync();
        foreach (var file in Directory.GetFiles(gateway.Options.DataFolder, "outbox.db*"))
        {
            using var cut = File.OpenWrite(file);
            cut.SetLength(cut.Length / 2);
        }

        await gateway.RestartAsync(Scenario.Stop);
        await scenario.World.Stores[0].AddTillAsync(new TillLoad(200, 4));
        await scenario.ProgressAsync(events: 50);

        var report = await scenario.SettleAsync();
        Assert.True(report.IsHonest, report.ToString());
        Assert.True(report.Acknowledged >= 50, report.ToString());
    });

    private static async Task CloseTillsAndDrainAsync(Scenario scenario)
    {
        await scenario.World.StopSourcesAsync();
        await scenario.World.DrainAsync(Scenario.Limit, Scenario.Stop);
    }

    private static Task WaitingEventsAsync(Scenario scenario, int least) => Waiting.UntilAsync(
        "events wait in the outbox", Scenario.Limit, async () => (await scenario.World.Gateway.StatusAsync(Scenario.Stop)).Depth >= least, Scenario.Stop);

    private static async Task<IReadOnlyList<string?>> WhyGapsAsync(Scenario scenario) =>
        [.. (await scenario.World.DataOfAsync(scenario.World.Gateway.Address, EventTypes.BufferGap, Scenario.Stop)).Select(Why)];

    private static string? Why(string data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.GetProperty("why").GetString();
    }

    private static void CopyOutbox(string from, string to)
    {
        foreach (var old in Directory.GetFiles(to, "outbox.db*"))
        {
            File.Delete(old);
        }

        foreach (var file in Directory.GetFiles(from, "outbox.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>In the table's own page, past the write-ahead log, whose checksums would notice and cut it off instead.</summary>
    private static void FlipOneByteOfAWaitingEvent(string path)
    {
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("\"symbology\""));
        Assert.True(at > 0, "no waiting event was found in the file");
        bytes[at + 2] ^= 0x01;
        File.WriteAllBytes(path, bytes);
    }
}
