using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using EdgeGateway.Core.Cameras;

namespace EdgeGateway.Host.Verbs;

/// <summary>The frames of a recorded video, or the one of a photo, decoded by ffmpeg in a process of its own. Memory does not grow with the video.</summary>
/// <remarks>
/// Pictures come on the child's standard output and their times and sizes on its standard error, so that any frame rate, also one that varies, keeps the video's
/// own time. They are upright, with square pixels, and at most <see cref="MostSide"/> wide and high.
/// </remarks>
internal sealed class VideoFrames : IDisposable
{
    /// <summary>The longest side of a frame, in pixels.</summary>
    public const int MostSide = 1280;

    private const int ErrorsKept = 3;

    private readonly string _name;
    private readonly Process _ffmpeg;
    private readonly Task _fed;
    private readonly Channel<FrameStamp> _stamps = Channel.CreateBounded<FrameStamp>(64);
    private readonly Queue<string> _errors = new();
    private readonly Task _listening;
    private readonly TimeSpan _usualGap;
    private CameraFrame? _frame;
    private TimeSpan _last = TimeSpan.MinValue;

    private VideoFrames(string name, ProcessStartInfo start, byte[]? input, TimeSpan usualGap)
    {
        (_name, _usualGap) = (name, usualGap);
        try
        {
            _ffmpeg = Process.Start(start) ?? throw new IOException("ffmpeg did not start");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"ffmpeg cannot be started ({e.Message}); install it, on Debian with: apt install ffmpeg", e);
        }

        _fed = Task.Run(() => FeedAsync(input));
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Frames that came.</summary>
    public int Count { get; private set; }

    /// <summary>What ffmpeg could not read, the last of it; empty where it could read everything.</summary>
    public string Problem
    {
        get
        {
            lock (_errors)
            {
                return string.Join("; ", _errors);
            }
        }
    }

    /// <summary>Opens a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="framesPerSecond">At most so many frames of each second; none is made up where the video has fewer.</param>
    /// <exception cref="IOException">ffmpeg is not there.</exception>
    public static VideoFrames OfVideo(string path, int framesPerSecond)
    {
        // A frame is taken when a new fifth of a second (or whatever it is) has begun; a hair is allowed for times that are rounded.
        var chosen = string.Create(
            CultureInfo.InvariantCulture,
            $"select='isnan(t)+isnan(prev_selected_t)+gt(floor(t*{framesPerSecond}+0.02),floor(prev_selected_t*{framesPerSecond}+0.02))',");
        return new VideoFrames(
            path,
            Start(["-nostdin", "-protocol_whitelist", "file", "-i", $"file:{Path.GetFullPath(path)}", "-map", "0:V:0"], chosen),
            null,
            TimeSpan.FromSeconds(1.0 / framesPerSecond));
    }

    /// <summary>Opens a photo.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read, or ffmpeg is not there.</exception>
    public static VideoFrames OfPhoto(string path) =>
        new(path, Start(["-protocol_whitelist", "pipe", "-i", "pipe:0", "-map", "0:v:0", "-frames:v", "1"], ""), File.ReadAllBytes(path), TimeSpan.FromSeconds(1));

    /// <summary>The next frame; it is the same object again and again, and its caller overwrites it.</summary>
    /// <param name="original">How many pixels the original is wide and high.</param>
    /// <returns>Null at the end.</returns>
    /// <exception cref="IOException">ffmpeg could not read it.</exception>
    public CameraFrame? Next(out (int Width, int Height) original)
    {
        if (!_stamps.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() || !_stamps.Reader.TryRead(out var stamp))
        {
            original = default;
            Finish();
            return null;
        }

        original = (stamp.OriginalWidth, stamp.OriginalHeight);
        if (_frame is null || (_frame.Width, _frame.Height) != (stamp.Width, stamp.Height))
        {
            _frame?.Dispose();
            _frame = new CameraFrame(stamp.Width, stamp.Height);
        }

        if (_ffmpeg.StandardOutput.BaseStream.ReadAtLeast(_frame.Bytes, _frame.Bytes.Length, throwOnEndOfStream: false) < _frame.Bytes.Length)
        {
            Finish();
            return null;
        }

        // Time never stands still or goes back, whatever the file says.
        var time = stamp.Time ?? (Count == 0 ? TimeSpan.Zero : _last + _usualGap);
        _last = Count > 0 && time <= _last ? _last + TimeSpan.FromMilliseconds(1) : time;
        _frame.Time = DateTimeOffset.UnixEpoch + _last;
        Count++;
        return _frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frame?.Dispose();
        try
        {
            _ffmpeg.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _ffmpeg.WaitForExit();
        Task.WaitAll(_fed, _listening);
        _ffmpeg.Dispose();
    }

    private static ProcessStartInfo Start(string[] input, string chosen)
    {
        var scale = string.Create(CultureInfo.InvariantCulture, $"min(1,{MostSide}/max(iw*sar,ih))");
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-hide_banner", "-nostats", "-loglevel", "level+info", "-threads", "2", .. input, "-fps_mode", "passthrough",
            "-vf", $"{chosen}showinfo=checksum=0,scale=w='max(2,trunc(iw*sar*{scale}))':h='max(2,trunc(ih*{scale}))':flags=area,format=rgb24,showinfo=checksum=0",
            "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        return start;
    }

    private async Task FeedAsync(byte[]? input)
    {
        try
        {
            if (input is not null)
            {
                await _ffmpeg.StandardInput.BaseStream.WriteAsync(input).ConfigureAwait(false);
            }

            _ffmpeg.StandardInput.Close();
        }
        catch (IOException)
        {
            // It needs no more of it, or has said on its error stream why not.
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            (int Width, int Height)? original = null;
            while (await _ffmpeg.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (FrameStamp.TryRead(line, out var time, out var width, out var height))
                {
                    if (original is not { } first)
                    {
                        original = (width, height);
                        continue;
                    }

                    original = null;
                    await _stamps.Writer.WriteAsync(new FrameStamp(time, width, height, first.Width, first.Height)).ConfigureAwait(false);
                }
                else if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal))
                {
                    Keep(line);
                }
            }
        }
        finally
        {
            _stamps.Writer.Complete();
        }
    }

    private void Keep(string line)
    {
        lock (_errors)
        {
            if (_errors.Count == ErrorsKept)
            {
                _errors.Dequeue();
            }

            var word = line.IndexOf("] ", line.IndexOf("[error]", StringComparison.Ordinal) is var at and >= 0 ? at : 0, StringComparison.Ordinal);
            _errors.Enqueue(line[(word < 0 ? 0 : word + 2)..].Trim());
        }
    }

    private void Finish()
    {
        _ffmpeg.WaitForExit();
        _listening.Wait();
        if (_ffmpeg.ExitCode != 0 || Count == 0)
        {
            throw new IOException($"{_name}: {(Problem is { Length: > 0 } problem ? problem : "there is no picture in it")}");
        }
    }
}
