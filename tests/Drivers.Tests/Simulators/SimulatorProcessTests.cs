using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Simulators.Ports;

namespace Drivers.Tests.Simulators;

/// <summary>The program itself, over a real pty.</summary>
[Trait("needs", "world")]
public sealed class SimulatorProcessTests : IDisposable
{
    private const int Patience = 60_000;

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("simulators").FullName;
    private Process? _process;

    private string Link => Path.Combine(_folder, "scale");

    [Fact(Timeout = Patience)]
    public async Task Toledo8217_AnswersW_AndAReopenedPortToo_AndEndsOnSigterm()
    {
        await StartAsync("toledo-8217", "--shopper", "off");
        for (var i = 0; i < 2; i++)
        {
            await using var port = Open();
            await port.WriteAsync("W"u8.ToArray(), TestToken);
            Assert.Equal("\u000200.000\r", await ReadAsync(port, 8));
        }

        Terminate();
        await _process!.WaitForExitAsync(TestToken);

        Assert.Equal(0, _process.ExitCode);
        Assert.Null(new FileInfo(Link).LinkTarget);
    }

    [Fact(Timeout = Patience)]
    public async Task Unplug_HangsUp_AndReplug_ComesBack()
    {
        await StartAsync("toledo-continuous", "--shopper", "off");
        await using (var port = Open())
        {
            await ReadAsync(port, 17);
            await _process!.StandardInput.WriteLineAsync("unplug");
            await HangUpAsync(port);
        }

        await _process.StandardInput.WriteLineAsync("replug");
        while (new FileInfo(Link).LinkTarget is null)
        {
            await Task.Yield();
        }

        await using var again = Open();
        Assert.Contains('\u0002', await ReadAsync(again, 17));
    }

    [Fact(Timeout = Patience)]
    public async Task WrongUsage_ExitsTwo_AndSaysWhy()
    {
        using var process = Launch("modbus-plate", "--link", Link, "--units", "0");
        var words = await process.StandardError.ReadToEndAsync(TestToken);
        await process.WaitForExitAsync(TestToken);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("1 to 247", words, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(PtyPort).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
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

    private async Task StartAsync(string verb, params string[] arguments)
    {
        _process = Launch([verb, "--link", Link, .. arguments]);
        Assert.Contains("ready", await _process.StandardOutput.ReadLineAsync(TestToken), StringComparison.Ordinal);
    }

    private FileStream Open()
    {
        var descriptor = Libc.Check(Libc.Open(Link, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec), Link);
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    private void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
