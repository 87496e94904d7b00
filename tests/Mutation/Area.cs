namespace Mutation;

/// <summary>Sources of one project that are changed together, and the tests that must notice.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Project">The project the sources are of, from the root of the checkout.</param>
/// <param name="Files">Patterns of paths from the root: <c>*</c> within a folder, <c>**</c> over folders; <c>!</c> in front takes out.</param>
/// <param name="Tests">The test project, by its name.</param>
/// <param name="Classes">How the full names of the test classes begin.</param>
internal sealed record Area(string Name, string Project, string[] Files, string Tests, string[] Classes)
{
    /// <summary>What a simulated world (<c>sim</c>) is called with, which judges what lives after the tests; null where none has the sources in it.</summary>
    internal string[]? World { get; init; }

    /// <summary>All of them. What only says something in a log, and what is only a shape, is left out.</summary>
    internal static IReadOnlyList<Area> All { get; } =
    [
        new("outbox", "EdgeGateway/Core/EdgeGateway.Core.csproj", ["EdgeGateway/Core/Outbox/**", "!**/PlantedFault.cs", "!**/OutboxLog.cs", "!**/Outbox*Inspection.cs", "!**/InspectedFile.cs"], "Core.Tests", ["Core.Tests.Outbox."])
        {
            World = ["--seeds", "1..8"],
        },
        new("uplink", "Cloud/Uplink/Cloud.Uplink.csproj", ["Cloud/Uplink/*.cs", "!**/PlantedFault.cs", "!**/LogMessages.cs", "!**/UplinkMetrics.cs"], "Cloud.Tests", ["Cloud.Tests.Uplink."])
        {
            World = ["--seeds", "1..8"],
        },
        new("ingest", "Cloud/Crm/Cloud.Crm.csproj", ["Cloud/Crm/Ingest/*.cs", "!**/PlantedFault.cs", "!**/IngestMetrics.cs"], "Cloud.Tests",
            ["Cloud.Tests.Crm.Ingest", "Cloud.Tests.Crm.BatchReader", "Cloud.Tests.Crm.DatabaseFailure", "Cloud.Tests.Crm.GatewayProgress", "Cloud.Tests.Crm.ReplayRequests", "Cloud.Tests.Crm.Members.MemberIngest", "Cloud.Tests.Crm.Clocks."])
        {
            World = ["--seeds", "1..8"],
        },
        new("scales", "Drivers/Drivers.csproj", ["Drivers/Scales/*.cs"], "Drivers.Tests", ["Drivers.Tests.Scales."]),
        new("printers", "Drivers/Drivers.csproj",
            ["Drivers/Printers/*Status.cs", "Drivers/Printers/*Repl*.cs", "Drivers/Printers/*Language.cs", "Drivers/Printers/EscPosRows.cs", "Drivers/Printers/EscPosText.cs", "Drivers/Printers/ZplGraphic.cs", "Drivers/Printers/BarcodeContent.cs"],
            "Drivers.Tests", ["Drivers.Tests.Printers."]),
        new("scanners", "Drivers/Drivers.csproj", ["Drivers/Scanners/*Decoder.cs", "Drivers/Scanners/ScanAssembler.cs", "Drivers/Scanners/KeyMap.cs", "Drivers/Scanners/ScanReader.cs"], "Drivers.Tests", ["Drivers.Tests.Scanners."]),
        new("shelves", "Drivers/Drivers.csproj",
            ["Drivers/Shelves/PlateRegisters.cs", "Drivers/Shelves/PlateStatus.cs", "Drivers/Shelves/RegisterType.cs", "Drivers/Shelves/ModbusPlate.cs", "Drivers/Shelves/Iio/Scan*.cs", "Drivers/Shelves/Nodes/Node*.cs", "!**/NodeBroker.cs"],
            "Drivers.Tests", ["Drivers.Tests.Shelves."]),
        new("gs1", "EdgeGateway/Core/EdgeGateway.Core.csproj", ["EdgeGateway/Core/Scanning/*.cs", "!**/ApplicationIdentifiers.cs"], "Core.Tests", ["Core.Tests.Scanning."]),
        new("pipeline", "EdgeGateway/Core/EdgeGateway.Core.csproj", ["EdgeGateway/Core/Pipeline/*.cs", "EdgeGateway/Core/Events/*.cs", "!**/PipelineMetrics.cs"], "Core.Tests", ["Core.Tests.Pipeline.", "Core.Tests.Events."]),
        new("contracts", "Cloud/Contracts/Cloud.Contracts.csproj", ["Cloud/Contracts/*.cs"], "Contracts.Tests", ["Contracts.Tests."]),
    ];
}
