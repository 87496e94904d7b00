using Simulation.Network;

namespace Simulation;

/// <summary>
/// Tells when the pool takes up work of a machine again: at every await of its code that had to wait. Between two of them nobody else runs, so a crash at each,
/// and in the middle of each of its disk operations, is a crash at every place that makes a difference.
/// </summary>
/// <remarks>The machine goes along with the execution context, which the runtime changes before it lets a continuation run.</remarks>
internal static class Steps
{
    private static readonly AsyncLocal<SimulatedMachine?> s_running = new(Changed);

    /// <summary>Called before each step; null while nobody counts.</summary>
    public static Action<SimulatedMachine>? Watched { get; set; }

    /// <summary>Begins work of a machine: what it awaits are its steps.</summary>
    public static void Begin(SimulatedMachine machine, Action work)
    {
        var before = s_running.Value;
        s_running.Value = Watched is null ? null : machine;
        work();
        s_running.Value = before;
    }

    private static void Changed(AsyncLocalValueChangedArgs<SimulatedMachine?> change)
    {
        if (change is { ThreadContextChanged: true, CurrentValue: { IsDead: false } machine })
        {
            Watched?.Invoke(machine);
        }
    }
}
