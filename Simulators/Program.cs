using System.CommandLine;
using Simulators.Scales;
using Simulators.Shelves;
using Simulators.Till;

var root = new RootCommand("Simulated devices and programs of a store. Each verb is one of them and runs until SIGTERM.")
{
    ScaleVerbs.Toledo8217(),
    ScaleVerbs.ToledoContinuous(),
    PlateVerbs.ModbusPlate(),
    TillVerb.Create(),
};
var arguments = root.Parse(args);
var code = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? 2 : code;
