using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Recognition;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>One camera being looked at, on a thread of its own: takes its newest frame, looks, overwrites it.</summary>
/// <param name="camera">The camera's device id.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Where trouble is told.</param>
internal sealed class CameraWatch(string camera, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>So long without a frame, and whoever was there is there no more.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<CameraFrame>> _wanted = [];
    private Task _run = Task.CompletedTask;
    private FaceWatch? _watch;
    private bool _failing;

    /// <summary>When somebody last did the voluntary act; null where nobody has.</summary>
    public DateTimeOffset? ArmedAt { get; private set; }

    /// <summary>Where its frames come.</summary>
    public FrameSlot Slot { get; } = new();

    /// <summary>Starts to take frames.</summary>
    /// <param name="watch">Looks at them; null where nothing may be recognised. It becomes this watch's.</param>
    /// <param name="told">Takes what it saw, on its thread.</param>
    public void Start(FaceWatch? watch, Action<Presence> told)
    {
        _watch = watch;
        _run = Task.Factory.StartNew(() => Watch(told), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A copy of the next frame, for the owner who asks to see it; the asker overwrites it. Null where none comes in time.</summary>
    public async Task<CameraFrame?> SnapshotAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var wanted = new TaskCompletionSource<CameraFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _wanted.Add(wanted);
        }

        try
        {
            return await wanted.Task.WaitAsync(wait, clock, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                _wanted.Remove(wanted);
            }

            // It may have come at the last moment: then nobody takes it.
            if (!wanted.TrySetCanceled(CancellationToken.None) && wanted.Task.IsCompletedSuccessfully)
            {
                (await wanted.Task).Dispose();
            }

            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Other rules from the next frame on.</summary>
    public void Change(RecognitionRules rules) => _watch?.Change(rules);

    /// <summary>Somebody did the voluntary act.</summary>
    public void Arm()
    {
        var now = clock.GetUtcNow();
        ArmedAt = now;
        _watch?.Arm(now);
    }

    /// <summary>Ends it and overwrites what it had.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        Slot.Dispose();
        _stop.Dispose();
    }

    private void Watch(Action<Presence> told)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            using var timer = clock.CreateTimer(_ => silence.Cancel(), null, s_silence, Timeout.InfiniteTimeSpan);
            try
            {
                using var frame = Slot.TakeAsync(silence.Token).AsTask().GetAwaiter().GetResult();
                Show(frame);
                _watch?.Look(frame, null, told);
                _failing = false;
            }
            catch (OperationCanceledException)
            {
                _watch?.End(told);
            }
            catch (Exception e)
            {
                // The next frame is another chance; what is told of a frame that failed is nothing.
                if (!_failing)
                {
                    _failing = true;
                    logger.LookFailed(e, camera);
                }
            }
        }
    }

    private void Show(CameraFrame frame)
    {
        List<TaskCompletionSource<CameraFrame>> wanted;
        lock (_gate)
        {
            if (_wanted.Count == 0)
            {
                return;
            }

            wanted = [.. _wanted];
            _wanted.Clear();
        }

        foreach (var one in wanted)
        {
            var copy = new CameraFrame(frame.Width, frame.Height) { Time = frame.Time };
            frame.Bytes.CopyTo(copy.Bytes, 0);
            if (!one.TrySetResult(copy))
            {
                copy.Dispose();
            }
        }
    }
}
