using Simulation.Disk;
using Simulation.Store.Printing;
using Simulation.Store.Scales;
using Simulators.Printers;
using Simulators.Session;

namespace Simulation.Store;

/// <summary>Makes go wrong in a store what the plan says, and puts it right again.</summary>
internal sealed class StoreWeather(VirtualTime time, StorePlan plan, StoreGateway gateway, IReadOnlyList<PrinterSite> printers, IReadOnlyList<ScaleSite> scales, Trace trace)
{
    private bool _isCalm;

    public void Begin()
    {
        for (var i = 0; i < plan.Troubles.Count; i++)
        {
            var (trouble, dice) = (plan.Troubles[i], new Dice(plan.Seed ^ (ulong)plan.Troubles[i].At.Ticks).Fork(i));
            time.After(trouble.At, () => Strike(trouble, dice));
        }
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void End()
    {
        _isCalm = true;
        foreach (var printer in printers)
        {
            printer.SeeTo();
        }

        foreach (var scale in scales)
        {
            scale.Heal();
        }

        if (gateway.Life is { } life)
        {
            Heal(life);
            life.BehindLastByte = null;
            life.AfterSteps(int.MaxValue, static () => { });
            life.Disk.DieAfter(int.MaxValue, static () => { });
        }
    }

    private static void Heal(StoreLife life)
    {
        life.Disk.Room = long.MaxValue;
        life.Disk.FailsSyncs = life.Disk.FailsWrites = life.Disk.IsReadOnly = false;
        life.Disk.SyncTime = TimeSpan.Zero;
    }

    private void Strike(StoreTrouble trouble, Dice dice)
    {
        if (_isCalm)
        {
            return;
        }

        trace.Note("trouble", trouble.Kind.ToString(), trouble.Device, trouble.For.Ticks, trouble.After);
        if (trouble.Kind == StoreTroubleKind.Scale)
        {
            Ail(scales[trouble.Device % scales.Count], trouble);
            return;
        }

        var printer = printers[trouble.Device];
        var lasts = printer.LastingOf(trouble.For);
        switch (trouble.Kind)
        {
            case StoreTroubleKind.PrinterNow:
                printer.Virtual.FailNow(trouble.Fault, lasts);
                return;
            case StoreTroubleKind.PrinterAtByte:
                printer.Virtual.FailAfterBytes(trouble.After, trouble.Fault, lasts);
                return;
            case StoreTroubleKind.PrinterAtRow:
                printer.Virtual.FailAfterRows(trouble.After, trouble.Fault, lasts);
                return;
        }

        if (gateway.IsDown)
        {
            return;
        }

        var life = gateway.Life!;
        switch (trouble.Kind)
        {
            case StoreTroubleKind.Restarted:
                _ = gateway.RestartAsync(trouble.For);
                break;
            case StoreTroubleKind.Killed:
                Fell(life, trouble, () => gateway.Kill(cut: null, trouble.For), dice);
                break;
            case StoreTroubleKind.PowerCut:
                Fell(life, trouble, () => gateway.Kill(Cut(life, dice), trouble.For), dice);
                break;
            case StoreTroubleKind.PowerCutBehindLastByte:
                life.BehindLastByte = _ => Now(life, () => gateway.Kill(Cut(life, dice), trouble.For));
                break;
            case StoreTroubleKind.LineDiesBehindLastByte:
                life.BehindLastByte = site => site.Virtual.Set(PrinterFault.Reset, on: true);
                break;
            case StoreTroubleKind.SendFailsBehindLastByte:
                life.BehindLastByte = site =>
                {
                    site.Virtual.Set(PrinterFault.Reset, on: true);
                    throw new IOException("the connection was reset");
                };
                break;
            default:
                Ail(life, trouble);
                break;
        }
    }

    /// <summary>A scale or its line misbehaves for a while.</summary>
    private void Ail(ScaleSite scale, StoreTrouble trouble)
    {
        scale.Book.Trouble(trouble.For);
        switch (trouble.Weighing)
        {
            case ScaleFault.Noise:
                scale.IsNoisy = true;
                break;
            case ScaleFault.TornFrames:
                scale.IsTearing = true;
                break;
            case ScaleFault.WrongCheck:
                scale.IsFlipping = ScaleSite.Kinds.First(kind => kind.Kind == scale.Options.Driver).IsChecked;
                break;
            case ScaleFault.Silence:
                scale.IsSilent = true;
                break;
            case ScaleFault.Unplugged:
                scale.Unplug();
                break;
            case ScaleFault.StuckWeight:
                scale.Book.Stuck(trouble.For);
                scale.IsStuck = true;
                break;
            case ScaleFault.Motion:
                scale.Pan.Shake(trouble.For);
                return;
            case ScaleFault.SlowLine:
                scale.Latency = TimeSpan.FromMilliseconds(300);
                break;
            case ScaleFault.Shouting:
                scale.IsShouting = true;
                break;
            default:
                scale.Book.Stuck(trouble.For);
                scale.Pan.Apply(new ScriptLine("fault", null, null));
                break;
        }

        time.After(trouble.For, scale.Heal);
    }

    /// <summary>What lasts for a while and leaves the gateway alive.</summary>
    private void Ail(StoreLife life, StoreTrouble trouble)
    {
        switch (trouble.Kind)
        {
            case StoreTroubleKind.DiskFull:
                life.Disk.Room = life.Disk.Files.Values.Sum(f => (long)f.Now.Length) + (trouble.After * 512L);
                break;
            case StoreTroubleKind.DiskFails:
                life.Disk.FailsWrites = true;
                break;
            case StoreTroubleKind.SyncFails:
                life.Disk.FailsSyncs = true;
                break;
            case StoreTroubleKind.DiskReadOnly:
                life.Disk.IsReadOnly = true;
                break;
            default:
                foreach (var scale in scales)
                {
                    scale.Book.Trouble(trouble.For);
                }

                life.Disk.SyncTime = TimeSpan.FromMilliseconds(5 * (trouble.After + 1));
                break;
        }

        time.After(trouble.For, () => Heal(life));
    }

    /// <summary>Ends a life now, in the middle of one of its next disk operations, or between two pieces for a device; or after half a minute in which it made none.</summary>
    private void Fell(StoreLife life, StoreTrouble trouble, Action kill, Dice dice)
    {
        if (trouble.After == 0)
        {
            kill();
            return;
        }

        if (dice.OneIn(2))
        {
            life.Disk.DieAfter(trouble.After, () => Now(life, kill));
        }
        else
        {
            life.AfterSteps(trouble.After, () => Now(life, kill));
        }

        time.After(TimeSpan.FromSeconds(30), () => Now(life, kill));
    }

    /// <summary>From this very moment the life is over; what is left of it is taken up when everything stands still.</summary>
    private void Now(StoreLife life, Action kill)
    {
        if (_isCalm || life.Clock.IsDead || gateway.Life != life)
        {
            return;
        }

        life.Freeze();
        time.After(TimeSpan.Zero, () =>
        {
            if (gateway.Life == life)
            {
                kill();
            }
        });
    }

    private static PowerCut Cut(StoreLife life, Dice dice) =>
        new((PowerCutKind)dice.Next(Enum.GetValues<PowerCutKind>().Length), life.Disk.Operations - dice.Next(20), dice);
}
