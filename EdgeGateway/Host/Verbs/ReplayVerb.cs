using System.CommandLine;
using EdgeGateway.Core.Shelves;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>replay shelf --planogram P [TRACE]</c>: recorded plate counts in, stock events out; <c>replay camera</c> is in <see cref="ReplayCameraVerb"/>.</summary>
internal static class ReplayVerb
{
    private const int MostPlanogramBytes = 64 * 1024 * 1024;

    /// <summary>Makes the verb.</summary>
    public static Command Create(Streams streams) => new("replay", "Replay a recording through the inference that runs in the store.")
    {
        Shelf(streams),
        ReplayCameraVerb.Create(streams),
    };

    private static Command Shelf(Streams streams)
    {
        var planogram = new Option<string>("--planogram") { Description = "What lies on which plate, as JSON.", HelpName = "P", Required = true };
        var trace = new Argument<string?>("TRACE")
        {
            Description = $"The counts, as CSV with the header {ShelfTrace.Header}[,temp_c]; standard input where none is given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new Command("shelf", "Tell from recorded plate counts what was taken and returned: one JSON object a line.") { planogram, trace };
        verb.SetAction(result =>
        {
            try
            {
                return Run(result.GetRequiredValue(planogram), result.GetValue(trace), streams);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                streams.Error.WriteLine($"replay shelf: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return verb;
    }

    private static int Run(string planogramFile, string? traceFile, Streams streams)
    {
        if (new FileInfo(planogramFile) is { Exists: true, Length: > MostPlanogramBytes } large)
        {
            streams.Error.WriteLine($"replay shelf: {planogramFile}: came {large.Length} bytes; expected a planogram of at most {MostPlanogramBytes}");
            return ExitCode.Failed;
        }

        var errors = new List<PlanogramError>();
        if (PlanogramReader.Read(File.ReadAllBytes(planogramFile), errors) is not { } planogram)
        {
            foreach (var error in errors)
            {
                streams.Error.WriteLine($"{planogramFile}: {error.Path}: {error.Problem}");
            }

            return ExitCode.Failed;
        }

        using var input = traceFile is null or "-" ? streams.Input : File.OpenRead(traceFile);
        return new ShelfReplay(planogram, traceFile ?? "-", streams.Output, streams.Error).Run(input);
    }
}
