namespace Simulators.World;

/// <summary>Settings of a whole world.</summary>
/// <param name="Programs">The programs to start.</param>
public sealed record WorldOptions(ProgramFiles Programs)
{
    /// <summary>How many stores, each with one gateway.</summary>
    public int Stores { get; init; } = 1;

    /// <summary>How many more stores headquarters and the broker know of, whose gateways are not there yet.</summary>
    public int AbsentStores { get; init; }

    /// <summary>The devices of every store.</summary>
    public IReadOnlyList<SimulatedDevice> Devices { get; init; } = SimulatedDevice.UsualStore;

    /// <summary>Whether customers put goods on the scales by themselves.</summary>
    public bool Shoppers { get; init; } = true;

    /// <summary>Whether headquarters has receipts printed in every store that has a printer.</summary>
    public bool Cashiers { get; init; }

    /// <summary>The tills of every store.</summary>
    public IReadOnlyList<TillLoad> Tills { get; init; } = [new TillLoad(5)];

    /// <summary>The broker's settings.</summary>
    public BrokerOptions Broker { get; init; } = new();

    /// <summary>Headquarters' database, or null for an SQLite file in the world's folder.</summary>
    public DatabaseAddress? Database { get; init; }

    /// <summary>The names of headquarters' nodes; all share the database.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = ["node-1"];

    /// <summary>Changes to headquarters' settings.</summary>
    public Func<HeadquartersOptions, HeadquartersOptions> Headquarters { get; init; } = o => o;

    /// <summary>Changes to the gateways' settings.</summary>
    public Func<GatewayOptions, GatewayOptions> Gateway { get; init; } = o => o;

    /// <summary>The working folder, or null for a temporary one.</summary>
    public string? Folder { get; init; }

    /// <summary>The seed of the simulators.</summary>
    public int Seed { get; init; } = 1;
}
