namespace Simulation;

/// <summary>
/// Runs a world to its end on the pool's only worker. It is itself a piece of the pool's work: when its turn comes and other work waits, it goes to the end of
/// the queue; when none waits, everything stands still until something is due, and it lets time jump there. So there is one order of all that happens, and no
/// thread decides about it.
/// </summary>
internal sealed class Conductor : IThreadPoolWorkItem
{
    private readonly VirtualTime _time;
    private readonly Func<bool> _isOver;
    private readonly ManualResetEventSlim _ended = new();
    private Exception? _fault;

    private Conductor(VirtualTime time, Func<bool> isOver) => (_time, _isOver) = (time, isOver);

    /// <summary>Begins with <paramref name="first"/> on the worker and returns when <paramref name="isOver"/> says so.</summary>
    public static void Run(VirtualTime time, Action first, Func<bool> isOver)
    {
        ThreadPool.GetMaxThreads(out var workers, out _);
        if (workers != 1)
        {
            throw new InvalidOperationException($"The pool has {workers} workers; a simulation needs exactly one (sim.runtimeconfig.json).");
        }

        var conductor = new Conductor(time, isOver);
        time.After(TimeSpan.Zero, first);
        ThreadPool.UnsafeQueueUserWorkItem(conductor, preferLocal: false);
        conductor._ended.Wait();
        conductor._ended.Dispose();
        if (conductor._fault is { } fault)
        {
            throw new InvalidOperationException($"The simulation itself failed: {fault}", fault);
        }
    }

    public void Execute()
    {
        try
        {
            if (ThreadPool.PendingWorkItemCount == 0)
            {
                if (_isOver() || !_time.Step())
                {
                    _ended.Set();
                    return;
                }
            }
        }
        catch (Exception fault)
        {
            _fault = fault;
            _ended.Set();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
