using Simulation.Disk;

namespace Simulation.Network;

/// <summary>One life of one machine: from its start until its power goes or its program ends. Nothing that it does afterwards has any effect.</summary>
internal sealed class SimulatedMachine(string name, VirtualTime time, SimulatedDisk disk)
{
    public string Name => name;

    public MachineClock Clock { get; } = new(time);

    public SimulatedDisk Disk => disk;

    public bool IsDead => disk.IsDead;

    /// <summary>Whether its network is down.</summary>
    public bool IsCutOff { get; set; }

    public List<SimulatedConnection> Connections { get; } = [];

    /// <summary>Ends it. Its connections are found out by the broker a little later.</summary>
    public void Die()
    {
        Clock.IsDead = true;
        disk.Die();
        foreach (var connection in Connections.ToList())
        {
            connection.Vanish();
        }

        Connections.Clear();
    }
}
