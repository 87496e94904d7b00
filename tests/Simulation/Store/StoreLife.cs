using Simulation.Disk;
using Simulation.Network;
using Simulation.Store.Printing;

namespace Simulation.Store;

/// <summary>One life of the gateway: its clock, its disk, and the steps after which its power may go. What a dead gateway still computes reaches nothing and nobody.</summary>
internal sealed class StoreLife(VirtualTime time, SimulatedDisk disk)
{
    private readonly SimulatedMachine _machine = new("gw", time, disk);
    private readonly List<Action> _lines = [];
    private int _stepsLeft = int.MaxValue;
    private Action? _atStep;

    public MachineClock Clock => _machine.Clock;

    public SimulatedDisk Disk => disk;

    public bool IsDead => _machine.IsDead;

    /// <summary>What is called when its next ticket has left to the last byte; null for nothing.</summary>
    public Action<PrinterSite>? BehindLastByte { get; set; }

    /// <summary>Never completes: what a dead machine waits for.</summary>
    public static Task Never => new TaskCompletionSource().Task;

    /// <summary>Has something happen in the middle of a step to come.</summary>
    public void AfterSteps(int steps, Action act) => (_stepsLeft, _atStep) = (steps, act);

    /// <summary>Bytes go to or come from a device.</summary>
    public void Step()
    {
        if (--_stepsLeft == 0)
        {
            _stepsLeft = int.MaxValue;
            _atStep?.Invoke();
        }
    }

    /// <summary>A line is open; <paramref name="cut"/> ends it when the gateway does.</summary>
    public void Opened(Action cut) => _lines.Add(cut);

    /// <summary>Waits for something from outside. Where the gateway has died meanwhile, for ever.</summary>
    public async ValueTask<T> HearAsync<T>(ValueTask<T> outside)
    {
        var heard = await outside.ConfigureAwait(false);
        if (IsDead)
        {
            await Never.ConfigureAwait(false);
        }

        return heard;
    }

    /// <summary>The small files that are written beside and renamed over, as they were when the power went; null while it has not.</summary>
    public Dictionary<string, FileBytes>? Notes { get; private set; }

    /// <summary>From this very moment nothing reaches the disk any more.</summary>
    public void Freeze()
    {
        Notes ??= Directory.EnumerateFiles(disk.Folder, "*.json").Order(StringComparer.Ordinal).ToDictionary(path => Path.GetFileName(path), FileBytes.Load, StringComparer.Ordinal);
        disk.Die();
    }

    /// <summary>What the next life finds on the disk of one that has died.</summary>
    /// <param name="cut">What the power cut did; null where only the program ended.</param>
    public Dictionary<string, FileBytes> Left(PowerCut? cut)
    {
        var image = disk.Image(cut);
        foreach (var name in image.Keys.Where(name => name.EndsWith(".json", StringComparison.Ordinal)).ToList())
        {
            image.Remove(name);
        }

        foreach (var (name, bytes) in Notes!)
        {
            image[name] = bytes;
        }

        return image;
    }

    public void Die()
    {
        Freeze();
        _machine.Die();
        _lines.ForEach(cut => cut());
        _lines.Clear();
    }
}
