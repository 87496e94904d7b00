using System.Threading.Channels;

namespace Drivers.Shelves.Iio;

/// <summary>A thread of its own for one converter, whose files take up to a second to read. First it prepares the converter, then it samples until it is disposed.</summary>
/// <typeparam name="T">What it prepares.</typeparam>
internal sealed class IioThread<T> : IAsyncDisposable
{
    // Half a minute at 10 samples a second. Full: the oldest is lost, since whoever reads this slowly wants the newest.
    private const int WaitingSamples = 300;

    private readonly TaskCompletionSource<T> _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<IioSample> _samples = Channel.CreateBounded<IioSample>(
        new BoundedChannelOptions(WaitingSamples) { SingleWriter = true, SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _stop = new(false, spinCount: 0);
    private volatile bool _isOver;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="prepare">Prepares the converter.</param>
    /// <param name="sample">Samples with what was prepared: is called again and again until it throws or this is disposed, and says how long to wait before the next call.</param>
    public IioThread(string name, Func<T> prepare, Func<T, Action<IioSample>, TimeSpan> sample) =>
        new Thread(() => Run(prepare, sample), 128 * 1024) { IsBackground = true, Name = name }.Start();

    /// <summary>Completes with what was prepared, or with why it was not.</summary>
    public Task<T> Prepared => _prepared.Task;

    /// <summary>The samples, until the converter fails, which is then the reader's exception.</summary>
    public ChannelReader<IioSample> Samples => _samples.Reader;

    /// <summary>Ends the thread after the call it is at, and waits for that: a converter that is still sampled refuses the next who opens it.</summary>
    public ValueTask DisposeAsync()
    {
        _isOver = true;
        try
        {
            _stop.Set();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
        return new ValueTask(_ended.Task);
    }

    private void Run(Func<T> prepare, Func<T, Action<IioSample>, TimeSpan> sample)
    {
        T prepared = default!;
        try
        {
            prepared = prepare();
            _prepared.SetResult(prepared);
            void Pass(IioSample one) => _samples.Writer.TryWrite(one);
            while (!_isOver)
            {
                TimeSpan wait = sample(prepared, Pass);
                if (wait > TimeSpan.Zero)
                    _stop.Wait(wait);
            }
            _samples.Writer.TryComplete(new IOException("the converter was closed"));
        }
        catch (Exception failure)
        {
            if (!_prepared.TrySetException(failure))
                _samples.Writer.TryComplete(failure);
            _ = _prepared.Task.Exception;
        }
        (prepared as IDisposable)?.Dispose();
        _stop.Dispose();
        _ended.SetResult();
    }
}

/// <summary>One sample as it was read.</summary>
/// <param name="Value">Its value.</param>
/// <param name="At">When it was taken, a timestamp.</param>
/// <param name="Celsius">The plate's temperature, or null.</param>
internal readonly record struct IioSample(long Value, long At, decimal? Celsius);
