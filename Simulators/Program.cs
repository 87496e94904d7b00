using System.CommandLine;
using Simulators.Bystanders;
using Simulators.Cameras;
using Simulators.Fleet;
using Simulators.Nodes;
using Simulators.Printers;
using Simulators.Scales;
using Simulators.Scanners;
using Simulators.Shelves;
using Simulators.Till;

var root = new RootCommand("Simulated devices and programs of a store. Each verb is one of them and runs until SIGTERM.")
{
    PlateVerbs.ModbusPlate(),
    PlateVerbs.ModbusTcpPlate(),
    PlateVerbs.IioPlate(),
    NodeVerb.Create(),
    ShelfTraceVerb.Create(),
    TillVerb.Create(),
    ScannerVerb.Create(),
    PrinterVerb.Create(),
    CameraVerb.Create(),
    FleetVerb.Create(),
};
foreach (var device in ScaleVerbs.All().Concat(Bystanders.Verbs()))
{
    root.Subcommands.Add(device);
}

var arguments = root.Parse(args);
var code = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? 2 : code;
