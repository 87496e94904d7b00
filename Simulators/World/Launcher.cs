using System.Collections.Concurrent;
using System.Diagnostics;

namespace Simulators.World;

/// <summary>Starts every child from one thread that lives as long as this process.</summary>
/// <remarks>
/// PR_SET_PDEATHSIG kills a child when the thread that forked it ends, not the process (prctl(2)). A thread of the pool ends whenever
/// the pool shrinks, and would take a healthy broker with it.
/// </remarks>
internal static class Launcher
{
    private static readonly BlockingCollection<(ProcessStartInfo What, TaskCompletionSource<Process> Started)> s_orders = [];
    private static readonly Lazy<Thread> s_thread = new(Begin);

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is missing or may not be run.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo what)
    {
        _ = s_thread.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_orders.Add((what, started));
        return started.Task;
    }

    private static Thread Begin()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "launcher" };
        thread.Start();
        return thread;
    }

    private static void Run()
    {
        foreach (var (what, started) in s_orders.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(what) ?? throw new InvalidOperationException($"{what.FileName} gave no process."));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
