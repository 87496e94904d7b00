using System.CommandLine;
using System.Runtime.InteropServices;
using Drivers;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>run --config FILE</c>: the service.</summary>
internal static class RunVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams)
    {
        var config = new Option<string>("--config", "-c")
        {
            Description = "The configuration file (JSON, comments allowed); check-config tells every mistake in it.",
            HelpName = "FILE",
            Required = true,
        };
        var verb = new Command("run", "Run the gateway until SIGTERM or Ctrl-C. Prints where it listens when it is ready.") { config };
        verb.SetAction(async (result, cancellationToken) =>
        {
            var loaded = GatewayConfiguration.Load(result.GetRequiredValue(config), DriverCatalog.All);
            if (loaded.Options is not { } options)
            {
                CheckConfigVerb.PrintErrors(loaded.File, loaded.Errors, streams);
                return ExitCode.Failed;
            }

            var kept = KeptDevices.Load(options, DriverCatalog.All);
            if (kept.Errors.Count > 0)
            {
                CheckConfigVerb.PrintErrors(kept.File, kept.Errors, streams);
                return ExitCode.Failed;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var terminate = Stops(PosixSignal.SIGTERM, stop);
            using var interrupt = Stops(PosixSignal.SIGINT, stop);
            return await GatewayProcess.RunAsync(options, kept.Devices, streams.Output, streams.Error, stop.Token);
        });
        return verb;
    }

    private static PosixSignalRegistration Stops(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
