using Simulation.Disk;
using Simulation.Network;

namespace Simulation.World;

/// <summary>Makes go wrong what the plan says, and puts it right again.</summary>
internal sealed class Weather(
    VirtualTime time, Plan plan, SimulatedBroker broker, IReadOnlyList<SimulatedGateway> gateways, SimulatedHeadquarters headquarters, Books books, Trace trace)
{
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(20);

    private readonly Dictionary<int, (IReadOnlyDictionary<string, FileBytes> Image, int Accepted)> _copies = [];
    private IReadOnlyDictionary<string, FileBytes>? _backup;
    private bool _isCalm;

    public void Begin()
    {
        broker.LatencyMs = plan.LatencyMs;
        (broker.ForgetsOneIn, broker.DoublesOneIn) = (plan.ForgetsOneIn, plan.DoublesOneIn);
        for (var i = 0; i < plan.Troubles.Count; i++)
        {
            var (trouble, dice) = (plan.Troubles[i], new Dice(plan.Seed ^ (ulong)plan.Troubles[i].At.Ticks).Fork(i));
            time.After(trouble.At, () => Strike(trouble, dice));
        }

        if (plan.Nodes > 1)
        {
            StallNodes(new Dice(plan.Seed).Fork(7));
        }

        // What may be put back later is copied at a third of the way.
        time.After(plan.Length / 3, CopyAll);
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void End()
    {
        _isCalm = true;
        (broker.ForgetsOneIn, broker.DoublesOneIn) = (0, 0);
        foreach (var machine in gateways.Select(g => g.Machine).Append(headquarters.Machine))
        {
            if (machine is not null)
            {
                Heal(machine);
            }
        }
    }

    private void StallNodes(Dice dice)
    {
        for (var at = dice.Pause(TimeSpan.FromSeconds(30)); at < plan.Length; at += dice.Pause(TimeSpan.FromSeconds(60)))
        {
            var (node, pause) = (dice.Next(plan.Nodes), TimeSpan.FromMilliseconds(dice.Between(1_000, 60_000)));
            time.After(at, () => headquarters.Stall(node, pause));
        }
    }

    private static void Heal(SimulatedMachine machine)
    {
        machine.IsCutOff = false;
        machine.Disk.Room = long.MaxValue;
        machine.Disk.FailsSyncs = machine.Disk.FailsWrites = machine.Disk.IsReadOnly = false;
        machine.Disk.SyncTime = TimeSpan.Zero;
    }

    private void CopyAll()
    {
        broker.Save();
        foreach (var (i, gateway) in gateways.Index())
        {
            if (gateway.Machine is { IsDead: false })
            {
                _copies[i] = gateway.Copy();
            }
        }

        if (headquarters.Machine is { IsDead: false })
        {
            _backup = headquarters.Copy();
        }
    }

    private void Strike(Trouble trouble, Dice dice)
    {
        if (_isCalm)
        {
            return;
        }

        trace.Note("trouble", trouble.Kind.ToString(), trouble.Gateway, trouble.For.Ticks, trouble.Operations);
        var gateway = gateways[trouble.Gateway];
        switch (trouble.Kind)
        {
            case TroubleKind.GatewayRestarted:
                _ = gateway.RestartAsync(trouble.For, meanwhile: null);
                break;
            case TroubleKind.GatewayRots:
                _ = gateway.RestartAsync(trouble.For, image => Rot(image, trouble.Gateway, dice));
                break;
            case TroubleKind.GatewayKilled:
                Fell(gateway.Machine, trouble, () => gateway.Kill(cut: null, trouble.For));
                break;
            case TroubleKind.GatewayPowerCut:
                Fell(gateway.Machine, trouble, () => gateway.Kill(Cut(gateway.Machine!, dice), trouble.For));
                break;
            case TroubleKind.GatewayRestored when _copies.TryGetValue(trouble.Gateway, out var copy):
                gateway.Restore(copy, trouble.For);
                break;
            case TroubleKind.HeadquartersRestarted:
                _ = headquarters.RestartAsync(trouble.For);
                break;
            case TroubleKind.HeadquartersKilled:
                Fell(headquarters.Machine, trouble, () => headquarters.Kill(cut: null, trouble.For));
                break;
            case TroubleKind.HeadquartersPowerCut:
                Fell(headquarters.Machine, trouble, () => headquarters.Kill(Cut(headquarters.Machine!, dice), trouble.For));
                break;
            case TroubleKind.HeadquartersRestored when _backup is { } backup:
                headquarters.Restore(backup, trouble.For);
                break;
            case TroubleKind.BrokerRestarted:
                broker.Restart(trouble.For, BrokerMemory.All);
                break;
            case TroubleKind.BrokerEmptied:
                broker.Restart(trouble.For, BrokerMemory.Nothing);
                break;
            case TroubleKind.BrokerRestored:
                broker.Restart(trouble.For, BrokerMemory.Old);
                break;
            case TroubleKind.BrokerDropsQueues:
                broker.DropQueues();
                break;
            case TroubleKind.ConnectionsCut:
                foreach (var connection in Machines().SelectMany(m => m.Connections).ToList())
                {
                    broker.Lose(connection, "cut");
                }

                break;
            default:
                Ail(trouble.Kind >= TroubleKind.HeadquartersRestarted ? headquarters.Machine : gateway.Machine, trouble);
                break;
        }
    }

    private IEnumerable<SimulatedMachine> Machines() => gateways.Select(g => g.Machine).Append(headquarters.Machine).Where(m => m is { IsDead: false })!;

    /// <summary>What lasts for a while and leaves the machine alive.</summary>
    private void Ail(SimulatedMachine? machine, Trouble trouble)
    {
        if (machine is not { IsDead: false })
        {
            return;
        }

        var disk = machine.Disk;
        switch (trouble.Kind)
        {
            case TroubleKind.GatewayDiskFull or TroubleKind.HeadquartersDiskFull:
                disk.Room = disk.Files.Values.Sum(f => (long)f.Now.Length) + (trouble.Operations * 512L);
                break;
            case TroubleKind.GatewayDiskFails or TroubleKind.HeadquartersDiskFails:
                disk.FailsWrites = true;
                break;
            case TroubleKind.GatewaySyncFails:
                disk.FailsSyncs = true;
                break;
            case TroubleKind.GatewayDiskReadOnly:
                disk.IsReadOnly = true;
                break;
            case TroubleKind.GatewayDiskSlow:
                disk.SyncTime = TimeSpan.FromMilliseconds(5 * (trouble.Operations + 1));
                break;
            case TroubleKind.GatewayOffline or TroubleKind.HeadquartersOffline:
                machine.IsCutOff = true;
                HalfOpen(machine);
                break;
            case TroubleKind.GatewayHalfOpen or TroubleKind.HeadquartersHalfOpen:
                HalfOpen(machine);
                return;
            default:
                return;
        }

        time.After(trouble.For, () => Heal(machine));
    }

    /// <summary>Nothing gets through any more; both ends believe in the connection until the keep-alive tells them.</summary>
    private void HalfOpen(SimulatedMachine machine)
    {
        foreach (var connection in machine.Connections.ToList())
        {
            connection.IsHalfOpen = true;
            time.After(s_keepAlive, () =>
            {
                if (!machine.IsDead)
                {
                    connection.Close("the broker does not answer");
                }
            });
            time.After(s_keepAlive * 1.5, () => broker.Disconnect(connection, graceful: false));
        }
    }

    /// <summary>Ends a machine now, or in the middle of one of its next disk operations, or after half a minute in which it made none.</summary>
    private void Fell(SimulatedMachine? machine, Trouble trouble, Action kill)
    {
        if (machine is not { IsDead: false })
        {
            return;
        }

        var killed = false;
        if (trouble.Operations > 0)
        {
            machine.Disk.DieAfter(trouble.Operations, () => time.After(TimeSpan.Zero, Kill));
            time.After(TimeSpan.FromSeconds(30), Kill);
        }
        else
        {
            Kill();
        }

        void Kill()
        {
            if (!killed && !machine.Clock.IsDead)
            {
                killed = true;
                kill();
            }
        }
    }

    private static PowerCut Cut(SimulatedMachine machine, Dice dice) =>
        new((PowerCutKind)dice.Next(Enum.GetValues<PowerCutKind>().Length), machine.Disk.Operations - dice.Next(20), dice);

    /// <summary>Changes one byte of one row while the gateway is off.</summary>
    private void Rot(Dictionary<string, FileBytes> image, int gateway, Dice dice)
    {
        if (!image.TryGetValue("outbox.db", out var file))
        {
            return;
        }

        var bytes = file.ToArray();
        var marks = new List<int>();
        for (var at = 0; bytes.AsSpan(at).IndexOf("\"n\":"u8) is >= 0 and var found; at = marks[^1])
        {
            marks.Add(at + found + 4);
        }

        if (marks.Count > 0)
        {
            bytes[marks[dice.Next(marks.Count)]] ^= 1;
            image["outbox.db"] = new FileBytes(bytes);
            books.Rotted(gateway);
        }
    }
}
