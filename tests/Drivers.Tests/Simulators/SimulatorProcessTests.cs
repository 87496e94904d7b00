using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Simulators.Ports;

namespace Drivers.Tests.Simulators;

/// <summary>The program itself, over a real pty.</summary>
[Trait("needs", "world")]
public sealed class SimulatorProcessTests
{
    private const int Patience = 60_000;

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task Toledo8217_AnswersW_AndAReopenedPortToo_AndEndsOnSigterm()
    {
        using var program = await SimulatorProgram.StartAsync("toledo-8217", "--shopper", "off");
        for (var i = 0; i < 2; i++)
        {
            await using var port = Open(program.Link);
            await port.WriteAsync("W"u8.ToArray(), TestToken);
            Assert.Equal("\u000200.000\r", await ReadAsync(port, 8));
        }

        Terminate(program.Process);
        await program.Process.WaitForExitAsync(TestToken);

        Assert.Equal(0, program.Process.ExitCode);
        Assert.Null(new FileInfo(program.Link).LinkTarget);
    }

    [Fact(Timeout = Patience)]
    public async Task Unplug_HangsUp_AndReplug_ComesBack()
    {
        using var program = await SimulatorProgram.StartAsync("toledo-continuous", "--shopper", "off");
        await using (var port = Open(program.Link))
        {
            await ReadAsync(port, 17);
            await program.ScriptAsync("unplug");
            await HangUpAsync(port);
        }

        await program.ScriptAsync("replug");
        while (new FileInfo(program.Link).LinkTarget is null)
        {
            await Task.Yield();
        }

        await using var again = Open(program.Link);
        Assert.Contains('\u0002', await ReadAsync(again, 17));
    }

    [Fact(Timeout = Patience)]
    public async Task WrongUsage_ExitsTwo_AndSaysWhy()
    {
        using var process = SimulatorProgram.Launch("modbus-plate", "--link", "/nowhere", "--units", "0");
        var words = await process.StandardError.ReadToEndAsync(TestToken);
        await process.WaitForExitAsync(TestToken);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("1 to 247", words, StringComparison.Ordinal);
    }

    /// <summary>Reads until the far end is gone: end of file, or the error that .NET makes of EIO.</summary>
    private static async Task HangUpAsync(FileStream port)
    {
        try
        {
            var buffer = new byte[256];
            while (await Task.Run(() => port.Read(buffer), TestToken) > 0)
            {
                // Frames sent before the plug was pulled.
            }
        }
        catch (IOException)
        {
        }
    }

    private static async Task<string> ReadAsync(FileStream port, int count)
    {
        var buffer = new byte[count];
        await Task.Run(() => port.ReadExactly(buffer), TestToken);
        return Encoding.ASCII.GetString(buffer);
    }

    private static FileStream Open(string link)
    {
        var descriptor = Libc.Check(Libc.Open(link, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec), link);
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    [Fact(Timeout = Patience)]
    public async Task Till_PostsUntilAllIsAcknowledged_ThroughRefusals()
    {
        using var door = HttpDoor.Open(refuseEvery: 3);
        var files = Directory.CreateTempSubdirectory("till");
        var (token, log) = (Path.Combine(files.FullName, "token"), Path.Combine(files.FullName, "log"));
        await File.WriteAllTextAsync(token, "secret\n", TestToken);

        using var process = SimulatorProgram.Launch(
            "till", "--url", door.Url, "--token-file", token, "--log", log, "--rate", "0", "--count", "50", "--parallel", "2", "--batch", "7");
        await process.WaitForExitAsync(TestToken);

        Assert.Equal((0, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync(TestToken)));
        Assert.Equal(50, (await File.ReadAllLinesAsync(log, TestToken)).Distinct().Count());
        Assert.Equal(50, door.Accepted);
        files.Delete(recursive: true);
    }

    private static void Terminate(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
