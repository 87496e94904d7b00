using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Drivers.Cameras;

/// <summary>One running ffmpeg. It dies with the thread that started it, so that thread must live as long as it does; disposing kills it.</summary>
/// <remarks>The signal at the parent's death is sent when the starting thread ends, not the process: prctl(2), PR_SET_PDEATHSIG.</remarks>
internal sealed class FfmpegChild : IDisposable
{
    private const int NotFound = 127;
    private readonly Process _process;
    private readonly Thread _listening;
    private readonly FfmpegWords _words;

    private FfmpegChild(Process process, FfmpegWords words)
    {
        (_process, _words) = (process, words);
        _listening = new Thread(() => words.ReadAll(process.StandardError.BaseStream)) { IsBackground = true, Name = "camera words" };
        _listening.Start();
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Where the pictures come out.</summary>
    public Stream Pictures => _process.StandardOutput.BaseStream;

    /// <summary>What it said last, in words; null for nothing.</summary>
    public string? Words => _words.Last();

    /// <summary>Starts it on the calling thread.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static FfmpegChild Start(FfmpegCommand command, FfmpegWords words)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/",
        };

        // It would write its input into a file.
        start.Environment.Remove("FFREPORT");
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"cannot start {command.Program}: {missing.Message}; install ffmpeg and util-linux", missing);
        }
        var child = new FfmpegChild(process, words);
        try
        {
            // Nothing of its memory goes into a core file: core(5). Kept when it becomes ffmpeg.
            File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/coredump_filter"), "0");
            process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(command.Input));
            process.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended already; its words say why.
        }
        return child;
    }

    /// <summary>Ends it; what it still had is lost. From any thread.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Waits for its end and says how it was, in words.</summary>
    public string WaitForEnd()
    {
        _process.WaitForExit();
        _listening.Join();
        return _process.ExitCode == NotFound ? $"ffmpeg is not installed ({Words}); run: apt-get install ffmpeg"
            : Words ?? (_process.ExitCode == 0 ? "the stream ended" : $"ffmpeg ended with code {_process.ExitCode}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _listening.Join();
        _process.Dispose();
    }
}
