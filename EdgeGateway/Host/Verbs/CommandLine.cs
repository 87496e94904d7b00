using System.CommandLine;
using System.CommandLine.Invocation;
using Drivers.Ports;

namespace EdgeGateway.Host.Verbs;

/// <summary>The command line <c>edge-gateway VERB</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>0 done, 1 failed, 2 bad usage.</returns>
    public static async Task<int> RunAsync(string[] args, Streams streams, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Store-edge gateway: reads the store's devices, keeps every event, brings it to headquarters.")
        {
            RunVerb.Create(streams),
            CheckConfigVerb.Create(streams),
            EnrollVerb.Create(streams),
            UpdateVerb.Create(streams, TimeProvider.System),
            DevicesVerb.Create(streams, new PortFolders()),
            DetectVerb.Create(streams),
            DecodeVerb.Create(streams),
            ScanVerb.Create(streams, TimeProvider.System),
            ReplayVerb.Create(streams),
            PrintVerb.Create(streams, TimeProvider.System),
            OutboxVerb.Create(streams),
            ModelsVerb.Create(streams),
        };
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await streams.Error.WriteLineAsync($"edge-gateway: {error.Message}");
            }

            await streams.Error.WriteLineAsync($"edge-gateway: see edge-gateway {VerbOf(parsed)}--help");
            return ExitCode.BadUsage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = streams.Output,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static string VerbOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}
