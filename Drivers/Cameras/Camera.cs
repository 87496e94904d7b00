using System.Globalization;
using System.Threading.Channels;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;

namespace Drivers.Cameras;

/// <summary>Driver for cameras: a child ffmpeg decodes, frames go into the slot, and once a second it is said how the picture is.</summary>
/// <remarks>A thread of its own starts the child and reads it; it ends with the child. Nothing of a picture is ever written to disk.</remarks>
internal sealed class Camera : IDriver, IAsyncDisposable
{
    private static readonly TimeSpan s_tell = TimeSpan.FromSeconds(1);

    /// <summary>The first picture may take at least so long: a camera begins with its next key picture.</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(5);

    /// <summary>Full: the older reading goes, because the newer one says all of it.</summary>
    private readonly Channel<CameraReading> _readings = Channel.CreateBounded<CameraReading>(
        new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    private readonly string _deviceId;
    private readonly CameraSettings _settings;
    private readonly FrameSlot? _slot;
    private readonly TimeProvider _clock;
    private readonly PictureWatch _watch;
    private readonly Queue<DateTimeOffset> _times = [];
    private readonly TaskCompletionSource<FfmpegChild> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile string? _whyKilled;

    private Camera(string deviceId, FfmpegCommand command, FfmpegWords words, CameraSettings settings, FrameSlot? slot, TimeProvider clock)
    {
        (_deviceId, _settings, _slot, _clock) = (deviceId, settings, slot, clock);
        _watch = new PictureWatch(settings.Frozen, settings.Black);
        _thread = new Thread(() => Run(command, words)) { IsBackground = true, Name = $"camera {deviceId}" };
    }

    /// <summary>The child's process id.</summary>
    public int ChildId { get; private set; }

    private TimeSpan FirstLimit => _settings.Stall > s_first ? _settings.Stall : s_first;

    /// <summary>Starts the child.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async ValueTask<Camera> OpenAsync(
        string deviceId, FfmpegCommand command, FfmpegWords words, CameraSettings settings, FrameSlot? slot, TimeProvider clock, CancellationToken cancellationToken)
    {
        var camera = new Camera(deviceId, command, words, settings, slot, clock);
        camera._thread.Start();
        try
        {
            camera.ChildId = (await camera._started.Task.WaitAsync(cancellationToken).ConfigureAwait(false)).Id;
            return camera;
        }
        catch
        {
            await camera.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Yields how the picture is, once a second and when that changes, until the stream ends or stalls or the token stops it.</summary>
    /// <exception cref="IOException">The camera is gone, refuses, or sends nothing that is a picture.</exception>
    public IAsyncEnumerable<Reading> ReadAsync(CancellationToken cancellationToken) => _readings.Reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _whyKilled ??= "closed";
        if (await _started.Task.ContinueWith(started => started.IsCompletedSuccessfully ? started.Result : null, TaskScheduler.Default).ConfigureAwait(false) is { } child)
            child.Kill();
        await _ended.Task.ConfigureAwait(false);
        _slot?.Clear();
    }

    private void Run(FfmpegCommand command, FfmpegWords words)
    {
        Exception? failure = null;
        try
        {
            using FfmpegChild child = FfmpegChild.Start(command, words);
            using ITimer stall = _clock.CreateTimer(_ => Stalled(child), null, FirstLimit, Timeout.InfiniteTimeSpan);
            _started.SetResult(child);
            Read(child, stall);
            failure = new IOException(_whyKilled ?? child.WaitForEnd());
        }
        catch (Exception broken)
        {
            // Not on this thread: it would end the gateway. Whoever reads gets it.
            failure = broken;
        }
        _started.TrySetException(failure);
        _readings.Writer.TryComplete(failure);
        _ended.SetResult();
    }

    private void Stalled(FfmpegChild child)
    {
        string seconds = (_times.Count == 0 ? FirstLimit : _settings.Stall).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        _whyKilled ??= $"no picture for {seconds} s{(child.Words is string words ? $"; ffmpeg says: {words}" : "")}";
        child.Kill();
    }

    private void Read(FfmpegChild child, ITimer stall)
    {
        var reader = new PpmReader(child.Pictures);
        FramePool? pool = null;
        DateTimeOffset? told = null;
        CameraPicture? toldPicture = null;
        try
        {
            while (reader.ReadSize() is var (width, height))
            {
                pool ??= new FramePool(width, height);
                if ((width, height) != (pool.Width, pool.Height))
                    throw new IOException($"the picture's size changed from {pool.Width} x {pool.Height} to {width} x {height}");
                if (pool.Take() is not { } frame)
                {
                    if (!reader.TryPass(width * height * 3))
                        return;
                    continue;
                }
                if (!reader.TryFill(frame))
                {
                    frame.Dispose();
                    return;
                }
                frame.Time = _clock.GetUtcNow();
                stall.Change(_settings.Stall, Timeout.InfiniteTimeSpan);
                (DateTimeOffset now, CameraPicture picture) = (frame.Time, _watch.Take(frame));
                if (_slot is not null)
                    _slot.Put(frame);
                else
                    frame.Dispose();
                decimal rate = Rate(now);
                if (picture != toldPicture || told is not { } last || now - last >= s_tell || now < last)
                {
                    (told, toldPicture) = (now, picture);
                    _readings.Writer.TryWrite(new CameraReading(_deviceId, now, width, height, rate, picture));
                }
            }
        }
        finally
        {
            pool?.Dispose();
        }
    }

    /// <summary>Frames a second over the last seconds, to a tenth.</summary>
    private decimal Rate(DateTimeOffset now)
    {
        _times.Enqueue(now);
        while (_times.Count > 2 && (now - _times.Peek() > s_measured || now < _times.Peek()))
            _times.Dequeue();
        TimeSpan spent = now - _times.Peek();
        return spent > TimeSpan.Zero ? Math.Round((_times.Count - 1) / (decimal)spent.TotalSeconds, 1) : 0;
    }
}
