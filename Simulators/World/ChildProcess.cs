using System.Diagnostics;
using System.Globalization;

namespace Simulators.World;

/// <summary>One program started by the world: its log goes to a file, and it cannot outlive this process.</summary>
/// <remarks>
/// The child gets SIGKILL from the kernel when this process ends in whatever way (<c>setpriv --pdeathsig</c>), and a session of its own
/// (<c>setsid</c>), so that Ctrl-C in a terminal reaches only the world, which then stops the children in order. All of them are exec:
/// the process id is the program's own.
/// </remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private const string Script = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";
    private const string ScriptWithoutInput = Script + " </dev/null";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly long _logStart;
    private bool _disposed;

    private ChildProcess(string name, string log, long logStart, Process process)
    {
        Name = name;
        LogPath = log;
        _logStart = logStart;
        _process = process;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The file with everything it printed, over all restarts.</summary>
    public string LogPath { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _disposed || _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Processor time used so far.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Resident memory in bytes, 0 once it has ended.</summary>
    public long ResidentBytes
    {
        get
        {
            try
            {
                var pages = File.ReadAllText($"/proc/{Id}/statm").Split(' ')[1];
                return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="order">What to start.</param>
    public static async Task<ChildProcess> StartAsync(ChildOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var what = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = order.WithInput };
        foreach (var argument in (string[])["-c", order.WithInput ? Script : ScriptWithoutInput, "sh", order.LogPath, "setpriv"])
        {
            what.ArgumentList.Add(argument);
        }

        if (order.RunAs is { } user)
        {
            foreach (var argument in (string[])[$"--reuid={user}", $"--regid={user}", "--clear-groups"])
            {
                what.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in (string[])["--pdeathsig", "KILL", "setsid", order.Program, .. order.Arguments])
        {
            what.ArgumentList.Add(argument);
        }

        what.Environment["DOTNET_ROOT"] = ProgramFiles.DotnetRoot;
        what.Environment["DOTNET_NOLOGO"] = "1";
        // Killed hard, a process would leave its diagnostic pipe and socket in the temporary folder for good.
        what.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in order.Environment)
        {
            what.Environment[name] = value;
        }

        var logStart = File.Exists(order.LogPath) ? new FileInfo(order.LogPath).Length : 0;
        return new ChildProcess(order.Name, order.LogPath, logStart, await Launcher.StartAsync(what).ConfigureAwait(false));
    }

    /// <summary>Starts a program and waits until it is ready; where it does not become so, nothing of it is left running.</summary>
    /// <exception cref="ChildFailedException">It ended, or did not become ready.</exception>
    public static async Task<ChildProcess> StartAsync(ChildOrder order, Func<ChildProcess, Task> ready)
    {
        ArgumentNullException.ThrowIfNull(ready);
        var child = await StartAsync(order).ConfigureAwait(false);
        try
        {
            await ready(child).ConfigureAwait(false);
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a line of its log since this start begins with <paramref name="prefix"/>.</summary>
    /// <returns>The rest of that line.</returns>
    /// <exception cref="ChildFailedException">It ended first, or the limit passed.</exception>
    public async Task<string> WaitForLineAsync(string prefix, TimeSpan limit, CancellationToken cancellationToken)
    {
        string? found = null;
        await WaitForAsync(
            $"the line '{prefix}…'",
            limit,
            () =>
            {
                found ??= LogLines().FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
                return Task.FromResult(found is not null);
            },
            cancellationToken).ConfigureAwait(false);
        return found![prefix.Length..].Trim();
    }

    /// <summary>Waits until it is ready by some other sign.</summary>
    /// <exception cref="ChildFailedException">It ended first, or the limit passed.</exception>
    public async Task WaitForAsync(string what, TimeSpan limit, Func<Task<bool>> ready, CancellationToken cancellationToken)
    {
        try
        {
            await Waiting.UntilAsync(
                what,
                limit,
                async () =>
                {
                    var ended = HasExited;
                    return await ready().ConfigureAwait(false) || (ended ? throw Failure($"ended with exit code {_process.ExitCode}") : false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Failure($"did not become ready in {limit.TotalSeconds:0} s ({what})");
        }
    }

    /// <summary>The lines it printed since this start; the last one only where it is complete.</summary>
    public IReadOnlyList<string> LogLines()
    {
        if (!File.Exists(LogPath))
        {
            return [];
        }

        using var file = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Min(_logStart, file.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var lines = text.Split('\n');
        return lines[..^1];
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        if (_disposed)
        {
            return;
        }

        Send(Signals.Kill);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>SIGSTOP: it stands still and does not know.</summary>
    public void Pause() => Send(Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Send(Signals.Continue);

    /// <summary>SIGTERM, and SIGKILL where it has not ended half a minute later.</summary>
    /// <returns>True where it ended by itself.</returns>
    public async Task<bool> StopAsync()
    {
        if (HasExited)
        {
            return true;
        }

        Send(Signals.Terminate);
        using var limit = new CancellationTokenSource(s_patience, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Writes a line to its standard input.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteAsync($"{line}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            await KillAsync().ConfigureAwait(false);
            _disposed = true;
            _process.Dispose();
        }
    }

    /// <summary>An error about this child, with the last lines of its log.</summary>
    internal ChildFailedException Failure(string what)
    {
        var tail = LogLines().TakeLast(12).ToList();
        return new ChildFailedException(
            $"{Name} {what}. " + (tail.Count == 0
                ? $"It printed nothing ({LogPath})."
                : $"The last lines of its log ({LogPath}):\n  {string.Join("\n  ", tail)}"));
    }

    private void Send(int signal)
    {
        if (!HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }
}
