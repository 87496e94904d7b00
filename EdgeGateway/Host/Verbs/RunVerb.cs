using System.CommandLine;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Drivers;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Joining;
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
        var verb = new Command("run", "Run the gateway until SIGTERM or Ctrl-C. Prints where it listens when it is ready. SIGHUP has it read the file again.") { config };
        verb.SetAction(async (result, cancellationToken) =>
        {
            var joinFile = GatewayConfiguration.Bare(result.GetRequiredValue(config))?.DataFolder is { Length: > 0 } folder
                ? new JoinFile(folder, JoinFile.PlacesFor(folder), Enrolling.Over(folder)) : null;
            await (joinFile?.UseAsync(streams.Error, cancellationToken) ?? Task.CompletedTask);

            var loaded = GatewayConfiguration.Load(result.GetRequiredValue(config), DriverCatalog.All);
            if (loaded.WaitsToJoin)
            {
                using var give = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var up = Stops(PosixSignal.SIGTERM, give);
                using var broken = Stops(PosixSignal.SIGINT, give);
                var bare = GatewayConfiguration.Bare(loaded.File)!;
                if (await JoinConsole.RunAsync(bare, Enrolling.Over(bare.DataFolder), joinFile!, TimeProvider.System, streams.Output, streams.Error, give.Token) is { } ended)
                {
                    return ended;
                }

                loaded = GatewayConfiguration.Load(loaded.File, DriverCatalog.All);
            }

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
            // One that waits stands for all that come meanwhile: the file is read as it is then.
            var hangups = Channel.CreateBounded<PosixSignal>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
            // A terminal that is closed sends it too, and means the end.
            using var hangup = !System.Console.IsInputRedirected ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                hangups.Writer.TryWrite(context.Signal);
            });
            return await GatewayProcess.RunAsync(loaded, kept.Devices, hangups.Reader, streams.Output, streams.Error, stop.Token);
        });
        return verb;
    }

    private static PosixSignalRegistration Stops(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
