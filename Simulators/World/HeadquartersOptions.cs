namespace Simulators.World;

/// <summary>Settings of one node of headquarters.</summary>
/// <param name="Programs">The programs.</param>
/// <param name="Database">Its database.</param>
public sealed record HeadquartersOptions(ProgramFiles Programs, DatabaseAddress Database)
{
    /// <summary>The node's name.</summary>
    public string Node { get; init; } = "node-1";

    /// <summary>The port of its pages, or 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long it may hold a shard without renewing.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The demonstration that is loaded into its database before it starts, or null for none.</summary>
    public DemoOrder? Demo { get; init; }

    /// <summary>Faults of the planted-fault build to switch on, comma separated, or null.</summary>
    public string? PlantedFaults { get; init; }
}

/// <summary>How much of a demonstration: five stores that have lived up to yesterday.</summary>
/// <param name="Days">For how many days.</param>
/// <param name="Customers">With how many customers.</param>
public sealed record DemoOrder(int Days = 365, int Customers = 2_000);
