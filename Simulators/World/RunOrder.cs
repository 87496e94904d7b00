namespace Simulators.World;

/// <summary>What the user asked <c>world run</c> for.</summary>
/// <param name="Programs">The folder with the published programs.</param>
/// <param name="Stores">How many stores.</param>
/// <param name="Duration">How long, or null until Ctrl-C.</param>
/// <param name="Folder">The working folder, or null for a temporary one.</param>
/// <param name="Postgres">Whether headquarters uses PostgreSQL.</param>
/// <param name="ConnectionFile">The file with its connection string, or null for a private server.</param>
/// <param name="HeadquartersPort">The port of headquarters' pages, or 0.</param>
/// <param name="Rate">Scans a second and store.</param>
/// <param name="Seed">The seed of the customers.</param>
/// <param name="Models">Where the face models are; null for stores without a camera.</param>
/// <param name="Demo">The demonstration that headquarters begins with, or null for none.</param>
internal sealed record RunOrder(
    string Programs,
    int Stores,
    TimeSpan? Duration,
    string? Folder,
    bool Postgres,
    string? ConnectionFile,
    int HeadquartersPort,
    int Rate,
    int Seed,
    string? Models,
    DemoOrder? Demo = null);
