using System.CommandLine;
using Simulators.World;

var root = new RootCommand("Runs a whole chain on this machine: broker, headquarters, gateways, and simulated stores around them.")
{
    RunVerb.Create(),
};
var order = root.Parse(args);
if (order.Errors.Count > 0)
{
    foreach (var error in order.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync("See: world run --help").ConfigureAwait(false);
    return RunVerb.BadUsage;
}

// The verb handles signals itself, so that everything stops in order.
return await order.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
