using Simulation.Disk;
using Simulation.Network;

namespace Simulation.World;

/// <summary>Where a run is to be struck.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="InDisk">Whether <paramref name="Number"/> counts its disk operations, and the crash is in the middle of one; else its steps.</param>
/// <param name="Number">From 1, over all lives of the machine.</param>
/// <param name="Cut">What its power takes with it; null where only its program ends.</param>
internal sealed record CrashPoint(string Machine, bool InDisk, long Number, PowerCutKind? Cut);

/// <summary>Counts the steps and disk operations of one machine over its lives, and ends it at one of them.</summary>
/// <param name="machine">The machine's name.</param>
/// <param name="point">Null where they are only to be counted.</param>
internal sealed class Crash(string machine, CrashPoint? point)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly List<SimulatedMachine> _lives = [];
    private readonly Dice _dice = new((ulong)(point?.Number ?? 0));
    private Action<PowerCut?, TimeSpan>? _kill;
    private VirtualTime? _time;

    public long Steps { get; private set; }

    public long Operations => _lives.Sum(l => l.Disk.Operations);

    /// <summary>Whether it has struck.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>What went wrong in striking.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins to count.</summary>
    public void Watch(VirtualTime time)
    {
        _time = time;
        Simulation.Steps.Watched = Step;
    }

    /// <summary>A life of a machine begins, and nothing of it has run.</summary>
    /// <param name="life">The life.</param>
    /// <param name="kill">Ends it, and begins the next after a pause.</param>
    public void Began(SimulatedMachine life, Action<PowerCut?, TimeSpan> kill)
    {
        if (life.Name != machine)
        {
            return;
        }

        if (point is { InDisk: true } && !HasStruck && point.Number - Operations is > 0 and var left)
        {
            life.Disk.DieAfter((int)left, () => _time!.After(TimeSpan.Zero, () => Strike(life)));
        }

        _lives.Add(life);
        _kill = kill;
    }

    private void Step(SimulatedMachine life)
    {
        if (life.Name == machine && ++Steps == point?.Number && !point.InDisk)
        {
            Strike(life);
        }
    }

    private void Strike(SimulatedMachine life)
    {
        HasStruck = true;
        try
        {
            _kill!(point!.Cut is { } kind ? new PowerCut(kind, life.Disk.Operations - _dice.Next(20), _dice) : null, s_pause);
        }
        catch (Exception fault)
        {
            // An exception here would end the process: this is no place of the runtime's to throw.
            Fault = fault;
        }
    }
}
