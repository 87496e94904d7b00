using System.Diagnostics;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

[Trait("needs", "world")]
public sealed class DiskFullTests
{
    private const int DiskBytes = 24 << 20;

    [Fact]
    public async Task Disk_Full_RefusesClearlyKeepsWhatItTookAndGoesOnWhenThereIsRoom()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        var disk = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskBytes}", "tmpfs", disk);
        try
        {
            await Scenario.RunAsync(
                Scenario.Usual with { Gateway = options => Scenario.Quick(options) with { DataFolder = disk } },
                async scenario =>
                {
                    await scenario.ProgressAsync();
                    await scenario.World.Broker.KillAsync();
                    var ballast = Path.Combine(disk, "ballast");
                    Fill(ballast);
                    var gateway = scenario.World.Gateway;
                    await Waiting.UntilAsync("the gateway refuses", Scenario.Limit, () => RefusesAsync(gateway), Scenario.Stop);
                    Assert.False(gateway.Process.HasExited);

                    File.Delete(ballast);
                    await scenario.World.Broker.RestartAsync(Scenario.Stop);
                    await scenario.ProgressAsync();
                    Assert.False(await RefusesAsync(gateway));
                    await scenario.RequireRightLedgerAsync();
                    Assert.Equal(0, gateway.Kills);
                });
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task<bool> RefusesAsync(GatewayProcess gateway)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Intake, "/v1/events"))
        {
            Content = new StringContent(
                $$"""{"id":"{{Guid.NewGuid()}}","type":"scan.read","data":{"symbology":"ean13","text":"{{new string('0', 4000)}}"} }""",
                System.Text.Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("Authorization", $"Bearer {(await File.ReadAllTextAsync(gateway.TokenFile, Scenario.Stop)).Trim()}");
        using var answer = await http.SendAsync(request, Scenario.Stop);
        return (int)answer.StatusCode is 503 or 507;
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, which is what was wanted.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Scenario.Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
